// name: plan_text
// group: plans
// question:
//   zh: 一份方案的全文（清理后）及其与原文件行、页的对应。
//   en: The whole cleaned text of a plan, and the way back to the lines and pages of its file.
// explanation:
//   zh: text 为所有位置所指的清理后文本；offsets 与 lines、pages 逐项对应，表示从该位置起属于原文件的哪一行、哪一页；report 为读取报告（JSON）。
//   en: >-
//     text is the cleaned text that all offsets index. From each of offsets on, the text stems from the line and page of the same place in lines and pages. report is
//     what reading reported, as JSON.
// parameters: [plan: {required: true}]
// columns:
//   - plan
//   - planTitle: {type: string, zh: 标题, en: Title}
//   - text: {type: string, zh: 全文, en: Text}
//   - offsets: {type: integers, zh: 位置, en: Offsets}
//   - lines: {type: integers, zh: 行, en: Lines}
//   - pages: {type: integers, zh: 页, en: Pages}
//   - report: {type: string, zh: 读取报告, en: Reading report}
MATCH (p:Plan)-[:HAS_TEXT]->(x:SourceText)
WHERE p.id IN $plan
RETURN p.id AS plan, p.title AS planTitle, x.text AS text, x.offsets AS offsets, x.lines AS lines, x.pages AS pages, x.report AS report
ORDER BY plan
