// name: load_items
// group: app
// question: {zh: 每项任务由谁牵头、由谁参与，属于哪一章、哪个主题，有多长？, en: "Who leads and supports each item, and to which section and topic does it belong?"}
// explanation:
//   zh: 每项任务一行（没有分工的也列），供负荷的计算、推演与调整建议使用。leadIds、supportIds 按印出的次序，含集体主体；counterparts 为他处对应的任务。
//   en: >-
//     One row an item, those without any assignment among them: what measures of load, scenarios and proposals are computed from. leadIds and supportIds
//     stand in printed order, collective units among them; counterparts are the corresponding items of other plans.
// then: load_items
// parameters: [plan, campaign]
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
RETURN 'item' AS part, p.id AS plan, [p.title, j.name, j.level, p.campaign, toString(p.issuedOn)] AS a, collect(t.id) AS task, collect(coalesce(t.number, '')) AS b,
       collect(coalesce(t.title, '')) AS c, collect(coalesce(t.order, 0)) AS n, collect(coalesce(size(t.text), 0)) AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(s:Section)
RETURN 'section' AS part, p.id AS plan, [] AS a, collect(t.id) AS task, collect(s.id) AS b, collect(coalesce(s.heading, '')) AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(:Section)-[:PART_OF]->(s:Section)
RETURN 'section' AS part, p.id AS plan, [] AS a, collect(t.id) AS task, collect(s.id) AS b, collect(coalesce(s.heading, '')) AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:ON_TOPIC]->(k:Topic)
RETURN 'topic' AS part, p.id AS plan, collect(coalesce(k.nameEn, '')) AS a, collect(t.id) AS task, collect(k.key) AS b, collect(coalesce(k.nameZh, '')) AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:COUNTERPART_OF]-(o:Task)
RETURN 'counterpart' AS part, p.id AS plan, [] AS a, collect(t.id) AS task, collect(o.id) AS b, [] AS c, [] AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)-[:HAS_MEASURE]->(x:Measure)
WITH p, t, count(x) AS measures
RETURN 'measures' AS part, p.id AS plan, [] AS a, collect(t.id) AS task, [] AS b, [] AS c, collect(measures) AS n, [] AS m
UNION ALL
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(x:Agency)
WHERE r.origin = 'printed'
RETURN 'role' AS part, p.id AS plan, [] AS a, collect(t.id) AS task, collect(x.id) AS b, collect(type(r)) AS c, collect(coalesce(r.order, -1)) AS n,
       collect(coalesce(r.start, -1)) AS m
