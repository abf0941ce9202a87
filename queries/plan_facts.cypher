// name: plan_facts
// group: app
// question: {zh: 任务里写了哪些时限、目标、依据和平台？, en: "Which dates, targets, documents and platforms do items name?"}
// explanation:
//   zh: 每行一处，kind 为 target、deadline、document 或 platform，附其在原文中的位置。
//   en: One row a mention; kind is target, deadline, document or platform, with its place in the text.
// parameters: [plan, task]
// columns:
//   - plan
//   - taskId
//   - kind
//   - id: {type: string, zh: 编号, en: Id}
//   - text: {type: string, zh: 原文, en: Words}
//   - due: {type: string, zh: 截止, en: Due}
//   - start
//   - end
TASKS IN SCOPE
MATCH (t)-[:HAS_TARGET]->(g:Target)
RETURN p.id AS plan, t.id AS taskId, g.kind AS kind, g.id AS id, g.text AS text, toString(g.dueOn) AS due, g.start AS start, g.end AS end
ORDER BY plan, start, id
UNION ALL
TASKS IN SCOPE
MATCH (t)-[r:CITES]->(d:Document)
RETURN p.id AS plan, t.id AS taskId, 'document' AS kind, d.id AS id, r.asWritten AS text, null AS due, r.start AS start, r.end AS end
ORDER BY plan, start, id
UNION ALL
TASKS IN SCOPE
MATCH (t)-[r:USES]->(d:Platform)
RETURN p.id AS plan, t.id AS taskId, 'platform' AS kind, d.id AS id, r.asWritten AS text, null AS due, r.start AS start, r.end AS end
ORDER BY plan, start, id
