// name: task_links
// group: app
// question: {zh: 任务与主题、文件、平台怎样相连？, en: "How are items tied to topics, documents and platforms?"}
// explanation:
//   zh: 每行一条边，供图谱页作画；分工的边见 assignments。
//   en: One row an edge, for the picture of the graph; the edges of assignments come from the question assignments.
// then: task_links
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
RETURN 'ON_TOPIC' AS type, 'Topic' AS kind, k.key AS id, k.nameZh AS name, k.nameEn AS nameEn, collect(t.id) AS tasks
UNION ALL
TASKS IN SCOPE
MATCH (t)-[:CITES]->(d:Document)
WITH d, collect(DISTINCT t.id) AS tasks
RETURN 'CITES' AS type, 'Document' AS kind, d.id AS id, coalesce(d.title, d.number) AS name, coalesce(d.title, d.number) AS nameEn, tasks
UNION ALL
TASKS IN SCOPE
MATCH (t)-[:USES]->(f:Platform)
WITH f, collect(DISTINCT t.id) AS tasks
RETURN 'USES' AS type, 'Platform' AS kind, f.id AS id, f.name AS name, f.name AS nameEn, tasks
