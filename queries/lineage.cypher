// name: lineage
// group: compare
// question:
//   zh: 哪些机构后来变成了哪些机构，何时，依据什么？
//   en: Which bodies became which, when, and on what basis?
// explanation:
//   zh: >-
//     机构沿革表（docs/lineage.md）的每次变更一行。from、to 为原机构与现机构，how 为变更方式：renamed 更名，merged_into 并入，split_into 分设，functions_moved 只划转 part 所列职责、
//     原机构仍在。decided 为决定之日；national、province、prefecture、county 为各级完成变更的最后期限，空白表示该级没有这一变更。differs 为各地不一的层级或区划代码。
//     namedBefore、namedAfter 为范围内印有原机构、现机构名称的方案。可按条线、机构（编号或名称，任一侧）、层级、决定年份筛选。
//   en: >-
//     One row for each change in the table of reforms (docs/lineage.md). how - renamed, merged_into, split_into, or functions_moved, which passes on only the part named and leaves
//     the old body standing. decided is the day of the decision; national, province, prefecture and county are the last days by which each level had the change, empty where the level
//     had none; differs lists levels or codes of places where it did not come everywhere. namedBefore and namedAfter are the plans of the scope that print
//     the old and the new body. A function, a body (key or name, on either side), a level and the year of the decision narrow the list.
// then: lineage
// parameters:
//   - plan
//   - function
//   - body: {type: strings, zh: 机构, en: Body}
//   - level: {type: string, choices: [national, province, prefecture, county], zh: 层级, en: Level}
//   - year: {type: integer, zh: 年份, en: Year}
//   - limit
// columns:
//   - year: {type: integer, zh: 年份, en: Year}
//   - from: {type: string, zh: 原机构, en: From}
//   - fromBody: {type: string, zh: 原机构编号, en: Key of the old body}
//   - fromFunction: {type: string, zh: 原条线, en: Function before}
//   - fromFunctionEn: {type: string, zh: 原条线（英文）, en: Function before in English}
//   - to: {type: string, zh: 现机构, en: To}
//   - toBody: {type: string, zh: 现机构编号, en: Key of the new body}
//   - toFunction: {type: string, zh: 现条线, en: Function after}
//   - toFunctionEn: {type: string, zh: 现条线（英文）, en: Function after in English}
//   - how: {type: string, zh: 变更方式, en: How}
//   - part: {type: string, zh: 划转职责, en: Part of the work}
//   - decided: {type: date, zh: 决定日期, en: Decided on}
//   - national: {type: date, zh: 国家级, en: National}
//   - province: {type: date, zh: 省级, en: Province}
//   - prefecture: {type: date, zh: 市级, en: Prefecture}
//   - county: {type: date, zh: 县级, en: County}
//   - differs: {type: strings, zh: 各地不一, en: Differs in}
//   - basis: {type: string, zh: 依据, en: Basis}
//   - namedBefore: {type: strings, zh: 印有原名的方案, en: Plans with the old name}
//   - namedAfter: {type: strings, zh: 印有新名的方案, en: Plans with the new name}
PLANS IN SCOPE
MATCH (p)-[:HAS_TASK]->(:Task)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE a.body IS NOT NULL
RETURN p.id AS plan, collect(DISTINCT a.body) AS bodies
ORDER BY plan
