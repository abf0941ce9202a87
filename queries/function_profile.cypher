// name: function_profile
// group: compare
// question:
//   zh: 同一条线（如公安）在各地牵头和参与多少任务？
//   en: What does one functional system (public security, for one) lead and support in each place?
// explanation:
//   zh: >-
//     每份方案、每个条线一行。leads、supports 为该条线至少有一家单位牵头、参与的任务数（同一任务只计一次）；fractional 为该条线各单位分摊牵头之和；
//     sole 为唯一牵头单位属于该条线的任务数；agencies 列出单位。只计印在分工栏中的分工。
//   en: >-
//     One row for each plan and function. leads and supports count the items that at least one agency of the function leads or supports (an item once);
//     fractional adds up the shared leads of its agencies; sole counts the items whose only lead belongs to it; agencies lists them. Only
//     printed assignments count.
// parameters: [plan, jurisdiction, campaign, section, topic, function, collective, limit]
// columns:
//   - functionKey
//   - function
//   - functionEn: {type: string, zh: 条线（英文）, en: Function in English}
//   - plan
//   - jurisdiction
//   - leads
//   - fractional
//   - sole
//   - supports
//   - agencies: {type: strings, zh: 单位, en: Agencies}
//   - agencyIds: {type: strings, zh: 单位编号, en: Agency ids}
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
WITH p, j, t, collect(DISTINCT CASE WHEN type(r) = 'LEADS' THEN a END) AS leads,
     collect(DISTINCT CASE WHEN type(r) = 'SUPPORTS' THEN a END) AS supports
UNWIND leads + [x IN supports WHERE NOT x IN leads] AS a
WITH p, j, t, a, leads, supports
WHERE $collective OR NOT a.collective
MATCH (a)-[:PERFORMS]->(f:Function)
WHERE $function IS NULL OR f.key IN $function OR f.nameZh IN $function
WITH p, j, t, f, a, leads, supports
ORDER BY a.id
WITH p, j, t, f, collect({name: a.name, id: a.id}) AS offices,
     sum(CASE WHEN a IN leads THEN 1.0 / size(leads) ELSE 0.0 END) AS share,
     max(CASE WHEN a IN leads THEN 1 ELSE 0 END) AS led,
     max(CASE WHEN a IN supports THEN 1 ELSE 0 END) AS backed,
     max(CASE WHEN a IN leads AND size(leads) = 1 THEN 1 ELSE 0 END) AS alone
WITH p, j, f, collect(offices) AS offices, sum(led) AS leads, round(sum(share), 9) AS fractional, sum(alone) AS sole, sum(backed) AS supports
RETURN f.key AS functionKey, f.nameZh AS function, f.nameEn AS functionEn, p.id AS plan, j.name AS jurisdiction, leads, fractional, sole, supports,
       reduce(all = [], some IN offices | all + [x IN some WHERE NOT x.name IN all | x.name]) AS agencies,
       reduce(all = [], some IN offices | all + [x IN some WHERE NOT x.id IN all | x.id]) AS agencyIds
ORDER BY leads DESC, supports DESC, functionKey, plan
LIMIT $limit
