// name: find
// group: app
// question: {zh: 图谱里有没有叫这个名字的单位、任务、主题、文件或平台？, en: "Is there an agency, item, topic, document or platform of this name?"}
// explanation:
//   zh: 名称、原文写法或标题中含有所输文字的节点；mentions 为它涉及的任务数。
//   en: Nodes whose name, printed form or title holds the words; mentions counts the items they touch.
// parameters:
//   - words: {type: string, required: true, zh: 文字, en: Words}
// columns:
//   - kind
//   - id: {type: string, zh: 编号, en: Id}
//   - name: {type: string, zh: 名称, en: Name}
//   - nameEn: {type: string, zh: 英文名称, en: Name in English}
//   - mentions: {type: integer, zh: 涉及任务, en: Items}
//   - plans
MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(t:Task)
WHERE toLower(a.name) CONTAINS toLower($words) OR toLower(r.asWritten) CONTAINS toLower($words)
WITH DISTINCT a, t
MATCH (t)<-[:HAS_TASK]-(p:Plan)
WITH a, t, p
ORDER BY p.id
WITH a, count(DISTINCT t) AS mentions, collect(DISTINCT p.id) AS plans
RETURN 'Agency' AS kind, a.id AS id, a.name AS name, a.name AS nameEn, mentions, plans
ORDER BY id
UNION ALL
MATCH (k:Topic)
WHERE toLower(k.nameZh) CONTAINS toLower($words) OR toLower(k.nameEn) CONTAINS toLower($words)
MATCH (k)<-[:ON_TOPIC]-(t:Task)<-[:HAS_TASK]-(p:Plan)
WITH k, t, p
ORDER BY p.id
WITH k, count(DISTINCT t) AS mentions, collect(DISTINCT p.id) AS plans
RETURN 'Topic' AS kind, k.key AS id, k.nameZh AS name, k.nameEn AS nameEn, mentions, plans
ORDER BY id
UNION ALL
MATCH (t:Task)
WHERE toLower(coalesce(t.title, t.text)) CONTAINS toLower($words)
MATCH (t)<-[:HAS_TASK]-(p:Plan)
RETURN 'Task' AS kind, t.id AS id, coalesce(t.title, left(t.text, 40)) AS name, coalesce(t.title, left(t.text, 40)) AS nameEn, 1 AS mentions, [p.id] AS plans
ORDER BY id
UNION ALL
MATCH (d:Document)
WHERE toLower(coalesce(d.title, '') + coalesce(d.number, '')) CONTAINS toLower($words)
MATCH (d)<-[:CITES]-(t:Task)<-[:HAS_TASK]-(p:Plan)
WITH d, t, p
ORDER BY p.id
WITH d, count(DISTINCT t) AS mentions, collect(DISTINCT p.id) AS plans
RETURN 'Document' AS kind, d.id AS id, coalesce(d.title, d.number) AS name, coalesce(d.title, d.number) AS nameEn, mentions, plans
ORDER BY id
UNION ALL
MATCH (f:Platform)
WHERE toLower(f.name) CONTAINS toLower($words)
MATCH (f)<-[:USES]-(t:Task)<-[:HAS_TASK]-(p:Plan)
WITH f, t, p
ORDER BY p.id
WITH f, count(DISTINCT t) AS mentions, collect(DISTINCT p.id) AS plans
RETURN 'Platform' AS kind, f.id AS id, f.name AS name, f.name AS nameEn, mentions, plans
ORDER BY id
