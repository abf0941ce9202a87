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
// then: load_summary
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
