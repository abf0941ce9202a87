// name: plan_items
// group: app
// question: {zh: 一份方案有哪些任务，在哪一行？, en: "Which items does a plan have, and where?"}
// explanation:
//   zh: 按方案中的次序列出任务，附章节、主题和位置。
//   en: The items in the order of the plan, with section, topic and place.
// then: plan_items
// blocks: p.id
// parameters: [plan, limit]
// columns: [plan, section, sectionId, taskId, number, title, topic, topicEn, topicKey, order, start, end, line, page]
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)
RETURN 'item' AS part, p.id AS id, '' AS name, '' AS nameEn, collect(t.id) AS tasks, collect(coalesce(t.number, '')) AS numbers,
       collect(coalesce(t.title, '')) AS titles, collect(t.order) AS orders, collect(t.start) AS starts, collect(t.end) AS ends,
       collect(coalesce(t.line, -1)) AS lines, collect(coalesce(t.page, -1)) AS pages
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(s:Section)
RETURN 'section' AS part, s.id AS id, s.heading AS name, '' AS nameEn, collect(t.id) AS tasks, [] AS numbers,
       [] AS titles, [] AS orders, [] AS starts, [] AS ends, [] AS lines, [] AS pages
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:ON_TOPIC]->(k:Topic)
RETURN 'topic' AS part, k.key AS id, k.nameZh AS name, k.nameEn AS nameEn, collect(t.id) AS tasks, [] AS numbers,
       [] AS titles, [] AS orders, [] AS starts, [] AS ends, [] AS lines, [] AS pages
