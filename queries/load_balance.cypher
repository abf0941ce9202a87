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
WITH p, j, collect({agency: a, load: load}) AS held, sum(load) AS total, sum(load * load) AS squares, max(load) AS most
WITH p, j, held, size(held) AS agencies, total, squares, most
WITH p, j, held, agencies, total, squares, most,
     reduce(spread = 0.0, i IN range(0, agencies - 1) | spread + (agencies - 1 - 2 * i) * held[i].load) AS spread
UNWIND held AS holder
WITH p, j, holder.agency AS a, holder.load AS load, agencies, total, squares, most, spread,
     1 + size([other IN held WHERE other.load > holder.load]) AS rank
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, a, f, load, agencies, total, squares, most, spread, rank
WHERE ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($function IS NULL OR f.key IN $function OR f.nameZh IN $function)
RETURN p.id AS plan, j.name AS jurisdiction, a.name AS agency, a.id AS agencyId, f.nameZh AS function, load,
       CASE WHEN total > 0 THEN load / total ELSE 0.0 END AS share, total / agencies AS mean, load - total / agencies AS deviation,
       rank, agencies, CASE WHEN total > 0 THEN spread / (agencies * total) ELSE 0.0 END AS gini,
       CASE WHEN total > 0 THEN squares / (total * total) ELSE 0.0 END AS hhi,
       CASE WHEN total > 0 THEN most / total ELSE 0.0 END AS topShare
ORDER BY plan, load DESC, agencyId
LIMIT $limit
