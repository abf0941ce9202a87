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
MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
WHERE ($plan IS NULL OR p.id IN $plan)
  AND ($jurisdiction IS NULL OR j.name IN $jurisdiction OR j.code IN $jurisdiction)
  AND ($campaign IS NULL OR p.campaign IN $campaign)
MATCH (p)-[:HAS_TASK]->(t:Task)
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (s)-[:PART_OF]->(outer:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WITH p, j, t, s, outer, k
WHERE ($section IS NULL OR s.id IN $section OR s.heading IN $section OR outer.id IN $section OR outer.heading IN $section)
  AND ($topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic)
MATCH (t)<-[r:LEADS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, t, collect(DISTINCT a) AS holders
WITH p, collect(holders) AS held
UNWIND held AS holders
UNWIND holders AS a
WITH p, a, size(held) AS items, count(*) AS leads, sum(1.0 / size(holders)) AS fractional,
     sum(CASE WHEN size(holders) = 1 THEN 1 ELSE 0 END) AS sole
MATCH (a)-[:BASED_IN]->(home:Jurisdiction)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, a, home, f, items, leads, fractional, sole
WHERE ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($function IS NULL OR f.key IN $function OR f.nameZh IN $function)
WITH p, a, home, f, items, leads, fractional, sole
ORDER BY p.id
RETURN a.name AS agency, a.id AS agencyId, home.name AS jurisdiction, f.nameZh AS function,
       sum(leads) AS leads, round(sum(fractional), 9) AS fractional, sum(sole) AS sole,
       sum(items) AS items, 1.0 * sum(leads) / sum(items) AS share, collect(p.id) AS plans
ORDER BY leads DESC, agencyId
LIMIT $limit
