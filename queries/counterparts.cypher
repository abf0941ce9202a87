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
UNWIND [true, false] AS forth
WITH r, CASE WHEN forth THEN startNode(r) ELSE endNode(r) END AS a, CASE WHEN forth THEN endNode(r) ELSE startNode(r) END AS b
MATCH (a)<-[:HAS_TASK]-(p:Plan)
MATCH (b)<-[:HAS_TASK]-(q:Plan)
WHERE ($plan IS NULL OR p.id IN $plan AND (size($plan) = 1 OR q.id IN $plan) OR $task IS NOT NULL AND q.id IN $plan)
  AND ($task IS NOT NULL OR $plan IS NOT NULL AND size($plan) = 1 OR p.id < q.id)
  AND ($task IS NULL OR a.id IN $task) AND ($campaign IS NULL OR p.campaign IN $campaign)
MATCH (p)-[:APPLIES_IN]->(i:Jurisdiction)
MATCH (q)-[:APPLIES_IN]->(j:Jurisdiction)
OPTIONAL MATCH (a)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (b)-[:IN_SECTION]->(u:Section)
OPTIONAL MATCH (a)-[:ON_TOPIC]->(k:Topic)
OPTIONAL MATCH (b)-[:ON_TOPIC]->(l:Topic)
WITH p, a, r, b, q, i, j, s, u, k, l
WHERE $topic IS NULL OR k.key IN $topic OR k.nameZh IN $topic OR l.key IN $topic OR l.nameZh IN $topic
RETURN p.id AS planA, a.number AS numberA, a.title AS titleA, q.id AS planB, b.number AS numberB, b.title AS titleB,
       k.nameZh AS topic, r.similarity AS similarity,
       CASE WHEN k.key = l.key THEN 'same'
            WHEN l.key STARTS WITH k.key + '_and_' OR l.key ENDS WITH '_and_' + k.key THEN 'part'
            WHEN k.key STARTS WITH l.key + '_and_' OR k.key ENDS WITH '_and_' + l.key THEN 'joins'
            ELSE 'other' END AS relation,
       k.key AS topicKey, k.nameEn AS topicEn, l.nameZh AS topicB, i.name AS placeA, j.name AS placeB,
       toString(p.issuedOn) AS issuedA, toString(q.issuedOn) AS issuedB, s.heading AS sectionA, u.heading AS sectionB,
       a.id AS taskA, b.id AS taskB
ORDER BY p.campaign, planA, planB, a.order, b.order
LIMIT $limit
