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
MATCH (p:Plan)-[:APPLIES_IN]->(j:Jurisdiction)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
MATCH (p)-[:HAS_TASK]->(t:Task)
RETURN 'item' AS part, t.id AS task, p.id AS plan, p.title AS a, j.name AS b, j.level AS c, p.campaign AS d, toString(p.issuedOn) AS e, t.number AS f, t.title AS g, null AS h, t.order AS n, size(t.text) AS m
UNION ALL
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(s:Section)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
RETURN 'section' AS part, t.id AS task, p.id AS plan, s.id AS a, s.heading AS b, null AS c, null AS d, null AS e, null AS f, null AS g, null AS h, 0 AS n, null AS m
UNION ALL
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:IN_SECTION]->(:Section)-[:PART_OF]->(s:Section)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
RETURN 'section' AS part, t.id AS task, p.id AS plan, s.id AS a, s.heading AS b, null AS c, null AS d, null AS e, null AS f, null AS g, null AS h, 1 AS n, null AS m
UNION ALL
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:ON_TOPIC]->(k:Topic)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
RETURN 'topic' AS part, t.id AS task, p.id AS plan, k.key AS a, k.nameZh AS b, k.nameEn AS c, null AS d, null AS e, null AS f, null AS g, null AS h, null AS n, null AS m
UNION ALL
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:COUNTERPART_OF]-(o:Task)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
RETURN 'counterpart' AS part, t.id AS task, p.id AS plan, o.id AS a, null AS b, null AS c, null AS d, null AS e, null AS f, null AS g, null AS h, null AS n, null AS m
UNION ALL
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)-[:HAS_MEASURE]->(x:Measure)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
RETURN 'measures' AS part, t.id AS task, p.id AS plan, null AS a, null AS b, null AS c, null AS d, null AS e, null AS f, null AS g, null AS h, count(x) AS n, null AS m
UNION ALL
MATCH (p:Plan)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(x:Agency)
WHERE ($plan IS NULL OR p.id IN $plan) AND ($campaign IS NULL OR p.campaign IN $campaign)
  AND r.origin = 'printed'
RETURN 'role' AS part, t.id AS task, p.id AS plan, x.id AS a, type(r) AS b, null AS c, null AS d, null AS e, null AS f, null AS g, null AS h, r.order AS n, r.start AS m
