// name: function_profile
// group: compare
// question:
//   zh: 同一条线（如公安）在各地牵头和参与多少任务？
//   en: What does one functional system (public security, for one) lead and support in each place?
// explanation:
//   zh: >-
//     每份方案、每个条线一行。leads、supports 为该条线至少有一家单位牵头、参与的任务数（同一任务只计一次）；fractional 为该条线各单位分摊牵头之和；
//     sole 为唯一牵头单位属于该条线的任务数；agencies 列出单位。只计印在分工栏中的分工。
//   en: >-
//     One row for each plan and function. leads and supports count the items that at least one agency of the function leads or supports (an item once);
//     fractional adds up the shared leads of its agencies; sole counts the items whose only lead belongs to it; agencies lists them. Only
//     printed assignments count.
// then: function_profile
// parameters: [plan, jurisdiction, campaign, section, topic, function, collective, limit]
// columns:
//   - functionKey
//   - function
//   - functionEn: {type: string, zh: 条线（英文）, en: Function in English}
//   - plan
//   - jurisdiction
//   - leads
//   - fractional
//   - sole
//   - supports
//   - agencies: {type: strings, zh: 单位, en: Agencies}
//   - agencyIds: {type: strings, zh: 单位编号, en: Agency ids}
TASKS IN SCOPE
MATCH (t)<-[r:LEADS|SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
WITH p.id AS plan, j.name AS jurisdiction,
       collect(CASE WHEN type(r) = 'LEADS' THEN t.order END) AS led, collect(CASE WHEN type(r) = 'LEADS' THEN a.id END) AS leads,
       collect(CASE WHEN type(r) = 'SUPPORTS' THEN t.order END) AS supported, collect(CASE WHEN type(r) = 'SUPPORTS' THEN a.id END) AS supports,
       collect(DISTINCT CASE WHEN a.collective THEN a.id END) AS collective
RETURN collect(plan) AS plan, collect(jurisdiction) AS jurisdiction, collect(led) AS led, collect(leads) AS leads, collect(supported) AS supported,
       collect(supports) AS supports, collect(collective) AS collective
