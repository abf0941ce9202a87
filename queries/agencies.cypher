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
// then: agencies
// blocks: p.id
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
RETURN p.id AS plan, j.name AS jurisdiction, collect(t.id) AS tasks, collect(a.id) AS agencies, collect(r.asWritten) AS names,
       collect(type(r)) AS types, collect(r.origin) AS origins
ORDER BY plan
