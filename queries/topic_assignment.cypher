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
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, role, collective: {default: true}, limit]
// columns:
//   [plan, jurisdiction, topic, topicKey, topicEn, number, title, taskId, role, agency, agencyId, asWritten, function, label, collective,
//    start, end, assignText]
TASKS OF AGENCIES IN SCOPE
MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($role IS NULL OR CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END IN $role)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, t, k, r, a, f
WHERE $function IS NULL OR f.key IN $function OR f.nameZh IN $function
RETURN p.id AS plan, j.name AS jurisdiction, k.nameZh AS topic, k.key AS topicKey, k.nameEn AS topicEn, t.number AS number,
       t.title AS title, t.id AS taskId, CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role,
       a.name AS agency, a.id AS agencyId, r.asWritten AS asWritten, f.nameZh AS function, r.label AS label,
       a.collective AS collective, r.start AS start, r.end AS end, t.assignText AS assignText
ORDER BY k.campaign, k.ordinal, k.key, p.id, t.order, type(r), r.order
LIMIT $limit
