// name: progress
// group: facts
// question: {zh: 各单位填报了哪些进展？哪些未填、迟报、超期？, en: "What progress did units report, and what is not filled in, late or overdue?"}
// explanation:
//   zh: >-
//     每项任务的每个牵头单位一行（参与单位填报过的也列），说明所问季度的填报情况。state：filled 已填，unfilled 交了表但此项空白，awaited 未交表、尚未到期，missing 未交表、已到期。
//     工作进度表应于季度结束后次月 day 日以前报送（淮安方案：每季度首月 10 日前）；late 为迟报：到该日仍未报，或填报日期（没有的以读入日计）晚于该日。overdue 为超期：任务的时限已过，该单位从未填报“已完成”。
//     未给出 year、quarter 时为 on（默认今天）以前最近结束的季度。
//   en: >-
//     One row for each item and each agency that leads it (and each supporter that reported), with what it reported for the quarter. state: filled; unfilled, the form came back with
//     nothing on this item; awaited, no form yet and none due; missing, no form and past its day. A form is due by that day of the month after the quarter (so the plan of 淮安 has it: by the 10th of each
//     quarter's first month); late: not there by then, or filled in (where that is not said, taken in) after it. overdue: a deadline of the item has passed and the agency never reported it done. Without year and quarter
//     it is the last quarter that ended before `on`, today unless given.
// blocks: p.id
// parameters:
//   - plan
//   - jurisdiction
//   - campaign
//   - section
//   - topic
//   - agency
//   - year: {type: integer, zh: 年份, en: Year}
//   - quarter: {type: integer, choices: [1, 2, 3, 4], zh: 季度, en: Quarter}
//   - "on": {type: date, zh: 截至日期, en: As of}
//   - day: {type: integer, default: 10, zh: 报送日, en: Day of the month by which forms are due}
//   - state: {type: strings, choices: [filled, unfilled, awaited, missing, late, overdue], zh: 填报情况, en: State}
//   - limit
// then: progress
// columns:
//   - plan
//   - jurisdiction
//   - section
//   - number
//   - title
//   - taskId
//   - agency
//   - agencyId
//   - role
//   - year: {type: integer, zh: 年份, en: Year}
//   - quarter: {type: integer, zh: 季度, en: Quarter}
//   - state: {type: string, zh: 填报情况, en: State}
//   - late: {type: boolean, zh: 迟报, en: Late}
//   - overdue: {type: boolean, zh: 超期, en: Overdue}
//   - formDue: {type: date, zh: 应报日, en: Form due on}
//   - filedOn: {type: date, zh: 填报日期, en: Filled in on}
//   - dueOn: {type: date, zh: 任务时限, en: Item due on}
//   - status: {type: string, zh: 完成情况, en: Status}
//   - goal: {type: string, zh: 年度治理目标, en: Goal of the year}
//   - problems: {type: string, zh: 问题清单, en: Problems}
//   - progress: {type: string, zh: 具体举措和实际成效, en: Progress}
//   - filedBy: {type: string, zh: 填报人, en: Filled in by}
//   - who: {type: string, zh: 读入者, en: Taken in by}
//   - time: {type: string, zh: 读入时间, en: Taken in at}
//   - source: {type: string, zh: 来源, en: Source}
//   - report: {type: string, zh: 填报编号, en: Report}
//   - order
TASKS OF AGENCIES IN SCOPE
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed' AND NOT a.collective AND ($agency IS NULL OR a.id IN $agency OR a.name IN $agency)
WITH DISTINCT p, j, t, s, a, CASE WHEN type(r) = 'LEADS' THEN 'lead' ELSE 'support' END AS role
OPTIONAL MATCH (t)-[:HAS_TARGET]->(g:Target)
WITH p, j, t, s, a, role, collect(DISTINCT toString(g.dueOn)) AS due
OPTIONAL MATCH (a)-[:REPORTED]->(f:ProgressReport)-[:REPORTS_ON]->(t)
RETURN p.id AS plan, j.name AS jurisdiction, s.heading AS section, t.number AS number, t.title AS title, t.id AS taskId, t.order AS order,
       a.name AS agency, a.id AS agencyId, role, due, f.report AS report, f.year AS year, f.quarter AS quarter, f.goal AS goal,
       f.problems AS problems, f.progress AS progress, f.status AS status, toString(f.filedOn) AS filedOn, f.filedBy AS filedBy,
       f.who AS who, f.time AS time, f.source AS source
ORDER BY plan, order, role, agencyId, year, quarter
