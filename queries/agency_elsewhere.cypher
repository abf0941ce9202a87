// name: agency_elsewhere
// group: agency
// question:
//   zh: 一个单位在别的地方对应哪个单位，牵头和参与多少任务？
//   en: Which office is an agency's counterpart elsewhere, and what does it lead and support there?
// explanation:
//   zh: >-
//     该单位自身（relation 为 own）与其他方案中的对应单位，每份方案、每个单位一行，按方案日期排列。relation：same 同一机构，renamed、merged、split 由机构改革更名、并入、分设（依据见 basis），form 同一条线的别种机构
//     （没有前几种时才列）。leads、supports 为牵头、参与的任务数，fractional 为分摊牵头，sole 为独立牵头；items 为该方案有牵头单位的任务数，share 为其中由该单位牵头的比例。只计印在分工栏中的分工。
//   en: >-
//     The agency itself (relation own) and its counterparts in other plans, one row for each plan and office, by the plans' dates. relation - same (the same body), renamed, merged or
//     split (by a reform, with its basis), form (another body of the same function, listed where none of the others is there). leads and supports count items, fractional shares each item among its leads, sole counts items
//     led alone; items are those of the plan that have a lead, share is the part of them that the office leads. Only printed assignments count.
// then: agency_elsewhere
// parameters: [agency: {required: true}, plan, jurisdiction, campaign, section, topic, limit]
// columns:
//   - plan
//   - jurisdiction
//   - level: {type: string, zh: 层级, en: Level}
//   - issuedOn: {type: date, zh: 印发日期, en: Issued on}
//   - of: {type: string, zh: 所问单位编号, en: Id of the agency asked for}
//   - relation: {type: string, zh: 对应方式, en: Relation}
//   - agency
//   - agencyId
//   - function
//   - leads
//   - fractional
//   - sole
//   - supports
//   - items: {type: integer, zh: 有牵头的任务数, en: Items with a lead}
//   - share: {type: number, zh: 牵头占比, en: Share of items led}
//   - basis: {type: string, zh: 依据, en: Basis}
TASKS OF AGENCIES IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND (a.id IN $agency OR a.name IN $agency)
RETURN p.id AS plan, toString(p.issuedOn) AS issuedOn, j.name AS jurisdiction, j.code AS code, j.level AS level,
       collect(DISTINCT a.id) AS agencies
ORDER BY plan
