// name: same_text_other_owner
// group: compare
// question:
//   zh: 文字几乎相同的任务，为什么牵头单位不同？
//   en: Which tasks have nearly the same text and other leads, and why?
// explanation:
//   zh: >-
//     范围内各方案之间的对应任务，正文相似度不低于 similarity（本地地名视为相同）而印出的牵头单位不止地名不同，每个变化一行，较早的方案在前。explanation 说明缘由：
//     rename 机构更名，merger 机构合并，split 机构分设，transfer 改革划转了 passed 所列职责，form 同一条线的别种名称或机构，choice 各地自行安排（换人牵头、增加、去掉，或由参与改为牵头）。
//     前三者与 transfer 附依据 basis、决定日期 decided 与该层级最后期限 doneBy。
//   en: >-
//     Counterparts between the plans of the scope whose texts are alike to at least similarity (names of the own place count as equal) and whose printed leads differ by more than the place; one row for each
//     change, the older plan first. explanation - rename, merger, split or transfer (part of the work, named in passed, moved by a reform), each with its basis, the day of the decision and the last day for the
//     level (doneBy); form (another name or body of the same function); or choice (another lead, one added or dropped, or one that only supported before).
// then: same_text_other_owner
// blocks: coalesce(toString(p.issuedOn), '9999'), p.id
// parameters:
//   - plan
//   - jurisdiction
//   - campaign
//   - topic
//   - similarity: {type: number, default: 0.95, zh: 正文相似度下限, en: Least likeness}
//   - explanation: {type: strings, choices: [rename, merger, split, transfer, form, choice], zh: 缘由, en: Explanation}
//   - limit
// columns:
//   - plan
//   - taskId
//   - title
//   - otherPlan: {type: string, zh: 对照方案, en: Other plan}
//   - otherTask: {type: string, zh: 对照任务, en: Other task}
//   - otherTitle: {type: string, zh: 对照任务标题, en: Other title}
//   - similarity: {type: number, zh: 正文相似度, en: Likeness of the texts}
//   - leadsBefore: {type: strings, zh: 牵头单位, en: Leads}
//   - leadsAfter: {type: strings, zh: 对照牵头单位, en: Other leads}
//   - explanation: {type: string, zh: 缘由, en: Explanation}
//   - change: {type: string, zh: 变化, en: Change}
//   - before: {type: string, zh: 原单位, en: From}
//   - after: {type: string, zh: 现单位, en: To}
//   - roleBefore: {type: string, zh: 原角色, en: Role before}
//   - roleAfter: {type: string, zh: 现角色, en: Role after}
//   - agencyBefore: {type: string, zh: 原单位编号, en: Agency id before}
//   - agencyAfter: {type: string, zh: 现单位编号, en: Agency id after}
//   - passed: {type: string, zh: 划转职责, en: Work passed on}
//   - basis: {type: string, zh: 依据, en: Basis}
//   - decided: {type: date, zh: 决定日期, en: Decided on}
//   - doneBy: {type: date, zh: 最后期限, en: Done by}
INNER PAIRS OF COUNTERPART_OF IN SCOPE
WITH t, r, o
WHERE r.lcsSimilarity IS NULL OR r.lcsSimilarity >= $similarity
RETURN collect(t.id) AS tasks, collect(t.order) AS orders, collect(o.id) AS others, collect(o.order) AS otherOrders
