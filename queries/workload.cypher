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
// then: workload
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, collective, support_weight, weight, limit]
// columns: [agency, agencyId, jurisdiction, function, workload, leads, fractional, sole, supports, supportFractional, items, partners, plans]
TASKS IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN p.id AS plan, j.name AS jurisdiction,
       collect(CASE WHEN type(r) = 'LEADS' THEN t.order END) AS led, collect(CASE WHEN type(r) = 'LEADS' THEN a.id END) AS leads,
       collect(CASE WHEN type(r) = 'SUPPORTS' THEN t.order END) AS supported, collect(CASE WHEN type(r) = 'SUPPORTS' THEN a.id END) AS supports,
       collect(DISTINCT CASE WHEN a.collective THEN a.id END) AS collective, [] AS weighed, [] AS measures
ORDER BY plan
UNION ALL
UNWIND CASE WHEN $weight = 'measures' THEN [1] ELSE [] END AS weighing
TASKS IN SCOPE
MATCH (t)-[:HAS_MEASURE]->(m:Measure)
WITH p, t, count(m) AS measures
RETURN p.id AS plan, '' AS jurisdiction, [] AS led, [] AS leads, [] AS supported, [] AS supports, [] AS collective,
       collect(t.order) AS weighed, collect(measures) AS measures
ORDER BY plan
