// name: load_agencies
// group: app
// question: {zh: 各单位属于哪条线、哪一级？, en: "To which functional system and level does each agency belong?"}
// explanation:
//   zh: 每个在任务中印出的单位一行，供负荷的计算使用；与 load_items 的编号对应。
//   en: One row for each agency that is printed in an item, for measures of load; load_items names them by their ids.
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
WITH a, home, f
ORDER BY a.id, f.key
WITH a, home, collect(f)[0] AS f
RETURN a.id AS agencyId, a.name AS agency, f.key AS functionKey, f.nameZh AS function, f.nameEn AS functionEn, home.name AS jurisdiction,
       home.level AS level, a.collective AS collective
ORDER BY agencyId
