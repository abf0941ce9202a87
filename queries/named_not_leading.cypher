// name: named_not_leading
// group: gaps
// question:
//   zh: 哪些单位列在组织领导部分，却没有牵头任何任务？
//   en: Who is named in the organising section but leads nothing?
// explanation:
//   zh: >-
//     组织领导、工作机构等章节或领导小组成员名单中列出的单位，在该方案中没有任何印出的牵头任务，每处列名一行，附该处标题与位置，以及其参与的任务数 supports。印发单位自身、党委与政府、
//     集体主体不列。proseDuties 为正文中由其负责的表述数。
//   en: >-
//     Agencies named in a section on organisation and leadership (组织领导) or among the members of a leading group that lead no item of the plan in print; one row for each place where they are named, with
//     its heading, and how many items they support. Issuers of the plan, party committees and governments as such, and collective units are left out. proseDuties counts
//     duties that running text gives them.
// blocks: p.id
// parameters: [plan, jurisdiction, campaign, function, agency, limit]
// columns:
//   - plan
//   - jurisdiction
//   - agency
//   - agencyId
//   - function
//   - asWritten
//   - heading: {type: string, zh: 所在标题, en: Heading}
//   - supports
//   - proseDuties: {type: integer, zh: 正文职责, en: Duties in running text}
//   - start
//   - end
//   - line
//   - page
PLANS IN SCOPE
MATCH (p)<-[n:NAMED_IN]-(a:Agency)
WHERE NOT a.collective AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
  AND NOT EXISTS { MATCH (a)-[:ISSUED]->(p) }
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, n, a, f
WHERE $function IS NULL OR f.key IN $function OR f.nameZh IN $function
OPTIONAL MATCH (p)-[:HAS_TASK]->(t:Task)<-[l:LEADS]-(a)
WITH p, j, n, a, f, sum(CASE WHEN l.origin = 'printed' THEN 1 ELSE 0 END) AS leads, sum(CASE WHEN l.origin = 'prose' THEN 1 ELSE 0 END) AS proseDuties
WHERE leads = 0
OPTIONAL MATCH (p)-[:HAS_TASK]->(t:Task)<-[s:SUPPORTS]-(a)
WHERE s.origin = 'printed'
WITH p, j, n, a, f, proseDuties, count(DISTINCT t) AS supports
RETURN p.id AS plan, j.name AS jurisdiction, a.name AS agency, a.id AS agencyId, f.nameZh AS function, n.asWritten AS asWritten,
       n.heading AS heading, supports, proseDuties, n.start AS start, n.end AS end, n.line AS line, n.page AS page
ORDER BY p.id, n.start
LIMIT $limit
