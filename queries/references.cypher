// name: references
// group: facts
// question:
//   zh: 方案引用了哪些法律和文件，哪些为多份方案所共有？
//   en: Which laws and documents do the plans cite, and which are shared?
// explanation:
//   zh: >-
//     每份被引用的文件一行。planCount 为引用它的方案数，shared 表示不止一份方案引用；mentions 为引用次数，tasks 为引用它的任务（方案开头的引用不属于任何任务）。
//     own 表示方案指自身（《实施方案》），列在最后。标题去空格、统一引号，“《中华人民共和国慈善法》”与“《慈善法》”为同一文件；带文号与不带文号的引用分列。
//   en: >-
//     One row for each document. planCount is the number of plans that cite it, shared says that there is more than one; mentions counts the citations, tasks
//     are the items that cite it (a citation in a plan's preamble belongs to none). own marks a plan that speaks of itself (《实施方案》),
//     listed last. Titles are compared without spaces and with one kind of quotes, and a law with or without 中华人民共和国 is the
//     same; a title cited with its number stands apart from the title alone.
// parameters: [plan, jurisdiction, campaign, limit]
// columns:
//   - documentId: {type: string, zh: 文件编号, en: Document id}
//   - document: {type: string, zh: 文件, en: Document}
//   - docNumber: {type: string, zh: 文号, en: Document number}
//   - own: {type: boolean, zh: 指方案自身, en: The plan itself}
//   - shared: {type: boolean, zh: 多份方案共有, en: Shared}
//   - planCount: {type: integer, zh: 方案数, en: Plans}
//   - mentions: {type: integer, zh: 引用次数, en: Citations}
//   - plans
//   - tasks
//   - asWritten: {type: strings}
PLANS IN SCOPE
OPTIONAL MATCH (p)-[direct:CITES]->(d:Document)
WITH p, collect({document: d, edge: direct, task: null}) AS preamble
OPTIONAL MATCH (p)-[:HAS_TASK]->(t:Task)-[c:CITES]->(d:Document)
WITH p, preamble, t, c, d
ORDER BY t.order, c.start
WITH p, preamble, collect({document: d, edge: c, task: t.id}) AS inTasks
WITH p, preamble + inTasks AS cited
ORDER BY p.id
UNWIND cited AS one
WITH p, one
WHERE one.document IS NOT NULL
WITH p, one.document AS d, one.edge AS c, one.task AS task
WITH d, collect(DISTINCT p.id) AS plans, count(*) AS mentions, collect(DISTINCT task) AS tasks, collect(DISTINCT c.asWritten) AS asWritten
RETURN d.id AS documentId, coalesce(d.title, d.number) AS document, d.number AS docNumber, d.own AS own, size(plans) > 1 AS shared,
       size(plans) AS planCount, mentions, plans, tasks, asWritten
ORDER BY own, planCount DESC, mentions DESC, documentId
LIMIT $limit
