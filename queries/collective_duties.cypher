// name: collective_duties
// group: gaps
// question:
//   zh: 哪些任务落在“各有关部门”等集体主体上？
//   en: Which items lean on "all departments concerned" and the like?
// explanation:
//   zh: >-
//     每个集体主体在每项任务中的分工一行。named 为该任务同一角色中点名的单位数；onlyCollective 表示该角色中没有任何点名单位。只列印在分工栏中的分工。
//   en: >-
//     One row for each collective unit and item. named counts the agencies that the item names in the same role; onlyCollective says that the role names
//     none. Only printed assignments are listed.
// blocks: p.id
// parameters: [plan, jurisdiction, campaign, section, topic, role, limit]
// columns:
//   - plan
//   - jurisdiction
//   - section
//   - number
//   - title
//   - taskId
//   - topic
//   - role
//   - agency: {zh: 集体主体, en: Collective unit}
//   - agencyId
//   - asWritten
//   - named: {type: integer, zh: 同角色点名单位, en: Agencies named in the role}
//   - onlyCollective: {type: boolean, zh: 仅集体主体, en: Collective units only}
//   - leadNames
//   - leadIds
//   - assignText
//   - start
//   - end
//   - line
//   - page
TASKS IN SCOPE
WITH p, j, t
WHERE EXISTS { MATCH (t)<-[r:LEADS|SUPPORTS]-(c:Agency) WHERE r.origin = 'printed' AND c.collective }
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic
OPTIONAL MATCH (t)<-[l:LEADS]-(lead:Agency)
WHERE l.origin = 'printed'
WITH p, j, t, s, k, l, lead
ORDER BY l.order
WITH p, j, t, s, k, collect(DISTINCT lead.name) AS leadNames, collect(DISTINCT lead.id) AS leadIds
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, j, t, s, k, leadNames, leadIds, type(r) AS type, collect({agency: a, edge: r}) AS parties
WITH p, j, t, s, k, leadNames, leadIds, type, parties,
     reduce(ids = [], x IN parties | CASE WHEN x.agency.collective OR x.agency.id IN ids THEN ids ELSE ids + x.agency.id END) AS named
UNWIND parties AS party
WITH p, j, t, s, k, leadNames, leadIds, CASE WHEN type = 'LEADS' THEN 'lead' ELSE 'support' END AS role,
     party.agency AS a, party.edge AS r, size(named) AS named
WHERE a.collective AND ($role IS NULL OR role IN $role)
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId, k.nameZh AS topic,
       role, a.name AS agency, a.id AS agencyId, r.asWritten AS asWritten, named, named = 0 AS onlyCollective, leadNames, leadIds,
       t.assignText AS assignText, r.start AS start, r.end AS end, r.line AS line, r.page AS page
ORDER BY p.id, t.order, role, r.order
LIMIT $limit
