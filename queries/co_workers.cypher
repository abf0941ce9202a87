// name: co_workers
// group: agency
// question:
//   zh: 哪些单位经常在同一任务中协作，各以什么角色？
//   en: Which agencies work on the same items, how often, and in which roles?
// explanation:
//   zh: >-
//     每对单位一行。together 为两家同时出现的任务数；bothLead 两家共同牵头，leadSupport 前者牵头、后者参与，supportLead 前者参与、后者牵头，bothSupport 两家都参与。
//     一家单位在同一任务中兼任两种角色时，各种组合都计。指定 agency 时该单位为前者。只计印在分工栏中的分工。
//   en: >-
//     One row for each pair. together counts the items that name both; bothLead those that both lead, leadSupport the first leads and the second supports,
//     supportLead the reverse, bothSupport both support. An agency with both roles in an item counts in each. With agency given, that
//     agency comes first. Only printed assignments count.
// parameters: [plan, jurisdiction, campaign, section, topic, agency, collective, limit]
// columns:
//   - agency: {zh: 单位甲, en: First agency}
//   - agencyId: {zh: 单位甲编号, en: First agency's id}
//   - partner: {type: string, zh: 单位乙, en: Second agency}
//   - partnerId: {type: string, zh: 单位乙编号, en: Second agency's id}
//   - together: {type: integer, zh: 共同任务, en: Items together}
//   - bothLead: {type: integer, zh: 共同牵头, en: Both lead}
//   - leadSupport: {type: integer, zh: 甲牵头乙参与, en: First leads}
//   - supportLead: {type: integer, zh: 甲参与乙牵头, en: Second leads}
//   - bothSupport: {type: integer, zh: 共同参与, en: Both support}
//   - plans
//   - tasks
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
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
  AND ($collective OR NOT a.collective)
WITH p, t, a, max(CASE WHEN type(r) = 'LEADS' THEN 1 ELSE 0 END) AS led, max(CASE WHEN type(r) = 'SUPPORTS' THEN 1 ELSE 0 END) AS backed
WITH p, t, collect({id: a.id, name: a.name, led: led, backed: backed,
                    asked: $agency IS NOT NULL AND (a.id IN $agency OR a.name IN $agency)}) AS named
ORDER BY p.id, t.order
UNWIND named AS one
UNWIND named AS other
WITH p, t, one, other
WHERE one.id < other.id AND ($agency IS NULL OR one.asked)
   OR one.id > other.id AND one.asked AND NOT other.asked
RETURN one.name AS agency, one.id AS agencyId, other.name AS partner, other.id AS partnerId, count(*) AS together,
       sum(one.led * other.led) AS bothLead, sum(one.led * other.backed) AS leadSupport,
       sum(one.backed * other.led) AS supportLead, sum(one.backed * other.backed) AS bothSupport,
       collect(DISTINCT p.id) AS plans, collect(t.id) AS tasks
ORDER BY together DESC, agencyId, partnerId
LIMIT $limit
