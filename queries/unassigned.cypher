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
WITH p, j, t, s, k, leadIds, supportNames, supportIds
WHERE size(leadIds) = 0
OPTIONAL MATCH (t)<-[o:LEADS|SUPPORTS]-(other:Agency)
WHERE o.origin <> 'printed'
WITH p, j, t, s, k, supportNames, supportIds, collect(DISTINCT o.asWritten) AS proseNames
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId,
       k.nameZh AS topic, supportNames, supportIds, proseNames, t.start AS start, t.end AS end, t.line AS line, t.page AS page
ORDER BY p.id, t.order
