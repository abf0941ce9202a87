// name: load_summary
// group: load
// question:
//   zh: 各份方案的负荷集中程度如何？
//   en: How concentrated is the load in each plan?
// explanation:
//   zh: >-
//     每份方案一行。口径与 load_balance 相同：被点名的全部单位（不含集体主体，无负荷者计 0）。gini 基尼系数，theil 泰尔 T 指数，hhi 份额平方和，
//     variation 变异系数（总体标准差/平均数），top1、top3、top10 为最大一、三、十家的份额。无人承担该负荷的方案不列。
//   en: >-
//     One row a plan, counted as in load_balance: all agencies named, collective units left out, those that carry nothing counting 0. gini is the
//     Gini coefficient, theil Theil's T, hhi the sum of squared shares, variation the coefficient of variation (standard deviation of
//     the population over the mean), top1, top3 and top10 the part of the heaviest one, three and ten. Plans in which
//     nobody carries such load are left out.
// parameters:
//   - plan
//   - jurisdiction
//   - campaign
//   - section
//   - topic
//   - collective
//   - measure: {type: string, default: leads, choices: [leads, fractional, supports, workload], zh: 负荷口径, en: Measure of load}
//   - support_weight
//   - weight
// columns:
//   - plan
//   - jurisdiction
//   - agencies: {type: integer, zh: 单位数, en: Agencies}
//   - loaded: {type: integer, zh: 有负荷的单位, en: Agencies with load}
//   - total: {type: number, zh: 合计, en: Total}
//   - mean: {type: number, zh: 平均, en: Mean}
//   - gini: {type: number, zh: 基尼系数, en: Gini}
//   - theil: {type: number, zh: 泰尔指数, en: Theil}
//   - hhi: {type: number, zh: HHI, en: HHI}
//   - variation: {type: number, zh: 变异系数, en: Coefficient of variation}
//   - top1: {type: number, zh: 最大一家份额, en: Share of the top 1}
//   - top3: {type: number, zh: 前三家份额, en: Share of the top 3}
//   - top10: {type: number, zh: 前十家份额, en: Share of the top 10}
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
WITH p, j, t, weight, collect(DISTINCT CASE WHEN type(r) = 'LEADS' THEN a END) AS leads,
     collect(DISTINCT CASE WHEN type(r) = 'SUPPORTS' THEN a END) AS supports
UNWIND leads + [x IN supports WHERE NOT x IN leads] AS a
WITH p, j, a, weight, leads, supports
WHERE $collective OR NOT a.collective
WITH p, j, a, weight, CASE WHEN a IN leads THEN 1.0 ELSE 0.0 END AS led, CASE WHEN a IN supports THEN 1.0 ELSE 0.0 END AS backed,
     CASE WHEN a IN leads THEN 1.0 / size(leads) ELSE 0.0 END AS leadShare,
     CASE WHEN a IN supports THEN 1.0 / size(supports) ELSE 0.0 END AS supportShare
WITH p, j, a, round(sum(CASE $measure WHEN 'leads' THEN weight * led
                                      WHEN 'fractional' THEN weight * leadShare
                                      WHEN 'supports' THEN weight * backed
                                      ELSE weight * (leadShare + $support_weight * supportShare) END), 9) AS load
ORDER BY load DESC, a.id
WITH p, j, collect(load) AS loads, sum(load) AS total
WHERE total > 0
WITH p, j, loads, total, size(loads) AS n
RETURN p.id AS plan, j.name AS jurisdiction, n AS agencies, size([x IN loads WHERE x > 0]) AS loaded, total, total / n AS mean,
       reduce(spread = 0.0, i IN range(0, n - 1) | spread + (n - 1 - 2 * i) * loads[i]) / (n * total) AS gini,
       reduce(sum = 0.0, x IN [y IN loads WHERE y > 0] | sum + x / total * log(x / total * n)) AS theil,
       reduce(sum = 0.0, x IN loads | sum + x * x) / (total * total) AS hhi,
       sqrt(reduce(sum = 0.0, x IN loads | sum + (x - total / n) * (x - total / n)) / n) / (total / n) AS variation,
       loads[0] / total AS top1,
       reduce(sum = 0.0, x IN loads[0..3] | sum + x) / total AS top3,
       reduce(sum = 0.0, x IN loads[0..10] | sum + x) / total AS top10
ORDER BY plan
