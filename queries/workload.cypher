// name: workload
// group: load
// question:
//   zh: 牵头与参与合计，各单位承担多少？
//   en: How much does each agency carry, leading and supporting together?
// explanation:
//   zh: >-
//     workload = Σ 任务权重 ×（牵头份额 + support_weight × 参与份额），份额为“1/该任务同角色单位数”（单位数含集体主体）。
//     任务权重默认为 1，weight=measures 时为该任务的举措条数。leads、fractional、sole、supports、supportFractional 不加权。
//     items 为牵头或参与的任务数；partners 为同一任务中出现过的其他单位数（不含集体主体）。只计印在分工栏中的分工。
//   en: >-
//     workload = sum over items of weight x (lead share + support_weight x support share), a share being 1/number of agencies in that role in
//     the item, collective units among them. The weight of an item is 1, or its number of measures with weight=measures. leads, fractional, sole,
//     supports and supportFractional are not weighted. items counts the items that the agency leads or supports; partners the other
//     agencies named in them (collective units left out). Only printed assignments count.
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, collective, support_weight, weight, limit]
// columns: [agency, agencyId, jurisdiction, function, workload, leads, fractional, sole, supports, supportFractional, items, partners, plans]
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
OPTIONAL MATCH (t)-[:HAS_MEASURE]->(m:Measure)
WITH p, j, t, CASE WHEN $weight = 'measures' THEN 1.0 * count(m) ELSE 1.0 END AS weight
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, t, weight, collect(DISTINCT CASE WHEN type(r) = 'LEADS' THEN a END) AS leads,
     collect(DISTINCT CASE WHEN type(r) = 'SUPPORTS' THEN a END) AS supports
WITH p, weight, leads, supports, leads + [x IN supports WHERE NOT x IN leads] AS named
UNWIND named AS a
WITH p, a, weight, [x IN named WHERE x <> a AND NOT x.collective | x.id] AS others,
     CASE WHEN a IN leads THEN 1 ELSE 0 END AS led, CASE WHEN a IN supports THEN 1 ELSE 0 END AS backed,
     size(leads) AS leading, size(supports) AS supporting
WITH a, collect(DISTINCT p.id) AS plans, collect(others) AS others, count(*) AS items,
     sum(led) AS leads, round(sum(CASE WHEN led = 1 THEN 1.0 / leading ELSE 0.0 END), 9) AS fractional,
     sum(CASE WHEN led = 1 AND leading = 1 THEN 1 ELSE 0 END) AS sole,
     sum(backed) AS supports, round(sum(CASE WHEN backed = 1 THEN 1.0 / supporting ELSE 0.0 END), 9) AS supportFractional,
     round(sum(weight * (CASE WHEN led = 1 THEN 1.0 / leading ELSE 0.0 END
                         + CASE WHEN backed = 1 THEN $support_weight / supporting ELSE 0.0 END)), 9) AS workload
MATCH (a)-[:BASED_IN]->(home:Jurisdiction)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH a, home, f, plans, others, items, leads, fractional, sole, supports, supportFractional, workload
WHERE ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($function IS NULL OR f.key IN $function OR f.nameZh IN $function)
RETURN a.name AS agency, a.id AS agencyId, home.name AS jurisdiction, f.nameZh AS function, workload,
       leads, fractional, sole, supports, supportFractional, items,
       size(reduce(known = [], ids IN others | known + [id IN ids WHERE NOT id IN known])) AS partners, plans
ORDER BY workload DESC, agencyId
LIMIT $limit
