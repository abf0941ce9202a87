// name: co_workers
// group: agency
// question:
//   zh: 哪些单位经常在同一任务中协作，各以什么角色？
//   en: Which agencies work on the same items, how often, and in which roles?
// explanation:
//   zh: >-
//     每对单位一行。together 为两家同时出现的任务数；bothLead 两家共同牵头，leadSupport 前者牵头、后者参与，supportLead 前者参与、后者牵头，bothSupport 两家都参与。
//     一家单位在同一任务中兼任两种角色时，各种组合都计。指定 agency 时该单位为前者。只计印在分工栏中的分工。
//   en: >-
//     One row for each pair. together counts the items that name both; bothLead those that both lead, leadSupport the first leads and the second supports,
//     supportLead the reverse, bothSupport both support. An agency with both roles in an item counts in each. With agency given, that
//     agency comes first. Only printed assignments count.
// then: co_workers
// parameters: [plan, jurisdiction, campaign, section, topic, agency, collective, limit]
// columns:
//   - agency: {zh: 单位甲, en: First agency}
//   - agencyId: {zh: 单位甲编号, en: First agency's id}
//   - partner: {type: string, zh: 单位乙, en: Second agency}
//   - partnerId: {type: string, zh: 单位乙编号, en: Second agency's id}
//   - together: {type: integer, zh: 共同任务, en: Items together}
//   - bothLead: {type: integer, zh: 共同牵头, en: Both lead}
//   - leadSupport: {type: integer, zh: 甲牵头乙参与, en: First leads}
//   - supportLead: {type: integer, zh: 甲参与乙牵头, en: Second leads}
//   - bothSupport: {type: integer, zh: 共同参与, en: Both support}
//   - plans
//   - tasks
TASKS IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p.id AS plan, j.name AS jurisdiction,
       collect(CASE WHEN type(r) = 'LEADS' THEN t.order END) AS led, collect(CASE WHEN type(r) = 'LEADS' THEN a.id END) AS leads,
       collect(CASE WHEN type(r) = 'SUPPORTS' THEN t.order END) AS supported, collect(CASE WHEN type(r) = 'SUPPORTS' THEN a.id END) AS supports,
       collect(DISTINCT CASE WHEN a.collective THEN a.id END) AS collective
RETURN collect(plan) AS plan, collect(jurisdiction) AS jurisdiction, collect(led) AS led, collect(leads) AS leads, collect(supported) AS supported,
       collect(supports) AS supports, collect(collective) AS collective
