// name: topic_matrix
// group: compare
// question:
//   zh: 主题与地方对照：每个主题各地由谁牵头，保留、合并、拆分、删去还是新增？
//   en: Who leads each topic in each place, and was it kept, merged, split, dropped or added?
// explanation:
//   zh: >-
//     每个主题与每份同一专项行动的方案各一行。以范围内方案出现过的主题为全集：kept 有且仅有一项任务；split 有多项任务，或他地合为一项的主题在此分列；
//     merged 在此与另一主题合为一项（该项的主题编号以 _and_ 连接两个主题编号）；dropped 此地没有而别处有；added 只有此地有。
//     范围内只有一份方案时无从比较，只有 kept 与 split。leadNames 为印出的牵头单位（含集体主体）。
//   en: >-
//     One row for each topic and each plan of its campaign. The topics that occur in the plans of the scope are the whole set. kept - exactly one item here.
//     split - several items here, or what another place joins in one topic is kept apart here. merged - one item here covers this and another
//     topic (the item's topic key joins both keys by _and_). dropped - not here but elsewhere. added - only here. With a single plan in scope there is
//     nothing to compare, and kept and split remain. leadNames are the printed leads, collective units among them.
// then: topic_matrix
// parameters: [plan, jurisdiction, campaign, section, topic, limit]
// columns:
//   - topicKey
//   - topic
//   - topicEn
//   - kind: {zh: 主题类别, en: Kind of topic}
//   - plan
//   - jurisdiction
//   - status: {type: string, zh: 变化, en: Change}
//   - items
//   - tasks
//   - numbers: {type: strings, zh: 序号, en: Numbers}
//   - titles: {type: strings, zh: 任务, en: Titles}
//   - leadNames
//   - leadIds
//   - supports: {zh: 参与单位数, en: Supporters}
MATCH (k:Topic)
RETURN 'topic' AS part, k.key AS id, k.nameZh AS name, k.nameEn AS nameEn, k.kind AS kind, k.campaign AS campaign, k.ordinal AS ordinal,
       [] AS ids, [] AS names, [] AS campaigns
UNION ALL
PLANS IN SCOPE
RETURN 'plans' AS part, null AS id, null AS name, null AS nameEn, null AS kind, null AS campaign, null AS ordinal,
       collect(p.id) AS ids, collect(j.name) AS names, collect(coalesce(p.campaign, '')) AS campaigns
