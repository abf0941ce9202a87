// name: sole_burden
// group: gaps
// question:
//   zh: 哪些任务只有牵头单位，没有参与单位？
//   en: Which items have a lead but nobody to support it?
// explanation:
//   zh: >-
//     列出有牵头单位而没有印出任何参与单位的任务。alone 表示只有一家牵头单位，即无人分担。参与者只有“各有关部门”等集体主体的任务不在此列，见 collective_duties。
//   en: >-
//     The items with a printed lead and no printed supporter of any kind. alone says that there is one lead only, so that nobody shares the item. Items
//     supported by collective units alone are not among them: see collective_duties.
// parameters: [plan, jurisdiction, campaign, section, topic]
// columns:
//   - plan
//   - jurisdiction
//   - section
//   - number
//   - title
//   - taskId
//   - topic
//   - leadNames
//   - leadIds
//   - alone: {type: boolean, zh: 仅一家牵头, en: One lead only}
//   - assignText
//   - start
//   - end
//   - line
//   - page
MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
WHERE ($plan IS NULL OR p.id IN $plan)
  AND ($jurisdiction IS NULL OR j.name IN $jurisdiction OR j.code IN $jurisdiction)
  AND ($campaign IS NULL OR p.campaign IN $campaign)
MATCH (p)-[:HAS_TASK]->(t:Task)
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (s)-[:PART_OF]->(outer:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WITH p, j, t, s, outer, k
WHERE ($section IS NULL OR s.id IN $section OR s.heading IN $section OR outer.id IN $section OR outer.heading IN $section)
  AND ($topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic)
OPTIONAL MATCH (t)<-[l:LEADS]-(lead:Agency)
WHERE l.origin = 'printed'
WITH p, j, t, s, k, l, lead
ORDER BY l.order
WITH p, j, t, s, k, collect(DISTINCT lead.name) AS leadNames, collect(DISTINCT lead.id) AS leadIds
OPTIONAL MATCH (t)<-[b:SUPPORTS]-(backer:Agency)
WHERE b.origin = 'printed'
WITH p, j, t, s, k, leadNames, leadIds, b, backer
ORDER BY b.order
WITH p, j, t, s, k, leadNames, leadIds, collect(DISTINCT backer.name) AS supportNames, collect(DISTINCT backer.id) AS supportIds
WITH p, j, t, s, k, leadNames, leadIds, supportIds
WHERE size(leadIds) > 0 AND size(supportIds) = 0
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId,
       k.nameZh AS topic, leadNames, leadIds, size(leadIds) = 1 AS alone, t.assignText AS assignText,
       t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY p.id, t.order
