// name: support_ranking
// group: load
// question:
//   zh: 哪些单位参与（配合）的任务最多？
//   en: Which agencies support the most items?
// explanation:
//   zh: >-
//     supports 为该单位作为责任、参与、配合、协办单位的任务项数（全额计数，同一任务中只计一次）；fractional 每项计“1/该任务参与单位数”（单位数含集体主体）；
//     sole 为唯一参与单位的项数；items 为范围内、涉及该单位的方案中有参与单位的任务总数；share = supports / items。只计印在分工栏中的分工。
//   en: >-
//     supports is the number of items an agency supports (责任, 参与, 配合, 协办 …; full count, once an item). fractional gives each item as
//     1/number of its supporters, collective units among them. sole is the number of items whose only supporter it is. items is the number of
//     items with a supporter, within the scope, in the plans that name the agency; share = supports / items. Only printed assignments count.
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, collective, limit]
// columns:
//   - agency
//   - agencyId
//   - jurisdiction
//   - function
//   - supports
//   - fractional: {zh: 参与（分摊）, en: Supports (shared)}
//   - sole: {zh: 唯一参与, en: Only supporter}
//   - items: {zh: 有参与单位的任务, en: Items with a supporter}
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
MATCH (t)<-[r:SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, t, collect(DISTINCT a) AS holders
WITH p, collect(holders) AS held
UNWIND held AS holders
UNWIND holders AS a
WITH p, a, size(held) AS items, count(*) AS supports, sum(1.0 / size(holders)) AS fractional,
     sum(CASE WHEN size(holders) = 1 THEN 1 ELSE 0 END) AS sole
MATCH (a)-[:BASED_IN]->(home:Jurisdiction)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, a, home, f, items, supports, fractional, sole
WHERE ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($function IS NULL OR f.key IN $function OR f.nameZh IN $function)
WITH p, a, home, f, items, supports, fractional, sole
ORDER BY p.id
RETURN a.name AS agency, a.id AS agencyId, home.name AS jurisdiction, f.nameZh AS function,
       sum(supports) AS supports, round(sum(fractional), 9) AS fractional, sum(sole) AS sole,
       sum(items) AS items, 1.0 * sum(supports) / sum(items) AS share, collect(p.id) AS plans
ORDER BY supports DESC, agencyId
LIMIT $limit
