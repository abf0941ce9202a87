"""任务分解表 as a scenario would have it: who would do what, told from the plan as issued."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from graph.sheets import write_tasks
from graph.sheets.trial import Trial
from graph.store import Store
from graph.workload.changes import Change, DropItem, Merge, Move, NewAgency, NewItem
from graph.workload.scenario import Scenario, play
from queries import analyses

REFORM, POLICE = "120111/development_reform", "120111/public_security_bureau"


def rows(store: Store, path: Path, *changes: Change) -> list[list[str]]:
    """The rows of the sheet of 西青区 after changes, the heading among them."""
    base = analyses.roster(store)
    trial = Trial(base, play(base, Scenario("t", changes)))
    sheet = openpyxl.load_workbook(write_tasks(store, path, plan="xiqing", trial=trial)).worksheets[0]
    return [[str(cell or "") for cell in row] for row in sheet.values]


def row_of(found: list[list[str]], title: str) -> list[str]:
    return next(row for row in found if row[1] == title)


def test_a_move_changes_its_item_alone_and_is_told(five: Store, tmp_path: Path) -> None:
    found = rows(five, tmp_path / "t.xlsx", Move("xiqing/3/3", REFORM, POLICE))
    title = "开展涉金融领域失信问题专项治理和互联网金融风险专项整治"
    assert row_of(found, title)[3] == "公安西青分局" and "推演中有变动" in row_of(found, title)[8], (
        "as the plan prints it"
    )
    heading = "\n".join(row[0] for row in found[:4])
    assert "推演稿，不是印发的分工" in heading and title in heading
    assert sum("推演中有变动" in row[8] for row in found) == 1
    fraud = row_of(found, "开展电信网络诈骗专项治理")
    assert fraud[3] == "区发展改革委、公安西青分局" and fraud[6] == "24小时后到账"


def test_new_agencies_and_items_stand_in_it_and_dropped_ones_do_not(five: Store, tmp_path: Path) -> None:
    found = rows(
        five,
        tmp_path / "t.xlsx",
        NewAgency("new/数据局", "西青区数据局"),
        NewItem("xiqing/new/1", "xiqing", "共享数据", ("new/数据局",), (POLICE,)),
        DropItem("xiqing/3/3"),
        Merge((REFORM,), "new/数据局"),
        Move("xiqing/3/1", "no-such-agency", POLICE),
    )
    assert row_of(found, "共享数据")[3:5] == ["西青区数据局", "公安西青分局"]
    assert all(row[1] != "开展涉金融领域失信问题专项治理和互联网金融风险专项整治" for row in found)
    assert all("区发展改革委" not in row[3] + row[4] for row in found)
    assert "no-such-agency" not in "\n".join(row[0] for row in found[:4]), "what was not made is not told as made"
