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
// parameters: [plan, jurisdiction, campaign, section, topic]
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
MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
WHERE ($plan IS NULL OR p.id IN $plan)
  AND ($jurisdiction IS NULL OR j.name IN $jurisdiction OR j.code IN $jurisdiction)
  AND ($campaign IS NULL OR p.campaign IN $campaign)
MATCH (p)-[:HAS_TASK]->(t:Task)-[:ON_TOPIC]->(k:Topic)
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (s)-[:PART_OF]->(outer:Section)
WITH p, j, t, k, s, outer
WHERE $section IS NULL OR s.id IN $section OR s.heading IN $section OR outer.id IN $section OR outer.heading IN $section
OPTIONAL MATCH (t)<-[l:LEADS]-(lead:Agency)
WHERE l.origin = 'printed'
WITH p, j, t, k, l, lead
ORDER BY t.order, l.order
WITH p, j, t, k, collect(DISTINCT lead.name) AS leadNames, collect(DISTINCT lead.id) AS leadIds
OPTIONAL MATCH (t)<-[b:SUPPORTS]-(backer:Agency)
WHERE b.origin = 'printed'
WITH p, j, t, k, leadNames, leadIds, count(DISTINCT backer) AS supports
ORDER BY t.order
WITH p, j, k, collect({id: t.id, number: t.number, title: t.title, leadNames: leadNames, leadIds: leadIds, supports: supports}) AS items
WITH p, j, collect(k) AS topics, collect(k.key) AS keys, collect({key: k.key, items: items}) AS cells
ORDER BY p.id
WITH collect({id: p.id, place: j.name, campaign: p.campaign, topics: topics, keys: keys, cells: cells}) AS plans
WITH plans, reduce(all = [], plan IN plans | all + [x IN plan.topics WHERE NOT x IN all]) AS topics
UNWIND topics AS k
WITH plans, topics, k
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
WITH k, [plan IN plans WHERE plan.campaign = k.campaign] AS plans,
     [x IN topics WHERE x.key STARTS WITH k.key + '_and_' OR x.key ENDS WITH '_and_' + k.key | x.key] AS joins,
     [x IN topics WHERE k.key STARTS WITH x.key + '_and_' OR k.key ENDS WITH '_and_' + x.key | x.key] AS parts
UNWIND plans AS plan
WITH k, plan, size(plans) AS compared, size([x IN plans WHERE k.key IN x.keys]) AS having, k.key IN plan.keys AS here,
     [x IN joins WHERE x IN plan.keys] AS joined, size(parts) AS parts, size([x IN parts WHERE x IN plan.keys]) AS apart
WITH k, plan, compared, having, here, joined, parts, apart,
     [cell IN plan.cells WHERE cell.key = CASE WHEN here THEN k.key ELSE coalesce(joined[0], '') END] AS mine
WITH k, plan, compared, having, here, joined, parts, apart, CASE WHEN size(mine) = 0 THEN [] ELSE mine[0].items END AS items
RETURN k.key AS topicKey, k.nameZh AS topic, k.nameEn AS topicEn, k.kind AS kind, plan.id AS plan, plan.place AS jurisdiction,
       CASE WHEN NOT here AND size(joined) > 0 OR here AND parts > 1 THEN 'merged'
            WHEN size(items) > 1 OR NOT here AND apart > 0 THEN 'split'
            WHEN NOT here THEN 'dropped'
            WHEN having = 1 AND compared > 1 THEN 'added'
            ELSE 'kept' END AS status,
       size(items) AS items, [item IN items | item.id] AS tasks, [item IN items | item.number] AS numbers,
       [item IN items WHERE item.title IS NOT NULL | item.title] AS titles,
       reduce(all = [], item IN items | all + [name IN item.leadNames WHERE NOT name IN all]) AS leadNames,
       reduce(all = [], item IN items | all + [id IN item.leadIds WHERE NOT id IN all]) AS leadIds,
       reduce(sum = 0, item IN items | sum + item.supports) AS supports
ORDER BY k.campaign, k.ordinal, topicKey, plan
