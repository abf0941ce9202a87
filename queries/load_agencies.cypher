// name: load_agencies
// group: app
// question: {zh: 各单位属于哪条线、哪一级？, en: "To which functional system and level does each agency belong?"}
// explanation:
//   zh: 每个在任务中印出的单位一行，供负荷的计算使用；与 load_items 的编号对应。
//   en: One row for each agency that is printed in an item, for measures of load; load_items names them by their ids.
// then: load_agencies
// parameters: []
// columns:
//   - agencyId
//   - agency
//   - functionKey
//   - function
//   - functionEn: {type: string, zh: 条线（英文）, en: Function in English}
//   - jurisdiction
//   - level
//   - collective
MATCH (a:Agency)-[:BASED_IN]->(home:Jurisdiction)
OPTIONAL MATCH (a)-[:PERFORMS]->(f:Function)
RETURN home.name AS home, home.level AS level, collect(a.id) AS ids, collect(a.name) AS names,
       collect(a.collective) AS collective, collect(coalesce(f.key, '')) AS functions, collect(coalesce(f.nameZh, '')) AS zh,
       collect(coalesce(f.nameEn, '')) AS en
