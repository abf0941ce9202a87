// name: anachronisms
// group: compare
// question:
//   zh: 哪些单位名称在方案印发时已经撤销，或者尚未出现？
//   en: Which names in a plan had been abolished when it was issued, or did not exist yet?
// explanation:
//   zh: >-
//     每行是原文中印出的一个单位名称，按机构沿革表（docs/lineage.md）在方案日期当天已撤销（abolished，since 为其所在层级完成变更的最后期限，became 为当日的后继单位）
//     或尚未设立（future，since 为最早可能出现之日）。各地做法不一的名称不算。posted 为真时只知道网上发布日期，方案可能早于该日，已撤销的判断须谨慎。
//     没有日期的方案不作判断。origin 为 printed 分工栏、prose 正文职责、named 组织领导部分、issued 印发单位。
//   en: >-
//     Each row is one printed name that, by the table of reforms (docs/lineage.md), was abolished on the plan's date (since - the last day by which its
//     level had the change; became - who stood in its place that day) or did not exist yet (future; since - the first day on which it could). Names that places kept
//     at will are not counted. Where posted is true only the day of publication is known and the plan may be older, so that abolished needs care.
//     Plans without a date are not judged. origin - printed in an assignment, prose for duties in running text, named in the organising section, or issued for the plan's issuers.
// then: anachronisms
// blocks: p.id
// parameters: [plan, jurisdiction, campaign, collective: {default: true}, limit]
// columns:
//   - plan
//   - issuedOn: {type: date, zh: 印发日期, en: Issued on}
//   - posted: {type: boolean, zh: 仅知发布日期, en: Only the day of publication known}
//   - status: {type: string, zh: 状态, en: Status}
//   - since: {type: date, zh: 自, en: Since}
//   - asWritten
//   - agency
//   - agencyId
//   - became: {type: strings, zh: 后继单位, en: Became}
//   - basis: {type: string, zh: 依据, en: Basis}
//   - number
//   - title
//   - taskId
//   - role
//   - origin: {type: string, zh: 出处, en: Printed in}
//   - start
//   - end
//   - line
//   - page
PLANS IN SCOPE
WITH p
WHERE p.issuedOn IS NOT NULL
MATCH (p)-[:HAS_TASK]->(:Task)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE a.body IS NOT NULL AND ($collective OR NOT a.collective)
RETURN p.id AS plan, toString(p.issuedOn) AS issuedOn, collect(a.id) AS agencies, collect(a.body) AS bodies, collect(a.collective) AS collective,
       collect(r.asWritten) AS names
UNION ALL
PLANS IN SCOPE
WITH p
WHERE p.issuedOn IS NOT NULL
MATCH (p)<-[r:NAMED_IN|ISSUED]-(a:Agency)
WHERE a.body IS NOT NULL AND ($collective OR NOT a.collective)
RETURN p.id AS plan, toString(p.issuedOn) AS issuedOn, collect(a.id) AS agencies, collect(a.body) AS bodies, collect(a.collective) AS collective,
       collect(r.asWritten) AS names
