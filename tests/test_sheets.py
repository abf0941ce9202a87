"""Sheets say what the plans say, in the form that offices use, and print on A4."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from icalendar import Calendar

import cli
from graph.export.provenance import VERSION, cite, provenance
from graph.sheets import SheetError, write_calendar, write_cards, write_tasks, xlsx
from graph.sheets import docx as word
from graph.sheets.layout import MOST_LINES, Band, Cells, Column, Table, flowing, lines_of
from graph.store import Store
from queries.library import ask
from tests.printed import printed

COLUMNS = ["序号", "任务", "主要举措", "牵头单位", "责任/参与单位", "完成时限", "目标", "依据", "备注"]


def grid(path: Path, sheet: int = 0) -> list[list[str]]:
    """The texts of a worksheet from its header on."""
    rows = [[cell or "" for cell in row] for row in openpyxl.load_workbook(path).worksheets[sheet].values]
    return rows[next(place for place, row in enumerate(rows) if row[0] == "序号") :]


def test_every_item_stands_in_the_breakdown_as_printed(five: Store, tmp_path: Path) -> None:
    rows = grid(write_tasks(five, tmp_path / "t.xlsx", plan="huaian"))
    assert rows[0] == COLUMNS
    number, task, measures, leads, supports, *_ = rows[2]
    assert (number, task, leads) == ("1", "开展电信网络诈骗专项治理", "市公安局")
    assert supports == "市委网信办、市通管办、市中级人民法院、人民银行淮安市中心支行、市银监局"
    assert measures.startswith("1. 完善全市打击治理通信网络新型违法犯罪工作联席会议机制。\n2. 通过实人认证")
    items = [row for row in rows[1:] if row[3] or row[0].isdigit()]
    assert len(items) == 32
    assert rows[1][0] == "三、重点任务及责任分工 › （一）开展经济社会领域失信重点问题专项治理"
    wages = next(row for row in items if row[1] == "开展拖欠工资问题专项治理")
    assert wages[7] == "《关于全面治理拖欠农民工工资问题的实施意见》（淮政办发〔2016〕149号）"


def test_dates_and_targets_stand_in_their_columns(five: Store, tmp_path: Path) -> None:
    rows = grid(write_tasks(five, tmp_path / "t.xlsx", plan="yichang"))
    asked = "MATCH (:Plan {id: 'yichang'})-[:HAS_TASK]->(t)-[:HAS_TARGET]->(g) RETURN DISTINCT g.kind AS kind, g.text AS text"
    for column, kind in ((5, "deadline"), (6, "target")):
        printed_there = "\n".join(row[column] for row in rows[1:])
        wanted = [row["text"] for row in five.read(asked) if row["kind"] == kind]
        assert wanted
        assert all(text in printed_there for text in wanted)


def test_what_an_agency_leads_comes_before_what_it_supports(five: Store, tmp_path: Path) -> None:
    rows = grid(write_tasks(five, tmp_path / "a.xlsx", agency="西青区发展改革委"))
    heads = [place for place, row in enumerate(rows) if row[0].startswith(("牵头的任务", "参与的任务"))]
    assert [rows[place][0] for place in heads] == ["牵头的任务（25 项）", "参与的任务（1 项）"]
    led = [row for row in rows[heads[0] : heads[1]] if row[1]]
    assert len(led) == 25
    assert all("区发展改革委" in row[3] for row in led)


def test_an_agency_of_several_plans_gets_a_worksheet_for_each(five: Store, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_tasks(five, tmp_path / "all.xlsx"))
    assert book.sheetnames == ["常州市", "淮安市", "西青区", "宜昌市", "云南省"]


def test_the_workbook_prints_across_a4_with_its_header_on_every_page(five: Store, tmp_path: Path) -> None:
    path = write_tasks(five, tmp_path / "t.xlsx", plan="huaian")
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize), int(setup.fitToHeight)) == ("landscape", 9, 0)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows) == (True, "$3:$3")
    assert sheet.oddFooter.center.text == "第 &P 页　共 &N 页"
    pages = printed(path)
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert (round(page.width), round(page.height)) == (842, 595)
        assert "序号任务主要举措牵头单位责任/参与单位完成时限目标依据备注" in page.words
        assert f"第{number}页共{len(pages)}页" in page.words
    assert "并对从事和协助非法集资等非法金融业务活动的企业纳入涉金融领域失信名单。" in "".join(
        page.words for page in pages
    )


def test_the_document_prints_across_a4_with_its_header_on_every_page(five: Store, tmp_path: Path) -> None:
    path = write_tasks(five, tmp_path / "t.docx", plan="huaian")
    document = docx.Document(str(path))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == COLUMNS
    assert [cell.text for cell in table.rows[2].cells][:2] == ["1", "开展电信网络诈骗专项治理"]
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    pages = printed(path)
    for number, page in enumerate(pages, 1):
        assert (round(page.width), round(page.height)) == (842, 595)
        assert "序号任务主要举措牵头单位责任/参与单位完成时限目标依据备注" in page.words or number == len(pages)
        assert f"第{number}页共{len(pages)}页" in page.words


def test_headings_are_in_english_where_that_is_asked_for(five: Store, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_tasks(five, tmp_path / "t.xlsx", plan="xiqing", language="en")).active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][:4] == ["No.", "Task", "Main measures", "Lead"]


def test_addresses_and_telephones_are_masked(five: Store, tmp_path: Path) -> None:
    for ending in ("xlsx", "docx"):
        path = write_tasks(five, tmp_path / f"t.{ending}", plan="huaian")
        with zipfile.ZipFile(path) as archive:
            whole = b"".join(archive.read(part) for part in archive.namelist()).decode("utf-8", "replace")
        assert "83605763" not in whole
        assert "wmb3943233@163.com" not in whole
        assert "wmb3•" in whole


def small(*texts: str) -> Table:
    columns = tuple(Column(f"c{place}", 10) for place in range(len(texts)))
    return Table("表:[1]", "=title", ("+a\t-b",), columns, (Band("@band"), Cells(texts)), ("below",), "{page}/{pages}")


HOSTILE = ("=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@x", "\t=1", "http://x.cn", "123", "a\x00\x0bb", "")


def test_no_cell_is_a_formula_a_link_or_a_number(tmp_path: Path) -> None:
    xlsx.write([small(*HOSTILE), small("x")], tmp_path / "h.xlsx")
    book = openpyxl.load_workbook(tmp_path / "h.xlsx")
    sheet = book.worksheets[0]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert [cell.value for row in sheet for cell in row if cell.data_type == "n"] == [None] * sum(
        cell.data_type == "n" for row in sheet for cell in row
    )
    assert [cell.value for cell in sheet[5]][:8] == list(HOSTILE[:8])
    assert not any(cell.hyperlink for row in sheet for cell in row)
    assert all(sheet.cell(5, column).quotePrefix for column in range(1, 7))
    assert book.sheetnames == ["表 1", "表 1 2"]


def test_a_document_takes_what_xml_does_not_know(tmp_path: Path) -> None:
    word.write([small(*HOSTILE)], tmp_path / "h.docx")
    row = docx.Document(str(tmp_path / "h.docx")).tables[0].rows[2]
    assert [cell.text for cell in row.cells][:9] == [*HOSTILE[:8], "a\ufffd\ufffdb"]


def test_a_text_that_is_higher_than_a_page_goes_on_in_rows_of_its_own() -> None:
    columns = (Column("n", 3), Column("t", 20))
    long = "\n".join(f"{place}. " + "字" * 50 + "。" for place in range(40)) + "\n" + "长" * 2000
    rows = list(flowing(("7", long), columns, "（续）"))
    assert [row.texts[0] for row in rows] == ["7", *["7（续）"] * (len(rows) - 1)]
    assert "".join(row.texts[1] for row in rows).replace("\n", "") == long.replace("\n", "")
    assert all(lines_of(row.texts[1], 20) <= MOST_LINES for row in rows)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"path": "x.pdf"}, r"x\.pdf: a sheet is written as \.xlsx or \.docx"),
        ({"plan": "nowhere"}, r"No plan nowhere is loaded\. Loaded: changzhou"),
        ({"agency": "发展改革委"}, r"There is no agency 发展改革委.*西青区发展改革委"),
        ({"agency": "西青区发展改革委", "plan": "huaian"}, r"stands on no item of these plans"),
        ({"language": "fr"}, "no sheets in fr"),
    ],
)
def test_what_can_not_be_made_is_said(five: Store, tmp_path: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(SheetError, match=said):
        write_tasks(five, tmp_path / given.pop("path", "x.xlsx"), **given)
    assert [*tmp_path.iterdir()] == []


def test_a_place_that_can_not_be_written_is_one_sentence(five: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for ending in ("xlsx", "docx"):
        with pytest.raises(SheetError, match="could not be written"):
            write_tasks(five, tmp_path / "file" / f"x.{ending}", plan="xiqing")


def test_a_sheet_cites_its_data(five: Store, tmp_path: Path) -> None:
    made_of = provenance(five, ["huaian"])
    line = cite(made_of).zh
    assert "淮文明委〔2018〕14号" in line
    assert f"（Zeren）{VERSION}" in line
    assert made_of.digest[:16] in line
    assert line in grid(write_tasks(five, tmp_path / "t.xlsx", plan="huaian"))[-1][0]
    assert "5 plans (changzhou, huaian" in cite(provenance(five)).en
    assert provenance(five).of("huaian").digest == made_of.digest != provenance(five).digest


# Cards and calendars -------------------------------------------------------------------------------------------------


def test_a_card_tells_what_the_library_tells(five: Store, tmp_path: Path) -> None:
    path = write_cards(five, tmp_path / "c.docx", agency="西青区发展改革委")
    words = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    row = next(row for row in ask(five, "lead_ranking", plan="xiqing").rows if row["agency"] == "西青区发展改革委")
    assert f"牵头 {row['leads']} 项（分摊 {row['fractional']:.4g}，独立牵头 {row['sole']} 项），参与 1 项" in words[3]
    assert (row["leads"], row["fractional"], row["sole"]) == (25, 14.75, 6)
    partners = ask(five, "co_workers", plan="xiqing", agency="西青区发展改革委").rows
    names = {row["partner"] for row in partners}
    assert f"协作单位 {len(names)} 个，最多的是西青区公安分局" in words[3]
    led, supported = docx.Document(str(path)).tables
    assert (len(led.rows), len(supported.rows)) == (26, 2)
    assert [cell.text for cell in led.rows[1].cells] == [
        "1",
        "开展电信网络诈骗专项治理",
        "公安西青分局",
        "区工信委、区网信办、区人民法院",
        "24小时后到账",
    ]


def test_every_agency_of_a_plan_has_a_page(five: Store, tmp_path: Path) -> None:
    path = write_cards(five, tmp_path / "c.docx", plan="xiqing")
    agencies = {row["agency"] for row in ask(five, "workload", plan="xiqing").rows}
    pages = printed(path)
    assert all((round(page.width), round(page.height)) == (595, 842) for page in pages)
    begun = [page.words for page in pages if "条线：" in page.words[:80]]
    assert len(begun) == len(agencies)
    assert begun[0].startswith("西青区发展改革委天津市西青区发展和改革委员会条线：发展改革")
    assert {name for name in agencies if any(words.startswith(name) for words in begun)} == agencies
    assert f"第{len(pages)}页共{len(pages)}页" in pages[-1].words


def test_a_calendar_has_every_day_that_the_plans_name(five: Store, tmp_path: Path) -> None:
    dates = write_calendar(five, tmp_path / "c.ics", plan=["yichang", "huaian"])
    events = Calendar.from_ical((tmp_path / "c.ics").read_bytes()).walk("VEVENT")
    wanted = ask(five, "targets_due", plan=["yichang", "huaian"]).rows
    dated = {(row["title"], row["dueOn"]) for row in wanted if row["dueOn"]}
    found = {(str(event["summary"]).partition("：")[0], event.decoded("dtstart").isoformat()) for event in events}
    assert found == dated
    assert dates.events == len(events) == len(dated)
    assert dates.undated == ("huaian/4/4: 每季度首月10日前",)
    first = next(event for event in events if "2018" in str(event["summary"]))
    assert "牵头单位：市人社局、市住建委、各县市区政府" in str(first["description"])
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert first.walk("VALARM")[0].decoded("trigger").days == -7
    again = write_calendar(five, tmp_path / "d.ics", plan=["yichang", "huaian"])
    assert again == dates
    other = Calendar.from_ical((tmp_path / "d.ics").read_bytes()).walk("VEVENT")
    assert [event["uid"] for event in other] == [event["uid"] for event in events]


def test_what_no_card_or_calendar_can_be_made_of_is_said(five: Store, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"written as \.docx"):
        write_cards(five, tmp_path / "c.pdf")
    with pytest.raises(SheetError, match="stands on no item"):
        write_cards(five, tmp_path / "c.docx", plan="huaian", agency="西青区发展改革委")
    with pytest.raises(SheetError, match=r"written as \.ics"):
        write_calendar(five, tmp_path / "c.xlsx")
    with pytest.raises(SheetError, match="the calendar would be empty"):
        write_calendar(five, tmp_path / "c.ics", plan="huaian")
    assert [*tmp_path.iterdir()] == []


def test_the_command_writes_each_kind_of_sheet(five: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, out = str(five.server.folder.path), str(tmp_path)
    for arguments in (
        ["sheet", "tasks", "--plan", "xiqing", "--out", f"{out}/t.xlsx"],
        ["sheet", "card", "--agency", "西青区发展改革委", "--out", f"{out}/k.docx"],
        ["sheet", "calendar", "--plan", "yichang", "--plan", "huaian", "--out", f"{out}/c.ics"],
        ["sheet", "progress", "--plan", "huaian", "--year", "2019", "--quarter", "1", "--out", f"{out}/f.xlsx"],
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main([*arguments, "--data", data])
        assert ended.value.code == 0
    told = capsys.readouterr().err
    assert f"{out}/c.ics written: 3 dates" in told
    assert "Not in it, since it names no day: huaian/4/4: 每季度首月10日前" in told
    assert "In no form, since no agency leads them: huaian/4/1, huaian/4/2, huaian/4/3, huaian/4/4" in told
    assert {path.name for path in tmp_path.iterdir()} == {"t.xlsx", "k.docx", "c.ics", "f.xlsx"}
    with pytest.raises(SystemExit) as ended:
        cli.main(["sheet", "tasks", "--plan", "nowhere", "--out", f"{out}/x.xlsx", "--data", data])
    assert ended.value.code == 1
    assert "No plan nowhere is loaded" in capsys.readouterr().err
