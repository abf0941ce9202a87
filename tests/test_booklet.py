"""Several plans in one file, notices with points of their own, attachments."""

from pathlib import Path

import pytest

from loaders.pipeline import extract_all
from loaders.records import PlanRecord

NOTICE = """宜教发〔2021〕5号
关于印发《宜昌市校外培训机构专项治理实施方案》的通知
各县市区教育局，局直属各单位：
现将《宜昌市校外培训机构专项治理实施方案》印发给你们，请认真贯彻执行。
宜昌市教育局
2021年8月3日
"""
PLAN = """宜昌市校外培训机构专项治理实施方案
为规范校外培训行为，制定本方案。
一、总体要求
坚持问题导向，规范办学。
二、重点任务
1.全面排查。建立台账，全面摸排。（牵头单位：市教育局；责任单位：市公安局）
2.分类整治。分类施策，限期整改。（牵头单位：市市场监管局）
"""
MEASURES = """宜教发〔2021〕9号
宜昌市教育局关于进一步减轻中小学生作业负担的若干措施
各县市区教育局：
为减轻中小学生过重作业负担，现提出以下措施。
一、压减作业总量
（一）健全机制。完善作业管理办法。（基础教育科牵头，教研院配合）
二、提升服务水平
（二）保证时间。确保课后服务时间。（牵头单位：计划财务科）
宜昌市教育局
2021年9月6日
"""


def read(tmp_path: Path, text: str) -> tuple[PlanRecord, ...]:
    path = tmp_path / "plans.txt"
    path.write_text(text, encoding="utf-8")
    records = extract_all(path)
    printed = text.split("\n")
    for record in records:
        for task in record.tasks:
            assert task.id.startswith(f"{record.plan.id}/")
            for party in (*task.lead, *task.support):
                assert record.text[party.start : party.end] == party.name
                assert party.name in printed[record.lines.line(party.start) - 1]
    return records


def leads(record: PlanRecord) -> list[list[str]]:
    return [[party.name for party in task.lead] for task in record.tasks if task.lead]


def test_a_compendium_gives_a_record_a_plan(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, NOTICE + PLAN + MEASURES + PLAN.replace("校外", "线上"))
    assert [record.plan.id for record in (first, second, third)] == ["plans", "plans-2", "plans-3"]
    assert [record.plan.title for record in (first, second, third)] == [
        "宜昌市校外培训机构专项治理实施方案",
        "宜昌市教育局关于进一步减轻中小学生作业负担的若干措施",
        "宜昌市线上培训机构专项治理实施方案",
    ]
    assert [record.plan.doc_number for record in (first, second, third)] == [
        "宜教发〔2021〕5号",
        "宜教发〔2021〕9号",
        None,
    ]
    assert [record.plan.date for record in (first, second, third)] == ["2021-08-03", "2021-09-06", None]
    assert leads(first) == leads(third) == [["市教育局"], ["市市场监管局"]]
    assert leads(second) == [["基础教育科"], ["计划财务科"]]
    assert "减轻" not in first.text
    assert "校外" not in second.text
    assert not any(
        "numbered anew" in warning for record in (first, second, third) for warning in record.report.warnings
    )


def test_points_of_a_notice_are_no_items_of_its_plan(tmp_path: Path) -> None:
    text = (
        "淮安市人民政府办公室关于印发淮安市优化营商环境行动方案的通知\n淮政办发〔2022〕12号\n各县区人民政府：\n"
        "《淮安市优化营商环境行动方案》已经市政府同意，现印发给你们，并就有关事项通知如下：\n"
        "一、提高认识。各地要高度重视，加强领导。\n二、落实责任。各牵头单位要细化措施。\n"
        "淮安市人民政府办公室\n2022年3月18日\n淮安市优化营商环境行动方案\n为优化营商环境，制定本方案。\n"
        "一、总体要求\n坚持市场化。\n二、重点任务\n（一）优化审批。压减环节。（市行政审批局牵头，市住房城乡建设局配合）\n"
    )
    (record,) = read(tmp_path, text)
    assert [(task.number, task.section) for task in record.tasks] == [("（一）", "二、重点任务")]
    assert (record.plan.date, record.plan.issuers) == ("2022-03-18", ("淮安市人民政府办公室",))
    assert record.text.startswith("淮安市人民政府办公室关于印发")


def test_a_notice_that_hands_out_two_plans(tmp_path: Path) -> None:
    text = (
        "浙江省商务厅关于印发促消费行动方案等两个方案的通知\n各市商务局：\n"
        "现将《浙江省汽车消费行动方案》《浙江省家电消费行动方案》印发给你们，请抓好落实。\n浙江省商务厅\n2023年5月6日\n"
        "附件1\n浙江省汽车消费行动方案\n一、扩大销售\n（一）取消限购。放宽指标。（责任单位：省公安厅）\n"
        "附件2\n浙江省家电消费行动方案\n一、以旧换新\n（一）给予补贴。发放补贴。（责任单位：省财政厅）\n"
    )
    first, second = read(tmp_path, text)
    assert [record.plan.title for record in (first, second)] == ["浙江省汽车消费行动方案", "浙江省家电消费行动方案"]
    assert {(record.plan.date, record.plan.issuers) for record in (first, second)} == {
        ("2023-05-06", ("浙江省商务厅",))
    }
    assert (leads(first), leads(second)) == ([["省公安厅"]], [["省财政厅"]])


@pytest.mark.parametrize(
    "rest",
    [
        # an attachment hands out the plan's own work
        "附件1\n重点任务分解清单\n一、排查\n1.危化品。每月排查。（牵头单位：市应急局）\n二、整治\n1.燃气。整治。（牵头单位：市住建局）\n",
        # an attachment that no notice hands out, though it is a plan by its words
        "附件\n宜昌市作业管理专项行动方案\n为加强管理，制定本方案。\n一、排查\n1.作业。每月排查。（牵头单位：市教育局）\n二、整治\n1.整治。\n",
        # a title and numbering alone are no sure sign
        "宜昌市作业管理专项行动方案\n一、排查\n1.作业。每月排查。（牵头单位：市教育局）\n二、整治\n1.整治。\n",
    ],
)
def test_an_attachment_and_a_doubtful_case_stay_with_the_plan(tmp_path: Path, rest: str) -> None:
    (record,) = read(tmp_path, NOTICE + PLAN + rest)
    assert len(leads(record)) > 2
    assert record.plan.title == "宜昌市校外培训机构专项治理实施方案"
    assert any("numbered anew" in warning for warning in record.report.warnings)


def test_own_signatures_part_plans_that_have_no_opening_words(tmp_path: Path) -> None:
    plan = "宜昌市{}专项整治方案\n一、任务\n1.打击。加强。（牵头单位：市{}局）\n二、要求\n1.领导。加强。\n宜昌市教育局\n{}\n"
    first, second = read(
        tmp_path, plan.format("作业", "甲", "2021年8月3日") + plan.format("校服", "乙", "2021年9月3日")
    )
    assert [record.plan.title for record in (first, second)] == ["宜昌市作业专项整治方案", "宜昌市校服专项整治方案"]
    assert [record.plan.date for record in (first, second)] == ["2021-08-03", "2021-09-03"]
    assert (leads(first), leads(second)) == ([["市甲局"]], [["市乙局"]])
