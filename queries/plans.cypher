// name: plans
// group: plans
// question:
//   zh: 已载入哪些方案，各有多少任务、分工和单位？
//   en: Which plans are loaded, and how many items, assignments and agencies does each hold?
// explanation:
//   zh: >-
//     每份方案一行。items 任务数，itemsWithLead 有牵头单位的任务数，leads、supports 为印出的牵头、参与条数，assignments 为两者之和；
//     agencies 点名的单位数，collectives 集体主体数，unresolved 条线未定的单位数；repairs、unread 为读取时的修补和未能读懂的分工标记数。
//   en: >-
//     One row a plan. items are its tasks, itemsWithLead those with a printed lead; leads and supports are the printed names in either role, assignments both
//     together; agencies counts the agencies named, collectives the collective units, unresolved the agencies of unknown function;
//     repairs and unread say what reading mended and which assignment markers it could not read.
// then: plans
// blocks: p.id
// parameters: [plan, jurisdiction, campaign, limit]
// columns:
//   - plan
//   - planTitle: {type: string, zh: 标题, en: Title}
//   - docNumber: {type: string, zh: 文号, en: Document number}
//   - issuedOn: {type: date, zh: 印发日期, en: Issued on}
//   - issuers: {type: strings, zh: 印发单位, en: Issuers}
//   - jurisdiction
//   - jurisdictionCode: {type: string, zh: 辖区代码, en: Division code}
//   - level
//   - campaign
//   - sourceFile: {type: string, zh: 文件, en: File}
//   - items
//   - itemsWithLead: {type: integer, zh: 有牵头单位的任务, en: Items with a lead}
//   - assignments
//   - leads: {zh: 牵头条数, en: Printed leads}
//   - supports: {zh: 参与条数, en: Printed supports}
//   - agencies: {type: integer, zh: 单位数, en: Agencies}
//   - collectives: {type: integer, zh: 集体主体数, en: Collective units}
//   - unresolved: {type: integer, zh: 条线未定, en: Function unknown}
//   - measures
//   - targets: {type: integer, zh: 目标数, en: Targets}
//   - deadlines: {type: integer}
//   - repairs: {type: integer, zh: 修补, en: Repairs}
//   - unread: {type: integer, zh: 未读懂, en: Unread}
PLANS IN SCOPE
OPTIONAL MATCH (p)<-[i:ISSUED]-(:Agency)
WITH p, j, collect(i.asWritten) AS issuers
RETURN 'plan' AS part, p.id AS plan, [p.title, p.docNumber, toString(p.issuedOn), j.name, j.code, j.level, p.campaign, p.sourceFile] AS words,
       issuers, [p.repairs, p.unread] AS numbers
ORDER BY plan
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)
WITH p, count(t) AS items
RETURN 'items' AS part, p.id AS plan, [] AS words, [] AS issuers, [items] AS numbers
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(:Task)-[:HAS_MEASURE]->(m:Measure)
WITH p, count(m) AS measures
RETURN 'measures' AS part, p.id AS plan, [] AS words, [] AS issuers, [measures] AS numbers
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(:Task)-[:HAS_TARGET]->(g:Target)
WITH p, sum(CASE WHEN g.kind = 'target' THEN 1 ELSE 0 END) AS targets, sum(CASE WHEN g.kind = 'deadline' THEN 1 ELSE 0 END) AS deadlines
RETURN 'targets' AS part, p.id AS plan, [] AS words, [] AS issuers, [targets, deadlines] AS numbers
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, count(r) AS assignments, sum(CASE WHEN type(r) = 'LEADS' THEN 1 ELSE 0 END) AS leads,
     count(DISTINCT CASE WHEN type(r) = 'LEADS' THEN t.order END) AS led, collect(DISTINCT a) AS named
RETURN 'edges' AS part, p.id AS plan, [] AS words, [] AS issuers,
       [assignments, leads, led, size([x IN named WHERE NOT x.collective]), size([x IN named WHERE x.collective]),
        size([x IN named WHERE NOT x.collective AND NOT x.resolved])] AS numbers
