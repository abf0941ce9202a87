// name: copied_measures
// group: compare
// question:
//   zh: 哪些举措在方案之间沿用？大概是谁抄谁？
//   en: Which measures were reused between plans, and in which direction?
// explanation:
//   zh: >-
//     每行是两份方案中用词几乎相同的两句举措，最相近的在前。similarity 为两句三字片段的交集与并集之比（0.4 至 1）。
//     direction：a_to_b 表示 A 印发在前，B 可能沿用 A（两者也可能都沿用上级方案）；unknown 表示缺少日期或同日印发，无从判断。
//     指定一份方案时列出它与其他方案之间的，指定几份方案时列出它们之间的。below 留下改写过的：below=1 不列相似度为 1 的。每句至多列最相近的二十句。短句不计。
//   en: >-
//     Each row is two sentences of two plans with nearly the same words, the nearest first. similarity is the share of three-character shingles that both have in all
//     that either has (0.4 to 1). direction - a_to_b where A was issued first, so that B may have taken it from A (or both from a plan above); unknown where a
//     date is missing or both are of one day. With one plan given, its pairs with all others; with several, the pairs between them. below leaves what was
//     reworded - with below=1, nothing of similarity 1. Each sentence has its twenty nearest at most. Short sentences are left out.
// then: copied_measures
// blocks: p.id
// steps: [1.0, 0.9, 0.7, 0.55]
// parameters:
//   - plan
//   - campaign
//   - topic
//   - task
//   - least: {type: number, default: 0.4, zh: 最低相似度, en: Least similarity}
//   - below: {type: number, zh: 相似度低于, en: Less similar than}
//   - limit: {default: 500}
// columns:
//   - planA: {type: string, zh: 方案 A, en: Plan A}
//   - numberA: {type: string, zh: 序号 A, en: Number A}
//   - textA: {type: string, zh: 举措 A, en: Measure A}
//   - planB: {type: string, zh: 方案 B, en: Plan B}
//   - numberB: {type: string, zh: 序号 B, en: Number B}
//   - textB: {type: string, zh: 举措 B, en: Measure B}
//   - similarity: {type: number, zh: 相似度, en: Similarity}
//   - direction: {type: string, zh: 可能的方向, en: Likely direction}
//   - issuedA: {type: date, zh: 印发日期 A, en: A issued on}
//   - issuedB: {type: date, zh: 印发日期 B, en: B issued on}
//   - placeA: {type: string, zh: 辖区 A, en: Place A}
//   - placeB: {type: string, zh: 辖区 B, en: Place B}
//   - titleA: {type: string, zh: 任务 A, en: Item A}
//   - titleB: {type: string, zh: 任务 B, en: Item B}
//   - taskA: {type: string, zh: 任务编号 A, en: Task id A}
//   - taskB: {type: string, zh: 任务编号 B, en: Task id B}
//   - measureA: {type: string, zh: 举措编号 A, en: Measure id A}
//   - measureB: {type: string, zh: 举措编号 B, en: Measure id B}
//   - startA: {type: integer, zh: 起始位置 A, en: Start A}
//   - endA: {type: integer, zh: 结束位置 A, en: End A}
//   - startB: {type: integer, zh: 起始位置 B, en: Start B}
//   - endB: {type: integer, zh: 结束位置 B, en: End B}
PAIRS OF SIMILAR_TO IN SCOPE
WITH m, r, o
WHERE r.similarity >= $least AND ($below IS NULL OR r.similarity < $below)
RETURN r.similarity AS similarity, collect(m.id) AS measures, collect(o.id) AS others, collect(m = startNode(r)) AS starts
