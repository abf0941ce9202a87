// name: lead_ranking
// group: load
// question:
//   zh: 哪些单位牵头的任务最多？
//   en: Which agencies lead the most items?
// explanation:
//   zh: >-
//     leads 为该单位牵头的任务项数（全额计数，同一任务中重复出现只计一次）；fractional 为分摊计数，每项任务计“1/该任务牵头单位数”；
//     sole 为独立牵头的项数；items 为范围内、涉及该单位的方案中有牵头单位的任务总数；share = leads / items。
//     牵头单位数含集体主体（如各县市区政府），因此是否显示集体主体不改变其他单位的数字。只计印在分工栏中的分工，不计正文中的职责表述。
//     plan、jurisdiction、campaign、section、topic 限定计入的任务；function、agency 只筛选显示的行。
//   en: >-
//     leads is the number of items an agency leads (full count; named twice in an item it counts once). fractional gives each item as
//     1/number of its leads. sole is the number of items it leads alone. items is the number of items with a lead, within the scope, in the
//     plans that name the agency; share = leads / items. The number of leads includes collective units (all county governments), so that
//     showing or hiding them changes no other agency's figures. Only printed assignments count, not duties in running text.
//     plan, jurisdiction, campaign, section and topic choose the items that count; function and agency choose the rows that are shown.
// then: lead_ranking
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, collective, limit]
// columns:
//   - agency
//   - agencyId
//   - jurisdiction
//   - function
//   - leads
//   - fractional
//   - sole
//   - items: {zh: 有牵头单位的任务, en: Items with a lead}
//   - share: {type: number, zh: 占比, en: Share of items}
//   - plans
TASKS IN SCOPE
MATCH (t)<-[r:LEADS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN p.id AS plan, j.name AS jurisdiction, collect(t.order) AS led, collect(a.id) AS leads,
       collect(DISTINCT CASE WHEN a.collective THEN a.id END) AS collective
ORDER BY plan
