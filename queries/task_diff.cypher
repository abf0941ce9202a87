// name: task_diff
// group: compare
// question:
//   zh: 同一任务在别的方案里怎么写，由谁承担？
//   en: How is one task worded elsewhere, and who does it there?
// explanation:
//   zh: >-
//     该任务与每个对应任务逐一对照：标题（part 为 title）、正文分句（wording）、分工（assignment）。正文中本地地名、“全市”“我省”之类视为相同；change 为 kept 保留、changed 改写
//     （marksBefore、marksAfter 为改动处在该句中的起止位置）、added 增加、dropped 删去。分工按机构与条线对应：same 同一机构，form 同一条线的别种机构，renamed、merged、split 由机构改革更名、
//     并入、分设，moved 改革划转了 passed 所列职责，handed_over 换由他人牵头，added 增加，dropped 去掉；角色变化见 roleBefore、roleAfter。similarity 为正文相同字符的比例。
//   en: >-
//     The task beside each of its counterparts - title, clauses of its text (part wording) and assignment. Names of the own place and words for it (our province, the whole city) count as equal. change says of
//     wording: kept, changed (marksBefore and marksAfter are starts and ends inside the clause), added, dropped. Parties are found again by body and function - same, form (another body of the same
//     function), renamed, merged, split (by a reform), moved (a reform passed on the work named in passed), handed_over (another lead), added, dropped; a change of role shows in
//     roleBefore and roleAfter. similarity is the share of equal characters in the texts.
// then: task_diff
// parameters: [task: {required: true}, plan, limit]
// columns:
//   - plan
//   - taskId
//   - otherPlan: {type: string, zh: 对照方案, en: Other plan}
//   - otherTask: {type: string, zh: 对照任务, en: Other task}
//   - similarity: {type: number, zh: 正文相似度, en: Likeness of the texts}
//   - order
//   - part: {type: string, zh: 部分, en: Part}
//   - change: {type: string, zh: 变化, en: Change}
//   - before: {type: string, zh: 本方案, en: Here}
//   - after: {type: string, zh: 对照方案, en: There}
//   - marksBefore: {type: integers, zh: 本方案改动处, en: What differs here}
//   - marksAfter: {type: integers, zh: 对照方案改动处, en: What differs there}
//   - roleBefore: {type: string, zh: 本方案角色, en: Role here}
//   - roleAfter: {type: string, zh: 对照方案角色, en: Role there}
//   - agencyBefore: {type: string, zh: 本方案单位编号, en: Agency id here}
//   - agencyAfter: {type: string, zh: 对照方案单位编号, en: Agency id there}
//   - passed: {type: string, zh: 划转职责, en: Work passed on}
//   - basis: {type: string, zh: 依据, en: Basis}
//   - startBefore: {type: integer, zh: 本方案起始位置, en: Start here}
//   - endBefore: {type: integer, zh: 本方案结束位置, en: End here}
//   - startAfter: {type: integer, zh: 对照方案起始位置, en: Start there}
//   - endAfter: {type: integer, zh: 对照方案结束位置, en: End there}
MATCH (t:Task)
WHERE t.id IN $task
OPTIONAL MATCH (t)-[:COUNTERPART_OF]-(other:Task)<-[:HAS_TASK]-(q:Plan)
WHERE $plan IS NULL OR q.id IN $plan
WITH t, [t] + collect(DISTINCT other) AS sides
UNWIND sides AS s
WITH t.id AS base, s
MATCH (s)<-[:HAS_TASK]-(p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
OPTIONAL MATCH (s)-[:HAS_MEASURE]->(m:Measure)
WITH base, s, p, j, m
ORDER BY m.order
WITH base, s, p, j, collect(CASE WHEN m IS NULL THEN NULL ELSE {text: m.text, start: m.start} END) AS sentences
OPTIONAL MATCH (s)<-[r:LEADS|SUPPORTS]-(a:Agency)-[:BASED_IN]->(seat:Jurisdiction)
WHERE r.origin = 'printed'
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH base, s, p, j, sentences,
     collect(CASE WHEN r IS NULL THEN NULL ELSE {asWritten: r.asWritten, agencyId: a.id, role: CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END,
       order: r.order, body: a.body, function: f.key, level: seat.level, collective: a.collective, start: r.start, end: r.end} END) AS parties
RETURN base, s.id AS taskId, s.title AS title, s.order AS place, p.id AS plan, toString(p.issuedOn) AS issuedOn, j.code AS code, j.name AS jurisdiction, j.level AS level,
       sentences, parties
ORDER BY base, plan, taskId
