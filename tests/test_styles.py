"""The ways in which plans print assignments, one small sample of our own for each."""

from pathlib import Path

import pytest

from loaders.assignments import find_assignments
from loaders.pipeline import extract
from loaders.records import PlanRecord

SAMPLES = [
    ("（牵头单位：甲局、乙局；责任单位：丙局、丁局）", ["甲局", "乙局"], ["丙局", "丁局"]),
    ("(牵头单位: 甲局; 协同单位: 丙局, 丁局)", ["甲局"], ["丙局", "丁局"]),
    ("【牵头单位：甲局，配合单位：乙局】", ["甲局"], ["乙局"]),
    ("[牵头部门：甲局；协办部门：乙局、丙局]", ["甲局"], ["乙局", "丙局"]),
    ("（责任单位：甲局；参与单位：乙局）", ["甲局"], ["乙局"]),
    ("（责任单位：甲局、乙局、丙局。列第一位的为牵头单位，下同）", ["甲局"], ["乙局", "丙局"]),
    ("（甲局、乙局、丙局负责，排在第一位的部门为牵头部门，下同）", ["甲局"], ["乙局", "丙局"]),
    ("（责任单位：甲局牵头，乙局、丙局等部门分工负责）", ["甲局"], ["乙局", "丙局"]),
    ("（牵头单位：甲局，配合单位：乙局，各有关区）", ["甲局"], ["乙局", "各有关区"]),
    ("〔责任单位：甲局（乙局）、丙局〕", ["甲局（乙局）", "丙局"], []),
    ("做好工作。\n牵头部门：甲局、乙局\n落实部门：丙局\n完成时限：持续推进\n2.下一项", ["甲局", "乙局"], ["丙局"]),
    ("（甲局牵头）", ["甲局"], []),
    ("（甲局、乙局负责）", ["甲局", "乙局"], []),
    ("（甲局、乙局牵头负责）", ["甲局", "乙局"], []),
    ("（甲局牵头，乙局、丙局按职责分工负责）", ["甲局"], ["乙局", "丙局"]),
    ("（甲局牵头，乙局配合）", ["甲局"], ["乙局"]),
    ("（甲局负责，乙局按职责分工负责）", ["甲局"], ["乙局"]),
    ("（甲局、乙局会同有关部门负责）", ["甲局", "乙局"], ["有关部门"]),
    ("（甲局、乙局等有关部门和各有关省级人民政府负责）", ["甲局", "乙局", "各有关省级人民政府"], []),
    ("（甲局及各地区按职责分工负责）", ["甲局", "各地区"], []),
    ("（甲局及各地区按照职责分工负责）", ["甲局", "各地区"], []),
    ("（各市党委、政府负责，甲局等部门按职责分工负责）", ["各市党委、政府"], ["甲局"]),
    ("（办公室牵头，宣传部配合，各供电公司负责；完成时限：6月底前）", ["办公室"], ["宣传部", "各供电公司"]),
    ("（牵头单位：甲示范区、乙新区管委会）", ["甲示范区", "乙新区管委会"], []),
    ("（责任单位：省检修公司、电科院）", ["省检修公司", "电科院"], []),
    ("（责任单位：甲局，各市、县〔市、区〕政府）", ["甲局", "各市、县〔市、区〕政府"], []),
    ("（责任单位：市发改委、各县（市、区）人民政府）", ["市发改委", "各县（市、区）人民政府"], []),
    ("（责任单位：市发改委，各县（市、区）、开发区）", ["市发改委", "各县（市、区）", "开发区"], []),
    ("（省发展改革委、省财政厅等按职责分工负责）", ["省发展改革委", "省财政厅"], []),
    ("（省发展改革委、省财政厅等部门分工负责）", ["省发展改革委", "省财政厅"], []),
    ("（省发展改革委牵头，省财政厅参加）", ["省发展改革委"], ["省财政厅"]),
    (
        "（牵头单位：市委组织部；责任单位：市直各单位、各县区；完成时限：2024年12月底前）",
        ["市委组织部"],
        ["市直各单位", "各县区"],
    ),
    ("（责任单位：市公安局、市司法局，完成时限：2024年底）", ["市公安局", "市司法局"], []),
    ("（工业和信息化部、国家发展改革委、财政部等按职责分工负责）", ["工业和信息化部", "国家发展改革委", "财政部"], []),
    ("（中央网信办、国家发展改革委按职责分工牵头负责）", ["中央网信办", "国家发展改革委"], []),
    ("（市发展改革委会同市财政局、市人力资源社会保障局负责）", ["市发展改革委"], ["市财政局", "市人力资源社会保障局"]),
    ("责任单位：市发展改革委、市财政局", ["市发展改革委", "市财政局"], []),
    ("（牵头：市公安局；配合：市财政局）", ["市公安局"], ["市财政局"]),
    ("（市级牵头部门：市公安局；责任单位：各区政府）", ["市公安局"], ["各区政府"]),
    ("（责任领导：张三；牵头单位：市公安局；责任单位：市财政局）", ["市公安局"], ["市财政局"]),
    ("（主要责任单位：市公安局；配合单位：市财政局）", ["市公安局"], ["市财政局"]),
    (
        "（市公安局牵头，市财政局、市民政局、各区政府（管委会）配合）",
        ["市公安局"],
        ["市财政局", "市民政局", "各区政府（管委会）"],
    ),
    (
        "（牵头单位：市发展改革委、市经济和信息化局，参与单位：市财政局等）",
        ["市发展改革委", "市经济和信息化局"],
        ["市财政局"],
    ),
    (
        "（市教育局、市卫生健康委、市残联、团市委等单位按职责分工负责）",
        ["市教育局", "市卫生健康委", "市残联", "团市委"],
        [],
    ),
    ("（责任单位：省市场监管局〔省知识产权局〕、省商务厅）", ["省市场监管局〔省知识产权局〕", "省商务厅"], []),
    ("（各地区、各有关部门按职责分工负责）", ["各地区", "各有关部门"], []),
    ("（各省、自治区、直辖市人民政府负责）", ["各省、自治区、直辖市人民政府"], []),
    (
        "（国家发展改革委、商务部、各省（区、市）人民政府负责）",
        ["国家发展改革委", "商务部", "各省（区、市）人民政府"],
        [],
    ),
    (
        "（人民银行、银保监会、证监会，各省级人民政府按职责分工负责）",
        ["人民银行", "银保监会", "证监会", "各省级人民政府"],
        [],
    ),
    (
        "（市委宣传部、市文化广电旅游局牵头，市教育局、各县（市、区）党委和政府落实）",
        ["市委宣传部", "市文化广电旅游局"],
        ["市教育局", "各县（市、区）党委和政府"],
    ),
    (
        "（省商务厅牵头，省直有关部门，各市、县人民政府按职责分工负责）",
        ["省商务厅"],
        ["省直有关部门", "各市、县人民政府"],
    ),
]


@pytest.mark.parametrize(("text", "lead", "support"), SAMPLES)
def test_style(text: str, lead: list[str], support: list[str]) -> None:
    found = list(find_assignments(text, 0, len(text)))
    parties = [party for item in found for party in (*item.lead, *item.support)]
    assert [party.name for item in found for party in item.lead] == lead
    assert [party.name for item in found for party in item.support] == support
    assert all(text[party.start : party.end] == party.name for party in parties)


@pytest.mark.parametrize(
    "text",
    [
        "（省财政负责安排资金的项目）",
        "（含牵头负责）",
        "由牵头部门负责。",
        "各牵头单位要研究制定工作细则。",
        "建立（企业负责、政府监管）的机制",
        "（联系人：张三）",
        "坚持（党委领导、部门负责、社会协同、公众参与）的原则",
        "以工商、纳税、价格等领域为重点",
    ],
)
def test_what_assigns_nothing(text: str) -> None:
    assert list(find_assignments(text, 0, len(text))) == []


def read(tmp_path: Path, text: str, suffix: str = ".txt") -> PlanRecord:
    path = tmp_path / f"sample{suffix}"
    path.write_text(text, encoding="utf-8")
    return extract(path)


def roles(record: PlanRecord) -> list[tuple[str, list[str], list[str]]]:
    return [
        (task.number, [party.name for party in task.lead], [party.name for party in task.support])
        for task in record.tasks
        if task.lead or task.support
    ]


def test_a_rule_that_the_first_leads_holds_from_there_on(tmp_path: Path) -> None:
    text = (
        "某市实施方案\n一、任务\n（一）甲。做。（市甲局、市乙局负责）\n（二）乙。做。（市甲局、市乙局、市丙局等负责。列第一位者为牵头单位，下同）\n"
        "（三）丙。做。（市乙局、市丙局负责）\n（四）丁。做。（市乙局、市丙局牵头负责）\n（五）戊。做。（市丁局负责）\n"
    )
    assert roles(read(tmp_path, text)) == [
        ("（一）", ["市甲局", "市乙局"], []),
        ("（二）", ["市甲局"], ["市乙局", "市丙局"]),
        ("（三）", ["市乙局"], ["市丙局"]),
        ("（四）", ["市乙局", "市丙局"], []),
        ("（五）", ["市丁局"], []),
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某市2023年重点任务分解表\n", "某市2023年重点任务分解表"),
        ("某市优化环境工作台账（试行）\n", "某市优化环境工作台账（试行）"),
        ("某市优化环境实施方案\n某市优化环境重点任务分解表\n", "某市优化环境实施方案"),
        ("任务分解表\n", ""),
    ],
)
def test_a_table_of_assignments_may_be_all_the_title_there_is(tmp_path: Path, head: str, title: str) -> None:
    record = read(
        tmp_path, f"{head}\n一、提升便利度\n（一）优化审批。加强管理。（牵头单位：市甲局；参与单位：市乙局）\n"
    )
    assert record.plan.title == title
    assert roles(record) == [("（一）", ["市甲局"], ["市乙局"])]


def test_a_text_that_lost_its_line_breaks(tmp_path: Path) -> None:
    body = "加强管理，完善制度，严厉打击违法行为，健全长效机制，公布名单，接受社会监督。" * 6
    text = (
        f"某市人民政府关于优化环境的实施意见某政发〔2020〕24号\n\n各单位：现提出以下意见。一、提升便利度（一）优化审批。{body}"
        f"（市甲局牵头，市乙局按职责分工负责）（二）提高效率。{body}（市乙局负责）二、降低门槛（三）优化条件。{body}（市丙局负责）"
        "某市人民政府2020年7月15日（此件公开发布）"
    )
    record = read(tmp_path, text)
    assert roles(record) == [
        ("（一）", ["市甲局"], ["市乙局"]),
        ("（二）", ["市乙局"], []),
        ("（三）", ["市丙局"], []),
    ]
    assert [task.section for task in record.tasks] == ["一、提升便利度", "一、提升便利度", "二、降低门槛"]
    assert (record.plan.title, record.plan.doc_number, record.plan.date) == (
        "某市人民政府关于优化环境的实施意见",
        "某政发〔2020〕24号",
        "2020-07-15",
    )


@pytest.mark.parametrize(
    "line", ["某政发〔2020〕24号", "（某政发〔2020〕24号）", "【 某政发〔2020〕24 号 】", "文号：某政发〔2020〕24号"]
)
def test_a_document_number_on_a_line_of_its_own(tmp_path: Path, line: str) -> None:
    record = read(tmp_path, f"某市优化环境实施方案\n{line}\n\n一、治理\n1.打击诈骗。加强管理。（牵头单位：市公安局）\n")
    assert (record.plan.title, record.plan.doc_number) == ("某市优化环境实施方案", "某政发〔2020〕24号")


def test_labels_on_lines_of_their_own_that_change(tmp_path: Path) -> None:
    text = (
        "某市实施方案\n一、治理\n1.打击诈骗\n加强管理。\n牵头部门：市公安局、市司法局\n落实部门：市财政局\n完成时限：持续推进\n"
        "二、建设\n2.建设平台\n加强建设。\n责任单位：市数据局\n配合单位：市财政局\n"
    )
    assert roles(read(tmp_path, text)) == [
        ("1", ["市公安局", "市司法局"], ["市财政局"]),
        ("2", ["市数据局"], ["市财政局"]),
    ]


def test_two_tiers_that_both_carry_assignments(tmp_path: Path) -> None:
    text = (
        "某市实施方案\n一、任务\n（三）推进改革。总体推进。（牵头单位：市发改委）\n1.完善制度。制定办法。（责任单位：市财政局）\n"
        "2.加强督查。定期督查。（责任单位：市审计局）\n"
    )
    record = read(tmp_path, text)
    assert roles(record) == [("（三）", ["市发改委"], []), ("1", ["市财政局"], []), ("2", ["市审计局"], [])]
    assert record.tasks[1].section == "一、任务"


def test_an_assignment_in_the_heading(tmp_path: Path) -> None:
    text = "某市实施方案\n一、任务\n（一）优化审批流程（牵头单位：市发改委；责任单位：市财政局）\n1.推行网办。全面推行。\n2.压减时限。再压减。\n（二）加强监管（市审计局牵头）\n1.抽查。定期抽查。\n"
    record = read(tmp_path, text)
    assert roles(record) == [("（一）", ["市发改委"], ["市财政局"]), ("（二）", ["市审计局"], [])]
    assert [task.title for task in record.tasks] == ["优化审批流程", "加强监管"]
    assert len(record.tasks[0].measures) == 4


def test_an_assignment_behind_a_group_speaks_for_the_group(tmp_path: Path) -> None:
    group = "（{}）推进改革。\n1.完善制度。制定办法。\n2.加强督查。定期督查。\n（责任单位：市{}局）\n"
    text = "某市实施方案\n一、任务\n" + "".join(group.format(n, a) for n, a in zip("一二三", "甲乙丙", strict=True))
    record = read(tmp_path, text)
    assert roles(record) == [("（一）", ["市甲局"], []), ("（二）", ["市乙局"], []), ("（三）", ["市丙局"], [])]


def test_a_rule_in_a_note_holds_for_the_whole_plan(tmp_path: Path) -> None:
    text = "某市实施方案\n一、任务\n1.打击。加强。（责任单位：市甲局、市乙局）\n2.整治。加强。（责任单位：市乙局、市丙局）\n注：责任单位中排在第一位的为牵头单位。\n"
    assert roles(read(tmp_path, text)) == [("1", ["市甲局"], ["市乙局"]), ("2", ["市乙局"], ["市丙局"])]


def test_items_without_titles(tmp_path: Path) -> None:
    text = "某市若干措施\n一、对年度营业收入首次突破1亿元的企业，给予最高50万元奖励，并优先推荐申报省级专项资金支持。（责任单位：市经信局、市财政局）\n二、鼓励企业加大研发投入，对新认定的高新技术企业给予20万元奖励，支持建设研发机构。（责任单位：市科技局）\n"
    record = read(tmp_path, text)
    assert roles(record) == [("一", ["市经信局", "市财政局"], []), ("二", ["市科技局"], [])]
    assert [task.title for task in record.tasks] == [None, None]


def test_a_head_of_two_rows(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td rowspan=2>序号</td><td rowspan=2>任务</td><td colspan=2>责任单位</td><td rowspan=2>责任单位责任人</td></tr>"
        "<tr><td>牵头单位</td><td>配合单位</td></tr><tr><td>1</td><td>打击诈骗</td><td>市公安局</td><td>市财政局</td><td>张三</td></tr>"
        "<tr><td>2</td><td>整治谣言</td><td>市网信办</td><td>市公安局</td><td>李四</td></tr></table></body></html>"
    )
    assert roles(read(tmp_path, page.replace("责任单位责任人", "责任人"), ".html")) == [
        ("1", ["市公安局"], ["市财政局"]),
        ("2", ["市网信办"], ["市公安局"]),
    ]


def test_several_assignments_in_one_item(tmp_path: Path) -> None:
    text = "某市实施方案\n一、任务\n1.推进改革。完善制度。（市发改委牵头）加强督查。（市审计局牵头）\n"
    record = read(tmp_path, text)
    assert roles(record) == [("1", ["市发改委"], []), ("1", ["市审计局"], [])]
    assert [[span.text for span in task.measures] for task in record.tasks] == [["完善制度。"], ["加强督查。"]]


def test_traditional_script_keeps_its_characters(tmp_path: Path) -> None:
    text = "某市關於加強治理的實施方案\n一、任務\n1.打擊詐騙。加強管理。（牽頭單位：市公安局；責任單位：市財政廳、市發展改革委）\n"
    record = read(tmp_path, text)
    (task,) = record.tasks
    assert [party.name for party in task.lead] == ["市公安局"]
    assert [party.name for party in task.support] == ["市財政廳", "市發展改革委"]
    assert (task.title, task.section, record.plan.title) == ("打擊詐騙", "一、任務", "某市關於加強治理的實施方案")
    assert all(record.text[party.start : party.end] == party.name for party in task.support)


def test_an_assignment_outside_numbered_parts_is_a_task(tmp_path: Path) -> None:
    text = "某市实施方案\n打击诈骗。加强管理，完善制度。（牵头单位：市公安局）\n整治谣言。加强管理，完善制度。（牵头单位：市网信办）\n"
    assert roles(read(tmp_path, text)) == [("", ["市公安局"], []), ("", ["市网信办"], [])]


def test_duties_in_prose_are_kept_apart(tmp_path: Path) -> None:
    text = "某市实施方案\n一、要求\n1.加强领导。由市文明办负责统筹推进。各牵头单位要落实责任。\n2.强化督查。市督查室负责定期督查。\n"
    record = read(tmp_path, text)
    assert roles(record) == []
    assert [[party.name for party in duty.parties] for duty in record.duties] == [["市文明办"], ["市督查室"]]
    assert all(party.origin == "prose" for duty in record.duties for party in duty.parties)
    assert any("牵头单位" in item.reason for item in record.report.prose)


def test_a_standing_duty(tmp_path: Path) -> None:
    text = (
        "某省实施方案\n一、任务\n以下各项任务均需各市党委、政府落实，不再一一列出。\n1.打击。加强。（省公安厅负责）\n"
    )
    record = read(tmp_path, text)
    assert roles(record) == [("1", ["省公安厅"], [])]
    (duty,) = record.duties
    assert [(party.name, party.collective, party.origin) for party in duty.parties] == [
        ("各市党委、政府", True, "prose")
    ]


def test_several_plans_in_one_file_are_noticed(tmp_path: Path) -> None:
    plan = "某市{}实施方案\n一、任务\n1.打击。加强。（牵头单位：市{}局）\n二、要求\n1.领导。加强。\n"
    record = read(tmp_path, plan.format("甲", "甲") + plan.format("乙", "乙"))
    assert [lead for _, lead, _ in roles(record)] == [["市甲局"], ["市乙局"]]
    assert len({task.id for task in record.tasks}) == 4
    assert any("line 7" in warning and "split the file" in warning for warning in record.report.warnings)


TABLE = [
    ["序号", "重点任务", "工作内容", "分管领导", "牵头单位", "配合单位", "完成时限"],
    ["1", "打击诈骗", "加强管理。完善制度。", "张三", "市公安局", "市财政局、市司法局", "2024年底前"],
    ["2", "整治谣言", "加强监测。", "李四", "市委网信办", "/", "持续推进"],
    ["3", "建立专班", "定期会商。", "王五", "市经信局牵头，相关部门参与", "无", "2024年6月底前"],
]


def html(rows: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><h1>某市重点工作实施方案</h1><p>重点任务分解表</p><table>{body}</table></body></html>"


def test_a_table_of_tasks(tmp_path: Path) -> None:
    record = read(tmp_path, html(TABLE), ".html")
    assert roles(record) == [
        ("1", ["市公安局"], ["市财政局", "市司法局"]),
        ("2", ["市委网信办"], []),
        ("3", ["市经信局"], ["相关部门"]),
    ]
    assert [task.title for task in record.tasks] == ["打击诈骗", "整治谣言", "建立专班"]
    assert [[item.date for item in task.deadlines] for task in record.tasks] == [["2024-12-31"], [], ["2024-06-30"]]
    assert [span.text for span in record.tasks[0].measures] == ["加强管理。", "完善制度。"]
    assert {task.section for task in record.tasks} == {"重点任务分解表"}


def test_section_rows_and_merged_cells(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>"
        "<tr><td colspan=3>一、治理</td></tr><tr><td>1</td><td>打击诈骗</td><td rowspan=2>市公安局、市司法局</td></tr>"
        "<tr><td>2</td><td>整治谣言</td></tr><tr><td colspan=3>二、建设</td></tr><tr><td>3</td><td>建设平台</td><td>市数据局</td></tr>"
        "</table></body></html>"
    )
    record = read(tmp_path, page, ".html")
    assert [task.section for task in record.tasks] == ["一、治理", "一、治理", "二、建设"]
    assert roles(record)[1] == ("2", ["市公安局", "市司法局"], [])


@pytest.mark.parametrize(
    "head",
    [
        ["序号", "企业名称", "项目名称", "总投资（亿元）", "区县"],
        ["序号", "特色领域", "工作举措", "政策诉求", "建议责任单位（省级部门）"],
        ["序号", "平台名称", "地址", "面积", "备注"],
    ],
)
def test_lists_that_assign_nothing(tmp_path: Path, head: list[str]) -> None:
    rows = [head, ["1", "某某公司", "某某项目", "12.25", "省发改委"], ["2", "某某公司", "某某项目", "3", "省经信厅"]]
    record = read(tmp_path, html(rows), ".html")
    assert roles(record) == []
    assert any("no assignment" in warning for warning in record.report.warnings)
