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
// parameters: [plan, jurisdiction, campaign, section, topic, oneLead: {type: boolean, default: false, zh: 只列仅一家牵头的任务, en: Only items with one lead}]
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
TASKS IN SCOPE
WITH p, j, t
WHERE EXISTS { MATCH (t)<-[r:LEADS]-() WHERE r.origin = 'printed' } AND NOT EXISTS { MATCH (t)<-[r:SUPPORTS]-() WHERE r.origin = 'printed' }
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
MATCH (t)<-[l:LEADS]-(lead:Agency)
WHERE l.origin = 'printed'
WITH p, j, t, s, k, l, lead
ORDER BY l.order
WITH p, j, t, s, k, collect(DISTINCT lead.name) AS leadNames, collect(DISTINCT lead.id) AS leadIds
WHERE NOT $oneLead OR size(leadIds) = 1
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId,
       k.nameZh AS topic, leadNames, leadIds, size(leadIds) = 1 AS alone, t.assignText AS assignText,
       t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY p.id, t.order
