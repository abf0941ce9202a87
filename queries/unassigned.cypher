// name: unassigned
// group: gaps
// question:
//   zh: 哪些任务没有牵头单位？
//   en: Which items have no lead?
// explanation:
//   zh: >-
//     列出没有印出牵头单位的任务，附参与单位。proseNames 为正文中被提到负有职责的单位：它们不算牵头，只供核对。
//   en: >-
//     The items for which no lead is printed, with their supporters. proseNames are agencies to which the running text gives a duty: they
//     do not count as leads and are there to be checked.
// parameters: [plan, jurisdiction, campaign, section, topic]
// columns: [plan, jurisdiction, section, number, title, taskId, topic, supportNames, supportIds, proseNames: {type: strings, zh: 正文提到的单位, en: Named in running text}, start, end, line, page]
TASKS IN SCOPE
WITH p, j, t
WHERE NOT EXISTS { MATCH (t)<-[r:LEADS]-() WHERE r.origin = 'printed' }
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
OPTIONAL MATCH (t)<-[b:SUPPORTS]-(backer:Agency)
WHERE b.origin = 'printed'
WITH p, j, t, s, k, b, backer
ORDER BY b.order
WITH p, j, t, s, k, collect(DISTINCT backer.name) AS supportNames, collect(DISTINCT backer.id) AS supportIds
OPTIONAL MATCH (t)<-[o:LEADS|SUPPORTS]-(other:Agency)
WHERE o.origin <> 'printed'
WITH p, j, t, s, k, supportNames, supportIds, collect(DISTINCT o.asWritten) AS proseNames
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId,
       k.nameZh AS topic, supportNames, supportIds, proseNames, t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY p.id, t.order
