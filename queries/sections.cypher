// name: sections
// group: plans
// question:
//   zh: 方案分为哪些章节，各有多少任务？
//   en: Into which sections are the plans divided, and how many items does each hold?
// explanation:
//   zh: 每个含有任务的章节一行，按方案和原文顺序排列。items 为直接位于该章节的任务数，不含下级章节的任务。
//   en: One row for each section that holds items, in order of plan and print. items counts the items that stand in the section itself, not in its subsections.
// blocks: p.id
// parameters: [plan, jurisdiction, campaign]
// columns:
//   - plan
//   - jurisdiction
//   - sectionId
//   - ordinal: {type: integer, zh: 次序, en: Order}
//   - heading: {type: string, zh: 标题, en: Heading}
//   - outerSectionId: {type: string, zh: 上级章节编号, en: Outer section's id}
//   - items
PLANS IN SCOPE
MATCH (p)-[:HAS_SECTION]->(s:Section)
OPTIONAL MATCH (s)-[:PART_OF]->(outer:Section)
OPTIONAL MATCH (t:Task)-[:IN_SECTION]->(s)
RETURN p.id AS plan, j.name AS jurisdiction, s.id AS sectionId, s.ordinal AS ordinal, s.heading AS heading, outer.id AS outerSectionId, count(t) AS items
ORDER BY plan, ordinal
