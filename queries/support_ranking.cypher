// name: support_ranking
// group: load
// question:
//   zh: 哪些单位参与（配合）的任务最多？
//   en: Which agencies support the most items?
// explanation:
//   zh: >-
//     supports 为该单位作为责任、参与、配合、协办单位的任务项数（全额计数，同一任务中只计一次）；fractional 每项计“1/该任务参与单位数”（单位数含集体主体）；
//     sole 为唯一参与单位的项数；items 为范围内、涉及该单位的方案中有参与单位的任务总数；share = supports / items。只计印在分工栏中的分工。
//   en: >-
//     supports is the number of items an agency supports (责任, 参与, 配合, 协办 …; full count, once an item). fractional gives each item as
//     1/number of its supporters, collective units among them. sole is the number of items whose only supporter it is. items is the number of
//     items with a supporter, within the scope, in the plans that name the agency; share = supports / items. Only printed assignments count.
// then: support_ranking
// parameters: [plan, jurisdiction, campaign, section, topic, function, agency, collective, limit]
// columns:
//   - agency
//   - agencyId
//   - jurisdiction
//   - function
//   - supports
//   - fractional: {zh: 参与（分摊）, en: Supports (shared)}
//   - sole: {zh: 唯一参与, en: Only supporter}
//   - items: {zh: 有参与单位的任务, en: Items with a supporter}
//   - share: {type: number, zh: 占比, en: Share of items}
//   - plans
TASKS IN SCOPE
MATCH (t)<-[r:SUPPORTS]-(a:Agency)
WHERE r.origin = 'printed'
RETURN p.id AS plan, j.name AS jurisdiction, collect(t.order) AS supported, collect(a.id) AS supports,
       collect(DISTINCT CASE WHEN a.collective THEN a.id END) AS collective
ORDER BY plan
