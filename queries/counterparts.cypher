// name: counterparts
// group: compare
// question:
//   zh: 不同方案的哪些任务相互对应？
//   en: Which items of different plans correspond?
// explanation:
//   zh: >-
//     每行是同一专项行动中两份方案的一对对应任务，只按标题、正文和章节标题的用词算出，不看主题表；similarity 为相似度（0 至 1）。
//     relation：same 两项同一主题；part A 项只是 B 项合并内容的一部分；joins A 项合并了 B 项和别的任务；other 主题表把两项分在不同主题。
//     指定一份方案时列出它与其他方案的对应（A 为该方案），指定几份方案时列出它们之间的对应，指定任务时 A 为该任务。
//     方案很多时只列每份方案与用词最近的二十份方案之间的对应。
//   en: >-
//     Each row is a pair of corresponding items of two plans of one campaign, found by the words of title, text and heading alone, no list of topics being asked;
//     similarity from 0 to 1. relation - same topic; part (item A is one part of what B joins); joins (item A joins B and others); other (the table of topics
//     puts the two on different topics). With one plan given, its pairs with all others (A is that plan); with several, the pairs between them; with a task given, A is
//     that task. With many plans only pairs between a plan and the twenty nearest in wording are there.
// then: counterparts
// blocks: p.campaign, p.id
// parameters: [plan, campaign, topic, task, limit]
// columns:
//   - planA: {type: string, zh: 方案 A, en: Plan A}
//   - numberA: {type: string, zh: 序号 A, en: Number A}
//   - titleA: {type: string, zh: 任务 A, en: Item A}
//   - planB: {type: string, zh: 方案 B, en: Plan B}
//   - numberB: {type: string, zh: 序号 B, en: Number B}
//   - titleB: {type: string, zh: 任务 B, en: Item B}
//   - topic: {zh: 主题（A）, en: Topic of A}
//   - similarity: {type: number, zh: 相似度, en: Similarity}
//   - relation: {type: string, zh: 对应关系, en: Relation}
//   - topicKey
//   - topicEn
//   - topicB: {type: string, zh: 主题（B）, en: Topic of B}
//   - placeA: {type: string, zh: 辖区 A, en: Place A}
//   - placeB: {type: string, zh: 辖区 B, en: Place B}
//   - issuedA: {type: date, zh: 印发日期 A, en: A issued on}
//   - issuedB: {type: date, zh: 印发日期 B, en: B issued on}
//   - sectionA: {type: string, zh: 章节 A, en: Section A}
//   - sectionB: {type: string, zh: 章节 B, en: Section B}
//   - taskA: {type: string, zh: 任务编号 A, en: Task id A}
//   - taskB: {type: string, zh: 任务编号 B, en: Task id B}
PAIRS OF COUNTERPART_OF IN SCOPE
WITH p, t, r, o
WHERE $campaign IS NULL OR p.campaign IN $campaign
RETURN p.id AS plan, p.campaign AS campaign, collect(t.id) AS tasks, collect(t.order) AS orders, collect(o.id) AS others,
       collect(o.order) AS otherOrders, collect(r.similarity) AS similarities
