"""The example notebook runs from its first cell to its last, and shows what its text says."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graph.codebook import codebook
from graph.export.provenance import VERSION
from graph.schema import schema
from graph.server import local_server

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = ROOT / "examples" / "plans.ipynb"


def cells() -> list[str]:
    book = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (book["nbformat"], all(cell["outputs"] == [] for cell in book["cells"] if cell["cell_type"] == "code")) == (
        4,
        True,
    )
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]


def shown(cell: str, names: dict[str, Any]) -> Any:
    """Runs a cell as a notebook does; gives the value of its last line, where that is an expression."""
    tree = ast.parse(cell)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    return (
        eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names) if isinstance(last, ast.Expr) else None
    )


def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZEREN_DATA", str(tmp_path / "graph"))
    names: dict[str, Any] = {}
    try:
        loaded, top, concentrated, _, fraud, tried, _ = [shown(cell, names) for cell in cells()]
    finally:
        local_server.stop(tmp_path / "graph")
    assert [(plan, status) for plan, status, *_ in loaded] == [
        (plan, "loaded") for plan in ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
    ]
    assert top[0] == {
        "agency": "西青区发展改革委",
        "leads": 25,
        "fractional": pytest.approx(14.75),
        "sole": 6,
        "rank": 1,
    }
    assert (concentrated["yichang"], concentrated["xiqing"]) == (0.058, 0.206)
    assert ("常州市", ["常州市公安局"]) in fraud
    moved = {row["agency"]: (row["base"], row["relief"]) for row in tried}
    assert moved["西青区发展改革委"] == (25, 22)
    said = capsys.readouterr().out
    assert "西青区发展改革委" in said
    assert "data sha256:" in said
    assert openpyxl.load_workbook(tmp_path / "西青任务分解表.xlsx").sheetnames == ["西青区"]


def test_the_codebook_has_every_name() -> None:
    book = codebook()
    for kind in (*schema().nodes.values(), *schema().relationships.values()):
        assert kind.doc in book
        assert all(f"| `{name}` | {each.type} | {each.doc}" in book for name, each in kind.properties.items())
    assert f"责任图谱 {VERSION}" in book
    assert "(`fractional`)" in book
