// name: agency_card
// group: agency
// question:
//   zh: 一个单位的全部分工：任务、角色、协作单位、时限和目标。
//   en: What does one agency do, with its items, roles, partners, deadlines and targets?
// explanation:
//   zh: >-
//     该单位的每项任务、每个角色一行，附同一任务的牵头与参与单位（按原文顺序）、时限、目标和举措条数。share 为该角色中的份额（1/同角色单位数）。
//     asWritten 为原文中的名称（同一角色多次出现则全部列出）。只列印在分工栏中的分工。
//   en: >-
//     One row for each item and role of the agency, with the item's leads and supporters in printed order, deadlines, targets and number of
//     measures. share is 1/number of agencies in that role. asWritten holds the names as printed, all of them where it is named more
//     than once in a role. Only printed assignments are listed.
// parameters: [agency: {required: true}, plan, jurisdiction, campaign, section, topic, role]
// columns:
//   - agency
//   - agencyId
//   - function
//   - plan
//   - jurisdiction
//   - section
//   - number
//   - title
//   - taskId
//   - topic
//   - role
//   - asWritten: {type: strings}
//   - label
//   - share: {type: number, zh: 份额, en: Share}
//   - leadNames
//   - leadIds
//   - supportNames
//   - supportIds
//   - measures
//   - deadlines
//   - targets: {type: strings, zh: 目标, en: Targets}
//   - assignText
//   - start
//   - end
//   - line
//   - page
TASKS OF AGENCIES IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND (a.id IN $agency OR a.name IN $agency)
  AND ($role IS NULL OR CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END IN $role)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
WITH a, f, p, j, s, k, t, r, CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role
ORDER BY r.order
WITH a, f, p, j, s, k, t, role, collect(r.asWritten) AS asWritten, min(r.label) AS label
OPTIONAL MATCH (t)<-[l:LEADS]-(lead:Agency)
WHERE l.origin = 'printed'
WITH a, f, p, j, s, k, t, role, asWritten, label, l, lead
ORDER BY l.order
WITH a, f, p, j, s, k, t, role, asWritten, label, collect(DISTINCT lead.name) AS leadNames, collect(DISTINCT lead.id) AS leadIds
OPTIONAL MATCH (t)<-[b:SUPPORTS]-(backer:Agency)
WHERE b.origin = 'printed'
WITH a, f, p, j, s, k, t, role, asWritten, label, leadNames, leadIds, b, backer
ORDER BY b.order
WITH a, f, p, j, s, k, t, role, asWritten, label, leadNames, leadIds, collect(DISTINCT backer.name) AS supportNames, collect(DISTINCT backer.id) AS supportIds
OPTIONAL MATCH (t)-[:HAS_MEASURE]->(m:Measure)
WITH a, f, p, j, s, k, t, role, asWritten, label, leadNames, leadIds, supportNames, supportIds, count(m) AS measures
OPTIONAL MATCH (t)-[:HAS_TARGET]->(g:Target)
WITH a, f, p, j, s, k, t, role, asWritten, label, leadNames, leadIds, supportNames, supportIds, measures, g
ORDER BY g.start
WITH a, f, p, j, s, k, t, role, asWritten, label, leadNames, leadIds, supportNames, supportIds, measures,
     collect(CASE WHEN g.kind = 'deadline' THEN g.text END) AS deadlines, collect(CASE WHEN g.kind = 'target' THEN g.text END) AS targets
RETURN a.name AS agency, a.id AS agencyId, f.nameZh AS function, p.id AS plan, j.name AS jurisdiction, s.heading AS section,
       t.number AS number, t.title AS title, t.id AS taskId, k.nameZh AS topic, role, asWritten, label,
       CASE WHEN role = 'lead' THEN 1.0 / size(leadIds) ELSE 1.0 / size(supportIds) END AS share,
       leadNames, leadIds, supportNames, supportIds, measures, deadlines, targets, t.assignText AS assignText,
       t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY a.id, p.id, t.order, role
