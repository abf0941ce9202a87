// name: tasks
// group: plans
// question:
//   zh: 方案中有哪些任务，各由谁牵头、谁参与？
//   en: Which items do the plans hold, and who leads and supports each?
// explanation:
//   zh: >-
//     每项任务一行，按方案和原文顺序排列。leadNames、supportNames 为印出的单位（含集体主体，按原文顺序）。function、agency、role 只保留有相应分工的任务。
//   en: >-
//     One row an item, in order of plan and print. leadNames and supportNames are the printed agencies, collective units among them, in printed order. function,
//     agency and role keep the items that have such an assignment.
// blocks: p.id
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, role, task, limit]
// columns:
//   - plan
//   - jurisdiction
//   - section
//   - sectionId
//   - outerSection: {type: string, zh: 上级章节, en: Outer section}
//   - number
//   - title
//   - taskId
//   - order
//   - topic
//   - topicKey
//   - leadNames
//   - leadIds
//   - supportNames
//   - supportIds
//   - measures
//   - targets: {type: integer, zh: 目标数, en: Targets}
//   - deadlines: {type: integer}
//   - text: {type: string, zh: 原文, en: Text}
//   - assignText
//   - start
//   - end
//   - line
//   - page
TASKS OF AGENCIES IN SCOPE
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (s)-[:PART_OF]->(outer:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
OPTIONAL MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, t, s, outer, k,
     sum(CASE WHEN ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
               AND ($function IS NULL OR f.key IN $function OR f.nameZh IN $function)
               AND ($role IS NULL OR CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END IN $role) THEN 1 ELSE 0 END) AS wanted
WHERE wanted > 0 OR $agency IS NULL AND $function IS NULL AND $role IS NULL
OPTIONAL MATCH (t)<-[l:LEADS]-(lead:Agency)
WHERE l.origin = 'printed'
WITH p, j, t, s, outer, k, l, lead
ORDER BY l.order
WITH p, j, t, s, outer, k, collect(DISTINCT lead.name) AS leadNames, collect(DISTINCT lead.id) AS leadIds
OPTIONAL MATCH (t)<-[b:SUPPORTS]-(backer:Agency)
WHERE b.origin = 'printed'
WITH p, j, t, s, outer, k, leadNames, leadIds, b, backer
ORDER BY b.order
WITH p, j, t, s, outer, k, leadNames, leadIds, collect(DISTINCT backer.name) AS supportNames, collect(DISTINCT backer.id) AS supportIds
OPTIONAL MATCH (t)-[:HAS_MEASURE]->(m:Measure)
WITH p, j, t, s, outer, k, leadNames, leadIds, supportNames, supportIds, count(m) AS measures
OPTIONAL MATCH (t)-[:HAS_TARGET]->(g:Target)
WITH p, j, t, s, outer, k, leadNames, leadIds, supportNames, supportIds, measures,
     sum(CASE WHEN g.kind = 'target' THEN 1 ELSE 0 END) AS targets, sum(CASE WHEN g.kind = 'deadline' THEN 1 ELSE 0 END) AS deadlines
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, s.id AS sectionId, outer.heading AS outerSection, t.number AS number,
       t.title AS title, t.id AS taskId, t.order AS order, k.nameZh AS topic, k.key AS topicKey, leadNames, leadIds, supportNames, supportIds,
       measures, targets, deadlines, t.text AS text, t.assignText AS assignText, t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY plan, order
LIMIT $limit
