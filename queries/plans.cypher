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
// blocks: p.id
// parameters: [plan, jurisdiction, campaign]
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
WITH p, j, i
ORDER BY i.asWritten
WITH p, j, collect(i.asWritten) AS issuers
OPTIONAL MATCH (p)-[:HAS_TASK]->(t:Task)
OPTIONAL MATCH (t)-[:HAS_MEASURE]->(m:Measure)
WITH p, j, issuers, t, count(m) AS measures
OPTIONAL MATCH (t)-[:HAS_TARGET]->(g:Target)
WITH p, j, issuers, t, measures, sum(CASE WHEN g.kind = 'target' THEN 1 ELSE 0 END) AS targets,
     sum(CASE WHEN g.kind = 'deadline' THEN 1 ELSE 0 END) AS deadlines
OPTIONAL MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, j, issuers, t, measures, targets, deadlines, collect(DISTINCT a) AS named,
     sum(CASE WHEN type(r) = 'LEADS' THEN 1 ELSE 0 END) AS leads, sum(CASE WHEN type(r) = 'SUPPORTS' THEN 1 ELSE 0 END) AS supports
WITH p, j, issuers, count(t) AS items, sum(CASE WHEN leads > 0 THEN 1 ELSE 0 END) AS itemsWithLead, sum(leads) AS leads,
     sum(supports) AS supports, sum(measures) AS measures, sum(targets) AS targets, sum(deadlines) AS deadlines, collect(named) AS named
WITH p, j, issuers, items, itemsWithLead, leads, supports, measures, targets, deadlines,
     reduce(all = [], some IN named | all + [x IN some WHERE NOT x IN all]) AS named
RETURN p.id AS plan, p.title AS planTitle, p.docNumber AS docNumber, toString(p.issuedOn) AS issuedOn, issuers, j.name AS jurisdiction,
       j.code AS jurisdictionCode, j.level AS level, p.campaign AS campaign, p.sourceFile AS sourceFile, items, itemsWithLead,
       leads + supports AS assignments, leads, supports, size([x IN named WHERE NOT x.collective]) AS agencies,
       size([x IN named WHERE x.collective]) AS collectives, size([x IN named WHERE NOT x.collective AND NOT x.resolved]) AS unresolved,
       measures, targets, deadlines, p.repairs AS repairs, p.unread AS unread
ORDER BY plan
