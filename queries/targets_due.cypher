// name: targets_due
// group: facts
// question:
//   zh: 有哪些量化目标和时限，何时到期，由谁负责？
//   en: Which targets and deadlines are there, when are they due, and who answers for them?
// explanation:
//   zh: >-
//     每个目标（kind=target）或时限（kind=deadline）一行，按到期日、方案排列，无日期者在后。目标的到期日仅取自同一句话中唯一的日期。
//     agency 筛选其牵头或参与的任务；until 只列该日（含）以前到期的。
//   en: >-
//     One row for each target (kind=target) or deadline (kind=deadline), by due date and plan, those without a date last. A target takes a due date
//     only from its own sentence, where that names exactly one. agency keeps the items that it leads or supports; until keeps what
//     is due on or before that day.
// then: targets_due
// parameters:
//   - plan
//   - jurisdiction
//   - campaign
//   - section
//   - topic
//   - agency
//   - kind: {type: string, choices: [target, deadline], zh: 类别, en: Kind}
//   - until: {type: date, zh: 截至, en: Due until}
//   - limit
// columns:
//   - plan
//   - jurisdiction
//   - section
//   - number
//   - title
//   - taskId
//   - kind
//   - text: {type: string, zh: 原文, en: Words as printed}
//   - value: {type: number, zh: 数值, en: Value}
//   - unit: {type: string, zh: 单位（量）, en: Unit}
//   - comparator: {type: string, zh: 比较, en: Comparison}
//   - dueOn: {type: date, zh: 到期日, en: Due on}
//   - leadNames
//   - leadIds
//   - supportNames
//   - supportIds
//   - start
//   - end
TASKS OF AGENCIES IN SCOPE
MATCH (t)-[:HAS_TARGET]->(g:Target)
WHERE ($kind IS NULL OR g.kind = $kind) AND ($until IS NULL OR toString(g.dueOn) <= $until)
RETURN p.id AS plan, collect(coalesce(toString(g.dueOn), '9999')) AS due, collect(t.order) AS orders, collect(g.start) AS starts,
       collect(g.id) AS ids
