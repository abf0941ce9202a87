// name: load_items
// group: app
// question: {zh: 每项任务由谁牵头、由谁参与，属于哪一章、哪个主题，有多长？, en: "Who leads and supports each item, and to which section and topic does it belong?"}
// explanation:
//   zh: 每项任务一行（没有分工的也列），供负荷的计算、推演与调整建议使用。leadIds、supportIds 按印出的次序，含集体主体；counterparts 为他处对应的任务（paired=false 时不列，快得多）。
//   en: >-
//     One row an item, those without any assignment among them: what measures of load, scenarios and proposals are computed from. leadIds and supportIds
//     stand in printed order, collective units among them; counterparts are the corresponding items of other plans (none with paired=false, which is much quicker).
// then: load_items
// blocks: p.id
// parameters:
//   - plan
//   - campaign
//   - paired: {type: boolean, default: true, zh: 列出对应任务, en: With corresponding items}
//   - limit
// columns:
//   - plan
//   - planTitle: {type: string, zh: 方案标题, en: Title of the plan}
//   - jurisdiction
//   - level
//   - campaign
//   - issuedOn: {type: date, zh: 印发日期, en: Issued on}
//   - taskId
//   - number
//   - title
//   - sectionIds: {type: strings, zh: 章节编号, en: Section ids}
//   - sections: {type: strings, zh: 章节, en: Sections}
//   - topicKeys: {type: strings, zh: 主题编号, en: Topic keys}
//   - topicNames: {type: strings, zh: 主题, en: Topics}
//   - topicNamesEn: {type: strings, zh: 主题（英文）, en: Topics in English}
//   - counterparts: {type: strings, zh: 对应任务, en: Corresponding items}
//   - measures
//   - length: {type: integer, zh: 字数, en: Characters}
//   - leadIds
//   - supportIds
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)
RETURN 'item' AS part, p.id AS id, [p.title, j.name, j.level, p.campaign, toString(p.issuedOn)] AS words, collect(t.order) AS orders, collect(t.id) AS a,
       collect(coalesce(t.number, '')) AS b, collect(coalesce(t.title, '')) AS c, collect(coalesce(size(t.text), 0)) AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(s:Section)
WITH p, s, collect(t.order) AS orders
RETURN 'section' AS part, p.id AS id, [s.id, coalesce(s.heading, '')] AS words, orders, [] AS a, [] AS b, [] AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(:Section)-[:PART_OF]->(s:Section)
WITH p, s, collect(t.order) AS orders
RETURN 'section' AS part, p.id AS id, [s.id, coalesce(s.heading, '')] AS words, orders, [] AS a, [] AS b, [] AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:ON_TOPIC]->(k:Topic)
WITH k, collect(t.id) AS a
RETURN 'topic' AS part, k.key AS id, [k.key, coalesce(k.nameZh, ''), coalesce(k.nameEn, '')] AS words, [] AS orders, a, [] AS b, [] AS c, [] AS n, [] AS m
UNION ALL
UNWIND CASE WHEN $paired THEN [1] ELSE [] END AS pairing
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:COUNTERPART_OF]-(o:Task)
RETURN 'counterpart' AS part, p.id AS id, [] AS words, collect(t.order) AS orders, collect(o.id) AS a, [] AS b, [] AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:HAS_MEASURE]->(:Measure)
RETURN 'measures' AS part, p.id AS id, [] AS words, collect(t.order) AS orders, [] AS a, [] AS b, [] AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)<-[r:LEADS]-(x:Agency)
WHERE r.origin = 'printed'
RETURN 'LEADS' AS part, p.id AS id, [] AS words, collect(t.order) AS orders, collect(x.id) AS a, [] AS b, [] AS c, collect(coalesce(r.order, -1)) AS n,
       collect(coalesce(r.start, -1)) AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)<-[r:SUPPORTS]-(x:Agency)
WHERE r.origin = 'printed'
RETURN 'SUPPORTS' AS part, p.id AS id, [] AS words, collect(t.order) AS orders, collect(x.id) AS a, [] AS b, [] AS c, collect(coalesce(r.order, -1)) AS n,
       collect(coalesce(r.start, -1)) AS m
