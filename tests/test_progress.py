"""A form goes out, comes back filled in, and becomes part of the graph; what can't be read is told with its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import cli
from graph.load import load_paths, remove_plan
from graph.progress.form import day_of, number_of
from graph.progress.ledger import ProgressError, progress_file, read_progress
from graph.progress.reading import Given
from graph.progress.taking import Taken, lost, reports, take_in, undo
from graph.rebuild import rebuild
from graph.server import local_server
from graph.sheets import SheetError, write_progress
from graph.store import Store, open_store
from queries.library import ask
from tests.conftest import PLANS
from tests.printed import printed

HEAD = ["序号", "治理项目", "年度治理目标", "问题清单", "具体举措和实际成效"]
CIVIL = "淮安市民政局"
CHARITY = "huaian/3.1/16"
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("progress")
    try:
        with open_store(folder) as opened:
            load_paths(opened, [PLANS / "huaian.txt", PLANS / "yichang.txt"])
            yield opened
    finally:
        local_server.stop(folder)


@pytest.fixture(autouse=True)
def nothing_reported(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "store" in request.fixturenames:
        opened: Store = request.getfixturevalue("store")
        file = progress_file(opened.server.folder)
        if file.exists():
            file.unlink()
            rebuild(opened)


def filled(store: Store, path: Path, edit: Edit | None = None, *, quarter: int = 1, agency: str = CIVIL) -> Path:
    """A form as an office sends it back; `edit` does more to its worksheet."""
    write_progress(store, path, plan="huaian", year=2019, quarter=quarter, agency=agency, status=True)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["C5"], sheet["D5"], sheet["E5"] = "登记率100%", "渠道不畅", "1.已公布举报电话83605763\n2.检查12次"
    sheet["F5"], sheet["E6"] = "推进中", "=已巡查"
    sheet["E6"].data_type = "s"
    sheet["D7"] = "填报日期：2019年4月8日"
    if edit:
        edit(sheet)
    book.save(path)
    return path


def unmerge(sheet: Any) -> None:
    for cells in [*sheet.merged_cells.ranges]:
        sheet.unmerge_cells(str(cells))


def answer(store: Store, **given: Any) -> list[dict[str, Any]]:
    params: dict[str, Any] = {"plan": "huaian", "year": 2019, "quarter": 1, "on": "2019-04-20", "agency": CIVIL} | given
    return ask(store, "progress", **params).rows


def faults(store: Store, path: Path, given: Given | None = None) -> list[str]:
    (taken,) = take_in(store, [path], given)
    assert taken.failed
    assert reports(store).reports == (), "nothing is half-applied"
    return [f"{fault.at}: {fault.words.zh}" for reading in taken.readings for fault in reading.faults]


def test_the_form_is_as_the_plan_prescribes_it(store: Store, tmp_path: Path) -> None:
    forms = write_progress(store, tmp_path / "f.xlsx", plan="huaian", year=2019, quarter=1, agency=CIVIL)
    sheet = openpyxl.load_workbook(forms.paths[0]).worksheets[0]
    rows = [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["淮安市集中治理诚信缺失突出问题工作进度表 (2018-2020年)"]
    assert rows[1] == ["年份：2019", "季度：1", "填报单位（盖章）：淮安市民政局"]
    assert rows[2] == [*HEAD, "任务编号"]
    assert sheet.column_dimensions["F"].hidden
    assert [row[1] for row in rows[3:6]] == [
        "开展非法社会组织专项治理",
        "开展慈善捐助失信问题专项治理",
        "开展“假彩票”问题专项治理",
    ]
    (page,) = printed(forms.paths[0])
    assert (round(page.width), round(page.height)) == (842, 595)
    assert "".join(HEAD) in page.words
    assert "任务编号" not in page.words


def test_every_lead_gets_a_file_of_its_own(store: Store, tmp_path: Path) -> None:
    forms = write_progress(store, tmp_path / "forms", plan="huaian", year=2019, quarter=1)
    leads = store.read(
        "MATCH (:Plan {id: 'huaian'})-[:HAS_TASK]->(t)<-[:LEADS {origin: 'printed'}]-(a {collective: false}) "
        "RETURN DISTINCT a.name AS name"
    )
    assert {path.stem.partition(" ")[2] for path in forms.paths} == {row["name"] for row in leads}
    assert forms.unled == ("huaian/4/1", "huaian/4/2", "huaian/4/3", "huaian/4/4")


def test_a_plan_without_a_form_of_its_own_gets_one_by_its_title(store: Store, tmp_path: Path) -> None:
    forms = write_progress(store, tmp_path / "f.xlsx", plan="yichang", year=2019, quarter=1)
    assert str(openpyxl.load_workbook(forms.paths[0]).worksheets[0]["A1"].value).endswith("》工作进度表")


@pytest.mark.verifies("progress")
def test_what_was_filled_in_is_in_the_graph_with_who_and_when(store: Store, tmp_path: Path) -> None:
    (taken,) = take_in(store, [filled(store, tmp_path / "f.xlsx")], who="督查室")
    assert (taken.failed, len(taken.reports)) == (False, 3)
    rows = {row["taskId"]: row for row in answer(store)}
    charity = rows[CHARITY]
    assert (charity["goal"], charity["problems"], charity["status"]) == ("登记率100%", "渠道不畅", "going")
    assert charity["progress"] == "1.已公布举报电话83••••••\n2.检查12次"
    assert (charity["who"], charity["filedOn"], charity["state"], charity["late"]) == (
        "督查室",
        "2019-04-08",
        "filled",
        False,
    )
    assert charity["time"].endswith("Z")
    assert charity["source"] == f"f.xlsx, {CIVIL}, B5"
    assert rows["huaian/3.1/15"]["state"] == "unfilled"
    assert rows["huaian/3.1/18"]["progress"] == "=已巡查"
    graph = "MATCH (a)-[:REPORTED]->(r:ProgressReport)-[:REPORTS_ON]->(t) RETURN DISTINCT a.name AS a, count(t) AS n"
    assert store.read(graph) == [{"a": CIVIL, "n": 3}]


def test_what_is_late_or_missing_or_overdue_is_told(store: Store, tmp_path: Path) -> None:
    everyone: dict[str, Any] = {"agency": None}
    assert {row["state"] for row in answer(store, **everyone)} == {"missing"}
    assert {row["state"] for row in answer(store, on="2019-04-10", **everyone)} == {"awaited"}
    take_in(store, [filled(store, tmp_path / "f.xlsx", lambda sheet: sheet.__setitem__("D7", "填报日期：2019.4.11"))])
    assert [row["taskId"] for row in answer(store, state=["late"])] == ["huaian/3.1/15", CHARITY, "huaian/3.1/18"]
    assert [row["taskId"] for row in answer(store, state=["unfilled"])] == ["huaian/3.1/15"]
    assert answer(store, state=["late"], day=11) == []
    assert {row["formDue"] for row in answer(store, quarter=4)} == {"2020-01-10"}
    named = ask(store, "progress", plan="huaian", on="2019-07-01", agency=CIVIL).rows[0]
    assert (named["year"], named["quarter"]) == (2019, 2)


def test_an_item_is_overdue_until_it_is_reported_done(store: Store, tmp_path: Path) -> None:
    due = store.read(
        "MATCH (:Plan {id: 'yichang'})-[:HAS_TASK]->(t)-[:HAS_TARGET]->(g) MATCH (t)<-[:LEADS {origin: 'printed'}]-(a) "
        "WHERE g.dueOn IS NOT NULL AND NOT a.collective RETURN t.id AS task, a.name AS name, toString(g.dueOn) AS day LIMIT 1"
    )[0]
    given: dict[str, Any] = {"plan": "yichang", "agency": due["name"], "on": "2030-01-01", "year": 2019, "quarter": 1}

    def overdue() -> list[str]:
        return [row["taskId"] for row in ask(store, "progress", **given, state=["overdue"]).rows]

    assert due["task"] in overdue()
    path = tmp_path / "f.xlsx"
    write_progress(store, path, plan="yichang", year=2019, quarter=1, agency=due["name"], status=True)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[6].value == due["task"])
    row[5].value = "已完成"
    book.save(path)
    (taken,) = take_in(store, [path])
    assert not taken.failed, taken
    assert due["task"] not in overdue()


def test_reports_outlive_a_reload_of_the_plan_and_a_judgement(store: Store, tmp_path: Path) -> None:
    take_in(store, [filled(store, tmp_path / "f.xlsx")])
    before = answer(store)
    assert load_paths(store, [PLANS / "huaian.txt"])[0].status == "unchanged"
    remove_plan(store, "huaian")
    load_paths(store, [PLANS / "huaian.txt"])
    assert answer(store) == before
    text = (PLANS / "huaian.txt").read_text("utf-8")
    (tmp_path / "huaian.txt").write_text(
        text.replace("15. 开展非法社会组织专项治理", "15. 开展社会团体专项治理"), "utf-8"
    )
    (result,) = load_paths(store, [tmp_path / "huaian.txt"])
    assert any("has no item" in warning and "开展非法社会组织专项治理" in warning for warning in result.warnings)
    assert {row["taskId"] for row in answer(store) if row["report"]} == {CHARITY, "huaian/3.1/18"}
    assert lost(store) == {each.id for each in reports(store).current if each.task == "huaian/3.1/15"}
    load_paths(store, [PLANS / "huaian.txt"])
    assert answer(store) == before


def test_the_last_reading_counts_and_can_be_undone(store: Store, tmp_path: Path) -> None:
    def later(sheet: Any) -> None:
        sheet["E5"] = "第二次"

    (first,) = take_in(store, [filled(store, tmp_path / "1.xlsx")])
    (second,) = take_in(store, [filled(store, tmp_path / "2.xlsx", later)])

    def said() -> str | None:
        return next(row["progress"] for row in answer(store) if row["taskId"] == CHARITY)

    assert said() == "第二次"
    undo(store, [second.reports[0].id.partition(".")[0]])
    assert said() == "1.已公布举报电话83••••••\n2.检查12次"
    undo(store, [next(each.id for each in first.reports if each.task == CHARITY)])
    assert said() is None
    with pytest.raises(ProgressError, match="There is no reading nothing"):
        undo(store, ["nothing"])


def test_goals_of_the_year_stand_in_the_next_form(store: Store, tmp_path: Path) -> None:
    take_in(store, [filled(store, tmp_path / "1.xlsx")])
    write_progress(store, tmp_path / "2.xlsx", plan="huaian", year=2019, quarter=2, agency=CIVIL)
    assert openpyxl.load_workbook(tmp_path / "2.xlsx").worksheets[0]["C5"].value == "登记率100%"


def test_a_word_form_comes_back_too(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "f.docx"
    write_progress(store, path, plan="huaian", year=2019, quarter=1, agency=CIVIL)
    document = docx.Document(str(path))
    document.tables[0].cell(2, 4).text = "检查12次"
    document.save(str(path))
    (taken,) = take_in(store, [path])
    assert [(each.task, each.progress) for each in taken.reports if each.filled] == [(CHARITY, "检查12次")]


def test_a_table_of_text_comes_back_too(store: Store, tmp_path: Path) -> None:
    rows = [
        "年份：2019,季度：二,填报单位：市民政局,,",
        ",".join(HEAD),
        "1,开展慈善捐助失信问题专项治理,,,检查12次",
        "填报人：王某,填报日期：2019/7/9,,,",
    ]
    (tmp_path / "f.csv").write_text("\r\n".join(rows), "gb18030")
    (taken,) = take_in(store, [tmp_path / "f.csv"], Given(plan="huaian"))
    assert not taken.failed, [*taken.readings[0].told()] if taken.readings else taken.error
    (report,) = taken.reports
    assert (report.progress, report.quarter, report.filed, report.by) == ("检查12次", 2, "2019-07-09", "王某")
    assert report.source.endswith("B3")


# What offices do to a form -------------------------------------------------------------------------------------------


def test_columns_may_be_moved(store: Store, tmp_path: Path) -> None:
    def moved(sheet: Any) -> None:
        for row in range(3, 7):
            b, e = sheet.cell(row, 2).value, sheet.cell(row, 5).value
            sheet.cell(row, 2).value, sheet.cell(row, 5).value = e, b
        sheet["B3"], sheet["B6"].data_type = "举措和成效", "s"

    (taken,) = take_in(store, [filled(store, tmp_path / "f.xlsx", moved)])
    assert {each.task: each.progress for each in taken.reports if each.progress} == {
        CHARITY: "1.已公布举报电话83605763\n2.检查12次",
        "huaian/3.1/18": "=已巡查",
    }


def test_a_merged_cell_speaks_of_all_its_rows(store: Store, tmp_path: Path) -> None:
    (taken,) = take_in(store, [filled(store, tmp_path / "f.xlsx", lambda sheet: sheet.merge_cells("D5:D6"))])
    assert [each.problems for each in taken.reports] == ["", "渠道不畅", "渠道不畅"]


def test_an_item_may_take_several_rows(store: Store, tmp_path: Path) -> None:
    def several(sheet: Any) -> None:
        sheet["B6"], sheet["G6"], sheet["D6"] = sheet["B5"].value, sheet["G5"].value, "人手不足"

    (taken,) = take_in(store, [filled(store, tmp_path / "f.xlsx", several)])
    charity = next(each for each in taken.reports if each.task == CHARITY)
    assert charity.problems == "渠道不畅\n人手不足"
    assert len(taken.reports) == 2


WRONG: list[tuple[Edit, list[str]]] = [
    (
        lambda s: s.__setitem__("E3", "进度"),
        ["E3: 标题行缺少列：具体举措和实际成效；没有认出的列：进度。请恢复原来的列名"],
    ),
    (lambda s: s.__setitem__("C3", "问题清单"), ["D3: “问题清单”一列出现两次", "A3: 标题行缺少列：年度治理目标"]),
    (
        lambda s: s.merge_cells("C5:E5"),
        ["C5: 单元格横跨多列，分不清是年度治理目标、问题清单、具体举措和实际成效中的哪一项"],
    ),
    (
        lambda s: s.__setitem__("B5", "开展别的治理"),
        ["G5: 项目写的是“开展别的治理”，而任务编号 huaian/3.1/16 是“开展慈善捐助失信问题专项治理”"],
    ),
    (lambda s: s.__setitem__("G5", "huaian/9/9"), ["G5: 方案 huaian 中没有项目“huaian/9/9”"]),
    (
        lambda s: s.__setitem__("G5", "huaian/3.1/1") or s.__setitem__("B5", None),
        ["G5: “淮安市民政局”不承担项目“开展电信网络诈骗专项治理”"],
    ),
    (lambda s: s.__setitem__("B5", None) or s.__setitem__("G5", None), ["C5: 填写了内容，但没有写是哪个项目"]),
    (lambda s: s.__setitem__("F5", "差不多"), ["F5: 完成情况“差不多”读不出来，应为已完成、推进中、未启动"]),
    (lambda s: s.__setitem__("D7", "填报日期：四月上旬"), ["D7: 填报日期“四月上旬”读不出来，应如 2019-04-08"]),
    (lambda s: s.__setitem__("A2", "年份：今年"), ["A2: 年份“今年”读不出来，应如 2019"]),
    (lambda s: s.__setitem__("D2", "季度："), ["D2: 没有填写季度"]),
    (lambda s: s.__setitem__("F2", "填报单位：市外星人局"), ["F2: 方案 huaian 没有给“市外星人局”分配任务"]),
    (lambda s: s.__setitem__("F7", "方案编号：suqian"), ["F7: 方案 suqian 没有载入；已载入：huaian、yichang"]),
]


@pytest.mark.parametrize(("edit", "told"), WRONG, ids=[told[0].partition("：")[0] for _, told in WRONG])
def test_what_can_not_be_read_is_told_with_its_cell(store: Store, tmp_path: Path, edit: Edit, told: list[str]) -> None:
    found = faults(store, filled(store, tmp_path / "f.xlsx", edit))
    assert len(found) == len(told)
    assert all(one.startswith(start) for one, start in zip(found, told, strict=True)), found
    assert answer(store, state=["filled"]) == []


def test_a_form_without_the_ids_is_known_by_its_items(store: Store, tmp_path: Path) -> None:
    def bare(sheet: Any) -> None:
        unmerge(sheet)
        sheet.delete_cols(7)
        sheet["F7"] = None

    (taken,) = take_in(store, [filled(store, tmp_path / "f.xlsx", bare)])
    assert not taken.failed, [*taken.readings[0].told()]
    assert [each.task for each in taken.reports] == ["huaian/3.1/15", CHARITY, "huaian/3.1/18"]
    other = filled(store, tmp_path / "g.xlsx", lambda sheet: bare(sheet) or sheet.__setitem__("B5", "不是项目"))
    (wrong,) = take_in(store, [other], Given(plan="yichang"))
    told = [f"{fault.at}: {fault.words.zh}" for fault in wrong.readings[0].faults]
    assert told[0] == "F2: 方案 yichang 没有给“淮安市民政局”分配任务"
    assert "B5: 方案 yichang 中没有项目“不是项目”" in told


def test_one_bad_worksheet_holds_its_whole_file_back_and_no_other_file(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    write_progress(store, path, plan="huaian", year=2019, quarter=1)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"] = "年份：？"
    book.save(path)
    bad, good = take_in(store, [path, filled(store, tmp_path / "f.xlsx")])
    assert (bad.failed, bad.reports, good.failed, len(good.reports)) == (True, (), False, 3)


def test_what_is_said_beside_the_form_counts(store: Store, tmp_path: Path) -> None:
    given = Given(plan="huaian", unit="市民政局", year=2020, quarter=3, filed="2020-10-09")
    path = filled(store, tmp_path / "f.xlsx", lambda s: unmerge(s) or s.delete_rows(7, 2) or s.delete_rows(1, 2))
    (taken,) = take_in(store, [path], given)
    assert {(each.year, each.quarter, each.filed, each.unit) for each in taken.reports} == {
        (2020, 3, "2020-10-09", "市民政局")
    }


def test_a_file_that_is_no_form_is_one_sentence(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.csv").write_text("甲,乙\n1,2\n", "utf-8")
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 no")
    told = [each.error or "" for each in take_in(store, [tmp_path / n for n in ("a.txt", "b.csv", "c.xlsx", "d.xlsx")])]
    assert [
        one.partition(":")[0].endswith(name)
        for one, name in zip(told, ("a.txt", "b.csv", "c.xlsx", "d.xlsx"), strict=True)
    ]
    assert "is read from .xlsx" in told[0]
    assert "no head row of a progress form" in told[1]
    assert "can't be read" in told[3]


def test_a_formula_whose_value_was_not_saved_is_told(store: Store, tmp_path: Path) -> None:
    (taken,) = take_in(store, [filled(store, tmp_path / "f.xlsx", lambda sheet: sheet.__setitem__("D6", "=1+1"))])
    assert "D6 hold formulas whose values were not saved" in (taken.error or "")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2019-04-08", "2019-04-08"), ("2019年4月8日", "2019-04-08"), ("二〇一九年四月十八日", "2019-04-18"), ("2019.4.8", "2019-04-08"),
     ("2019/04/08", "2019-04-08"), ("四月上旬", None), ("2019年4月", None), ("2019-13-01", None), ("2019年2月30日", None), ("明天", None)],
)  # fmt: skip
def test_days(text: str, day: str | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2019", 2019),
        ("2019年度", 2019),
        ("二〇一九年", 2019),
        ("第一季度", 1),
        ("四", 4),
        ("Q3", 3),
        ("2季度", 2),
        ("去年", None),
        ("", None),
    ],
)
def test_years_and_quarters(text: str, number: int | None) -> None:
    assert number_of(text) == number


# The file ------------------------------------------------------------------------------------------------------------


def test_a_damaged_row_of_the_file_is_told_and_the_others_act(store: Store, tmp_path: Path) -> None:
    take_in(store, [filled(store, tmp_path / "f.xlsx")])
    file = progress_file(store.server.folder)
    text = file.read_text("utf-8-sig")
    file.write_text(
        text + "p9.1\tyesterday\tx\treport\n" + "p9.2\t2019-01-01\tx\treport\thuaian/1\tw\tu\t2019\t7\n", "utf-8-sig"
    )
    found = read_progress(file)
    assert [fault.partition(": ")[2] for fault in found.faults] == [
        "the time 'yesterday' can't be read; the row is kept and does not act.",
        "the quarter 7 is none; the row is kept and does not act.",
    ]
    assert len(found.current) == 3
    file.write_text("no table", "utf-8")
    (result,) = load_paths(store, [PLANS / "huaian.txt"])
    assert "can't be read" in (result.error or "")


def run(arguments: list[str]) -> None:
    try:
        cli.main(arguments)
    except SystemExit as ended:
        if ended.code:
            raise


def test_the_command_reads_lists_and_undoes(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled(store, tmp_path / "f.xlsx")
    data = ["--data", str(store.server.folder.path)]
    run(["progress", "read", str(path), "--who", "督查室", *data])
    assert "│ 淮安市民政局 │ 2019 │       1 │     3 │      2 │" in capsys.readouterr().out
    run(["progress", "list", *data])
    shown = capsys.readouterr().out
    assert "83605763" not in shown
    assert "督查室" in shown
    run(["progress", "undo", reports(store).current[0].id.partition(".")[0], *data])
    assert "3 reports taken out" in capsys.readouterr().err
    bad = filled(store, tmp_path / "bad.xlsx", lambda sheet: sheet.__setitem__("F5", "差不多"))
    with pytest.raises(SystemExit) as stopped:
        run(["progress", "read", str(bad), *data])
    assert stopped.value.code == 1
    told = capsys.readouterr().err
    assert f"bad.xlsx, {CIVIL}, F5: the status “差不多” is not known" in told
    assert "nothing was taken in" in told


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"quarter": 5}, "no quarter 5"),
        ({"agency": "淮安海关"}, "leads nothing in huaian"),
        ({"plan": "nowhere"}, "No plan nowhere"),
    ],
)
def test_forms_that_can_not_be_made_are_told(store: Store, tmp_path: Path, given: dict[str, Any], said: str) -> None:
    with pytest.raises(SheetError, match=said):
        write_progress(store, tmp_path / "x.xlsx", **({"plan": "huaian", "year": 2019, "quarter": 1} | given))
    assert not (tmp_path / "x.xlsx").exists()


def test_a_failed_file_says_so(tmp_path: Path) -> None:
    assert Taken("x", error="no").to_json() == [{"file": "x", "error": "no", "faults": []}]
