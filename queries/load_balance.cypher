// name: load_balance
// group: load
// question:
//   zh: 每份方案中各单位的负荷有多不均衡？
//   en: How unevenly is the load of each plan spread over its agencies?
// explanation:
//   zh: >-
//     measure 选择负荷口径：leads 牵头项数（默认）、fractional 分摊牵头、supports 参与项数、workload 工作量（见 workload）。
//     每份方案内：share 为占全部负荷的份额，deviation 为与平均数之差，rank 为名次（并列同名次）。
//     比较范围是方案中被点名的全部单位（不含集体主体，未牵头者计 0）。gini、hhi（份额平方和）、topShare（最大一家的份额）逐行重复；更多指标见 load_summary。
//   en: >-
//     measure chooses the load: leads (items led, the default), fractional (shared), supports (items supported), workload (see workload). Within each
//     plan, share is the part of all load, deviation the distance from the mean, rank the place (ties share a place). All agencies that
//     the plan names are compared, collective units left out, those that carry nothing counting 0. gini, hhi (sum of squared shares) and
//     topShare (part of the heaviest) are the plan's, repeated on each row; load_summary has more.
// then: load_balance
// blocks: p.id
// parameters:
//   - plan
//   - jurisdiction
//   - campaign
//   - section
//   - topic
//   - function
//   - agency
//   - collective
//   - measure: {type: string, default: leads, choices: [leads, fractional, supports, workload], zh: 负荷口径, en: Measure of load}
//   - support_weight
//   - weight
//   - limit
// columns:
//   - plan
//   - jurisdiction
//   - agency
//   - agencyId
//   - function
//   - load: {type: number, zh: 负荷, en: Load}
//   - share: {type: number, zh: 份额, en: Share}
//   - mean: {type: number, zh: 平均, en: Mean}
//   - deviation: {type: number, zh: 与平均之差, en: Deviation from the mean}
//   - rank: {type: integer, zh: 名次, en: Rank}
//   - agencies: {type: integer, zh: 单位数, en: Agencies}
//   - gini: {type: number, zh: 基尼系数, en: Gini}
//   - hhi: {type: number, zh: HHI, en: HHI}
//   - topShare: {type: number, zh: 最大份额, en: Top share}
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
