// name: task_links
// group: app
// question: {zh: 任务与主题、文件、平台怎样相连？, en: "How are items tied to topics, documents and platforms?"}
// explanation:
//   zh: 每行一条边，供图谱页作画；分工的边见 assignments。
//   en: One row an edge, for the picture of the graph; the edges of assignments come from the question assignments.
// parameters: [plan, topic, task]
// columns:
//   - plan
//   - taskId
//   - type: {type: string, zh: 关系, en: Relationship}
//   - kind
//   - id: {type: string, zh: 编号, en: Id}
//   - name: {type: string, zh: 名称, en: Name}
//   - nameEn: {type: string, zh: 英文名称, en: Name in English}
TASKS IN SCOPE
MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
RETURN p.id AS plan, t.id AS taskId, 'ON_TOPIC' AS type, 'Topic' AS kind, k.key AS id, k.nameZh AS name, k.nameEn AS nameEn
ORDER BY plan, taskId, id
UNION ALL
TASKS IN SCOPE
MATCH (t)-[:CITES]->(d:Document)
RETURN DISTINCT p.id AS plan, t.id AS taskId, 'CITES' AS type, 'Document' AS kind, d.id AS id, coalesce(d.title, d.number) AS name, coalesce(d.title, d.number) AS nameEn
ORDER BY plan, taskId, id
UNION ALL
TASKS IN SCOPE
MATCH (t)-[:USES]->(f:Platform)
RETURN DISTINCT p.id AS plan, t.id AS taskId, 'USES' AS type, 'Platform' AS kind, f.id AS id, f.name AS name, f.name AS nameEn
ORDER BY plan, taskId, id
