// name: agencies
// group: agency
// question:
//   zh: 原文中的哪些名称是同一个单位？
//   en: Which printed names are which agency?
// explanation:
//   zh: >-
//     每份方案中每个原文名称一行，及其归并到的单位和条线。leads、supports 为以该名称印出的分工任务数。resolved=false 表示词表未能确定条线，有待人工核对。
//     含集体主体；只在正文中出现的名称 leads、supports 为 0。
//   en: >-
//     One row for each name printed in a plan, with the agency and function it was taken for. leads and supports count the items in which that very name is
//     printed in the role. resolved=false says that the tables could not decide the function: to be looked at by a person. Collective
//     units are listed too; a name found only in running text has 0 and 0.
// parameters: [plan, jurisdiction, campaign, function, agency, limit]
// columns:
//   - plan
//   - jurisdiction
//   - asWritten
//   - agencyId
//   - agency
//   - fullName: {type: string, zh: 全称, en: Full name}
//   - function
//   - functionKey
//   - kind
//   - collective
//   - resolved: {type: boolean, zh: 已确定条线, en: Function known}
//   - basedIn: {type: string, zh: 所在辖区, en: Based in}
//   - leads
//   - supports
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE $agency IS NULL OR a.id IN $agency OR a.name IN $agency
WITH p, j, a, t, r.asWritten AS asWritten, max(CASE WHEN type(r) = 'LEADS' AND r.origin = 'printed' THEN 1 ELSE 0 END) AS led,
     max(CASE WHEN type(r) = 'SUPPORTS' AND r.origin = 'printed' THEN 1 ELSE 0 END) AS backed
WITH p, j, a, asWritten, sum(led) AS leads, sum(backed) AS supports
MATCH (a)-[:BASED_IN]->(home:Jurisdiction)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
WITH p, j, a, asWritten, leads, supports, home, f
WHERE $function IS NULL OR f.key IN $function OR f.nameZh IN $function
RETURN p.id AS plan, j.name AS jurisdiction, asWritten, a.id AS agencyId, a.name AS agency, a.fullName AS fullName, f.nameZh AS function,
       f.key AS functionKey, a.kind AS kind, a.collective AS collective, a.resolved AS resolved, home.name AS basedIn, leads, supports
ORDER BY plan, leads DESC, supports DESC, agencyId, asWritten
LIMIT $limit
