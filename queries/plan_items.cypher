// name: plan_items
// group: app
// question: {zh: 一份方案有哪些任务，在哪一行？, en: "Which items does a plan have, and where?"}
// explanation:
//   zh: 按方案中的次序列出任务，附章节、主题和位置。
//   en: The items in the order of the plan, with section, topic and place.
// parameters: [plan]
// columns: [plan, section, sectionId, taskId, number, title, topic, topicEn, topicKey, order, start, end, line, page]
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)
WHERE $plan IS NULL OR p.id IN $plan
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
RETURN p.id AS plan, s.heading AS section, s.id AS sectionId, t.id AS taskId, t.number AS number, t.title AS title,
       k.nameZh AS topic, k.nameEn AS topicEn, k.key AS topicKey, t.order AS order, t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY plan, order
