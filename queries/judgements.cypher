// name: judgements
// group: plans
// question: {zh: 哪些地方经过人工判断，由谁、为何、作用于什么？, en: "What did people decide, who and why, and what does it act on?"}
// explanation:
//   zh: >-
//     每条在图谱中生效的人工判断及其作用对象各一行：same、different、unsure 为单位的同异，role、drop、add、split 为更正的分工，assign 为决定指定的分工，topic 为任务的主题，
//     topic-name 为主题的名称，note 为备注。words 为判断所依据的原文。判断文件中未生效的判断不在此列，见 `python cli.py judge check`。
//   en: >-
//     One row for each judgement that acts in the graph and each thing that it acts on: same, different and unsure are about agencies; role, drop, add
//     and split correct an assignment; assign makes one by decision; topic that of an item; topic-name names a topic; note is a remark. words are the printed words that it hangs on.
//     Judgements of the file that do not act are not listed here but by `python cli.py judge check`.
// parameters:
//   - plan
//   - judged: {type: strings, choices: [same, different, unsure, role, drop, add, assign, split, topic, topic-name, note], zh: 判断类别, en: Kind of judgement}
//   - task
//   - limit
// columns:
//   - plan
//   - judgement: {type: string, zh: 判断编号, en: Judgement}
//   - judged: {type: string, zh: 判断类别, en: Kind of judgement}
//   - words: {type: strings, zh: 依据的原文, en: Words that it hangs on}
//   - value: {type: strings, zh: 改为, en: What holds instead}
//   - who: {type: string, zh: 判断人, en: Who}
//   - time: {type: string, zh: 时间, en: When}
//   - why: {type: string, zh: 理由, en: Why}
//   - actsOn: {type: string, zh: 对象类型, en: Acts on}
//   - actsOnId: {type: string, zh: 对象编号, en: Id}
//   - actsOnName: {type: string, zh: 对象, en: Name}
MATCH (p:Plan)-[:HAS_JUDGEMENT]->(j:Judgement)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($judged IS NULL OR j.kind IN $judged)
MATCH (j)-[:ACTS_ON]->(x)
WHERE $task IS NULL OR x.id IN $task
RETURN p.id AS plan, j.judgement AS judgement, j.kind AS judged, j.words AS words, j.value AS value, j.who AS who, j.time AS time,
       j.why AS why, labels(x)[0] AS actsOn, coalesce(x.id, x.key) AS actsOnId, coalesce(x.title, x.name, x.nameZh, x.number) AS actsOnName
ORDER BY time, judgement, plan, actsOn, actsOnId
LIMIT $limit
