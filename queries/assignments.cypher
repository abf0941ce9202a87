// name: assignments
// group: plans
// question:
//   zh: 分工原文逐条列出：谁在哪项任务中承担什么？
//   en: Who has which role in which item, word for word as printed?
// explanation:
//   zh: >-
//     每行是原文中印出的一个单位名称及其角色，start、end 为其在清理后文本中的位置，line、page 为原文件中的行和页。
//     任何统计数字背后的文字都可由此查到。默认含集体主体；collective=false 时不列。不含正文中的职责表述。judgements 为更改过此行的人工判断的编号。
//   en: >-
//     Each row is one name as printed and its role; start and end say where it stands in the cleaned text, line and page where in the file. The
//     words behind any figure are found here. Collective units are listed unless collective=false. Duties in running text are left out. judgements are the ids of
//     the judgements by which people changed the row.
// blocks: p.id
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, role, task, collective: {default: true}, limit]
// columns:
//   [plan, jurisdiction, section, number, title, taskId, role, agency, agencyId, function, asWritten, label, collective,
//    order, start, end, line, page, assignText, judgements]
TASKS OF AGENCIES IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND ($collective OR NOT a.collective)
  AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND ($role IS NULL OR CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END IN $role)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, t, r, a, f
WHERE $function IS NULL OR f.key IN $function OR f.nameZh IN $function
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId,
       CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role, a.name AS agency, a.id AS agencyId, f.nameZh AS function,
       r.asWritten AS asWritten, r.label AS label, a.collective AS collective, r.order AS order, r.start AS start, r.end AS end,
       r.line AS line, r.page AS page, t.assignText AS assignText, r.judgements AS judgements
ORDER BY p.id, t.order, type(r), r.order
LIMIT $limit
