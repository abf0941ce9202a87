// name: load_items
// group: app
// question: {zh: 每项任务由谁牵头、由谁参与，属于哪一章、哪个主题，有多长？, en: "Who leads and supports each item, and to which section and topic does it belong?"}
// explanation:
//   zh: 每项任务一行（没有分工的也列），供负荷的计算、推演与调整建议使用。leadIds、supportIds 按印出的次序，含集体主体；counterparts 为他处对应的任务。
//   en: >-
//     One row an item, those without any assignment among them: what measures of load, scenarios and proposals are computed from. leadIds and supportIds
//     stand in printed order, collective units among them; counterparts are the corresponding items of other plans.
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
OPTIONAL MATCH (t)-[:IN_SECTION]->(s:Section)
OPTIONAL MATCH (s)-[:PART_OF]->(outer:Section)
WITH p, j, t, collect(DISTINCT s) + collect(DISTINCT outer) AS sections
OPTIONAL MATCH (t)-[:ON_TOPIC]->(k:Topic)
WITH p, j, t, sections, k
ORDER BY k.key
WITH p, j, t, sections, collect(DISTINCT k) AS topics
OPTIONAL MATCH (t)-[:COUNTERPART_OF]-(other:Task)
WITH p, j, t, sections, topics, other.id AS otherId
ORDER BY otherId
WITH p, j, t, sections, topics, collect(DISTINCT otherId) AS counterparts
OPTIONAL MATCH (t)-[:HAS_MEASURE]->(m:Measure)
WITH p, j, t, sections, topics, counterparts, count(m) AS measures
OPTIONAL MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p, j, t, sections, topics, counterparts, measures, r, a
ORDER BY r.order, r.start
WITH p, j, t, sections, topics, counterparts, measures,
     collect(DISTINCT CASE WHEN type(r) = 'LEADS' THEN a.id END) AS leadIds,
     collect(DISTINCT CASE WHEN type(r) = 'SUPPORTS' THEN a.id END) AS supportIds
RETURN p.id AS plan, p.title AS planTitle, j.name AS jurisdiction, j.level AS level, p.campaign AS campaign, toString(p.issuedOn) AS issuedOn,
       t.id AS taskId, t.number AS number, t.title AS title, [x IN sections | x.id] AS sectionIds, [x IN sections | x.heading] AS sections,
       [x IN topics | x.key] AS topicKeys, [x IN topics | x.nameZh] AS topicNames, [x IN topics | x.nameEn] AS topicNamesEn,
       counterparts, measures, size(t.text) AS length, leadIds, supportIds
ORDER BY p.id, t.order
