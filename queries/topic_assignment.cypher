// name: topic_assignment
// group: compare
// question:
//   zh: 各地把某一主题（如电信网络诈骗治理）分给了谁？
//   en: How did each place assign a topic (fraud governance, for one)?
// explanation:
//   zh: >-
//     每行是一份方案中该主题任务的一个分工：角色、单位、原文名称和条线。按主题、方案、角色和原文顺序排列。
//     默认含集体主体（各有关部门等），collective=false 时不列。不含正文中的职责表述。
//   en: >-
//     Each row is one assignment of an item on the topic: role, agency, name as printed and function, in order of topic, plan, role and print.
//     Collective units are listed unless collective=false. Duties in running text are left out.
// then: topic_assignment
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, role, collective: {default: true}, limit]
// columns:
//   [plan, jurisdiction, topic, topicKey, topicEn, number, title, taskId, role, agency, agencyId, asWritten, function, label, collective,
//    start, end, assignText]
TASKS OF AGENCIES IN SCOPE
MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
RETURN k.key AS topicKey, k.nameZh AS topic, k.nameEn AS topicEn, k.campaign AS campaign, k.ordinal AS ordinal,
       collect(p.id) AS plans, collect(t.order) AS orders, collect(t.id) AS tasks
