"""The five plans re-wrapped, paged, damaged, re-coded and rewritten in other styles give the gold's assignments."""

import csv
import io
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from loaders.clean import clean
from loaders.pipeline import extract
from loaders.read import read

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
Roles = list[tuple[list[str], list[str]]]
HALF = str.maketrans("（）：；，", "():;,")
FULL = str.maketrans("():;,", "（）：；，")


@cache
def text_of(plan: str) -> str:
    return clean(read(ROOT / "data" / "plans" / f"{plan}.txt")[0]).text


@cache
def assigned(plan: str) -> list[dict[str, Any]]:
    gold = json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text(encoding="utf-8"))
    return [task for task in gold["tasks"] if task["lead"] or task["support"]]


def wanted(plan: str) -> Roles:
    return [(task["lead"], task["support"]) for task in assigned(plan)]


def squeezed(title: str | None) -> str:
    return re.sub(r"\s", "", title or "")


def found(path: Path) -> Roles:
    tasks = [task for task in extract(path).tasks if task.lead or task.support]
    return [([party.name for party in task.lead], [party.name for party in task.support]) for task in tasks]


def check(tmp_path: Path, plan: str, content: str | bytes, suffix: str = ".txt") -> None:
    path = tmp_path / f"{plan}{suffix}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    assert found(path) == wanted(plan)


def wrapped(text: str, width: int) -> list[str]:
    return [part[i : i + width] for part in text.split("\n") for i in range(0, max(len(part), 1), width)]


def paged(lines: list[str], height: int) -> str:
    out = []
    for number, line in enumerate(lines, 1):
        out.append(line)
        if number % height == 0:
            out += ["", f"— {number // height} —", ""]
    return "\n".join(out)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.sampled_from(PLANS), width=st.integers(18, 70), height=st.one_of(st.none(), st.integers(15, 45)))
def test_any_width_with_and_without_page_numbers(tmp_path: Path, plan: str, width: int, height: int | None) -> None:
    lines = wrapped(text_of(plan), width)
    check(tmp_path, plan, paged(lines, height) if height else "\n".join(lines))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.sampled_from(PLANS), seed=st.integers(0, 10**6), share=st.floats(0.0, 0.03))
def test_spaces_strewn_in(tmp_path: Path, plan: str, seed: int, share: float) -> None:
    rnd = random.Random(seed)
    check(tmp_path, plan, "".join(c + " " * (c > "\u3400" and rnd.random() < share) for c in text_of(plan)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(plan="changzhou", size=470)  # a page ends behind the first two characters of a paragraph
@given(plan=st.sampled_from(PLANS), size=st.integers(350, 1200))
def test_pages_cut_anywhere(tmp_path: Path, plan: str, size: int) -> None:
    text = text_of(plan)
    pages = [text[start : start + size] for start in range(0, len(text), size)]
    assume(not any(re.search(r"\n\d{1,3}$", page) for page in pages))  # bare digits that end a page are a page number
    path = tmp_path / f"{plan}.txt"
    path.write_text("".join(f"{page}\n\n—{number}—\n\n" for number, page in enumerate(pages, 1)), encoding="utf-8")
    assert found(path) == wanted(plan)
    tasks = [task for task in extract(path).tasks if task.lead or task.support]
    assert [(task.number, squeezed(task.title), task.section) for task in tasks] == [
        (str(task["number"]), squeezed(task["title"]), task["section"]) for task in assigned(plan)
    ]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_traditional_script(tmp_path: Path, plan: str, script: str) -> None:
    path = tmp_path / f"{plan}.txt"
    path.write_text(OpenCC(script).convert(text_of(plan)), encoding="utf-8")
    record, simple = extract(path), OpenCC("hk2s").convert
    printed = [party for task in record.tasks for party in (*task.lead, *task.support)]
    assert all(record.text[party.start : party.end] == party.name for party in printed), "spans show what is printed"
    assert sum(party.name != simple(party.name) for party in printed) > len(printed) / 3
    read_as = [
        ([simple(name) for name in leads], [simple(name) for name in supports]) for leads, supports in found(path)
    ]
    assert read_as == wanted(plan)


def as_html(text: str) -> str:
    body = "".join(f"<p>　　{line}</p>" for line in text.split("\n"))
    menu = "<div class=menu>首页，政务公开，办事服务，互动交流。</div>"
    script = "<script>var fake = '（牵头单位：假局）';</script>"
    return (
        f"<html><head><title>方案</title>{script}</head><body>{menu}<div id=article>{body}</div>{script}</body></html>"
    )


def as_layout_html(text: str) -> bytes:
    body = "<br>&nbsp;&nbsp;".join(text.split("\n"))
    page = f'<html><head><meta charset="gb2312"></head><body><table><tr><td><div>{body}</div></td></tr></table></body></html>'
    return page.encode("gb18030")


def as_docx(text: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def as_pdf(text: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out, size, top = io.BytesIO(), 16, 770.0
    canvas = Canvas(out, pagesize=(595, 842))
    y, page = top, 1
    for line in text.split("\n"):
        for index, part in enumerate(["　　" + line][0][i : i + 28] for i in range(0, len(line) + 2, 28)):
            if y < 80:
                canvas.drawString(290, 40, f"— {page} —")
                canvas.showPage()
                y, page = top, page + 1
            canvas.setFont("STSong-Light", size)
            canvas.drawString(70 + (2 * size if index == 0 else 0), y, part.strip())
            y -= 28
    canvas.save()
    return out.getvalue()


FORMATS: dict[str, tuple[Callable[[str], str | bytes], str]] = {
    "half-width": (lambda text: text.translate(HALF), ".txt"),
    "full-width": (lambda text: text.translate(FULL), ".txt"),
    "crlf": (lambda text: text.replace("\n", "\r\n"), ".txt"),
    "gb18030": (lambda text: text.encode("gb18030"), ".txt"),
    "html": (as_html, ".html"),
    "html laid out by a table": (as_layout_html, ".html"),
    "docx": (as_docx, ".docx"),
    "docx named .doc": (as_docx, ".doc"),
    "pdf": (as_pdf, ".pdf"),
}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", FORMATS)
def test_formats(tmp_path: Path, plan: str, name: str) -> None:
    make, suffix = FORMATS[name]
    content = make(text_of(plan))
    path = tmp_path / f"{plan}{suffix}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    plain = [([n.translate(FULL) for n in lead], [n.translate(FULL) for n in support]) for lead, support in found(path)]
    assert plain == [
        ([n.translate(FULL) for n in lead], [n.translate(FULL) for n in support]) for lead, support in wanted(plan)
    ]


# Rewritten in other styles --------------------------------------------------------------------------------------

BODY = "加强管理，完善制度，严厉打击违法行为。健全机制，公布名单。"
HEAD = ["序号", "重点任务", "工作内容", "牵头单位", "责任单位", "完成时限"]
CHINESE = ["〇", *"一二三四五六七八九十", *("十" + digit for digit in "一二三四五六七八九"), "二十"]


def listed(names: list[str]) -> str:
    return "、".join(names)


def with_support(task: dict[str, Any], pattern: str) -> str:
    return pattern.format(listed(task["support"])) if task["support"] else ""


ITEMS: dict[str, Callable[[int, dict[str, Any]], str]] = {
    "suffix": lambda i, t: (
        f"（{CHINESE[i]}）{t['title']}。{BODY}（{listed(t['lead'])}牵头{with_support(t, '，{}按职责分工负责')}）"
    ),
    "suffix with a deadline": lambda i, t: (
        f"{i}．{t['title']}。{BODY}（{listed(t['lead'])}牵头负责{with_support(t, '，{}等部门参与')}；完成时限：2019年底前）"
    ),
    "label lines": lambda i, t: (
        f"{i}.{t['title']}。{BODY}\n牵头部门：{listed(t['lead'])}{with_support(t, chr(10) + '落实部门：{}')}\n完成时限：持续推进"
    ),
    "one line of labels": lambda i, t: (
        f"{i}.{t['title']}\n{BODY}\n牵头单位：{listed(t['lead'])}{with_support(t, '；责任单位：{}')}"
    ),
    "labels in the paragraph": lambda i, t: (
        f"{i}.{t['title']}。{BODY}牵头单位：{listed(t['lead'])}{with_support(t, '；配合单位：{}')}。"
    ),
    "label and verb": lambda i, t: (
        f"{i}.{t['title']}。{BODY}（责任单位：{listed(t['lead'])}牵头{with_support(t, '，{}等部门分工负责')}）"
    ),
    "other brackets": lambda i, t: (
        f"{i}.{t['title']}。{BODY}〔牵头单位：{listed(t['lead'])}{with_support(t, '，参加单位：{}')}〕"
    ),
    "two brackets": lambda i, t: (
        f"{i}.{t['title']}。{BODY}（牵头单位：{listed(t['lead'])}）{with_support(t, '（参与单位：{}）')}"
    ),
}


def rewritten(plan: str, item: Callable[[int, dict[str, Any]], str]) -> str:
    lines, section, chapter, number = (
        ["某市关于集中治理诚信缺失突出问题的实施方案", "为贯彻落实精神，制定本方案。"],
        "",
        0,
        0,
    )
    for task in assigned(plan):
        if task["section"] + str(task["subsection"]) != section:
            section, chapter, number = task["section"] + str(task["subsection"]), chapter + 1, 0
            lines.append(f"{CHINESE[chapter]}、{task['section'].split('、', 1)[1]}")
        number += 1
        lines.append(item(number, task))
    return "\n".join(lines)


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("style", ITEMS)
@pytest.mark.parametrize("width", [None, 32])
def test_rewritten_in_another_style(tmp_path: Path, plan: str, style: str, width: int | None) -> None:
    text = rewritten(plan, ITEMS[style])
    path = tmp_path / f"{plan}.txt"
    path.write_text("\n".join(wrapped(text, width)) if width else text, encoding="utf-8")
    assert found(path) == wanted(plan)
    assert [task.title for task in extract(path).tasks if task.lead] == [task["title"] for task in assigned(plan)]


def rows(plan: str) -> Iterator[list[str]]:
    yield HEAD
    for number, task in enumerate(assigned(plan), 1):
        yield [str(number), task["title"], BODY, listed(task["lead"]), listed(task["support"]) or "/", "2019年底"]


def html_table(plan: str) -> bytes:
    body = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows(plan))
    return f"<html><body><h1>某市实施方案</h1><table>{body}</table></body></html>".encode()


def docx_table(plan: str) -> bytes:
    document, out, cells = docx.Document(), io.BytesIO(), list(rows(plan))
    document.add_paragraph("某市实施方案")
    table = document.add_table(len(cells), len(HEAD))
    for index, row in enumerate(cells):
        for column, text in enumerate(row):
            table.cell(index, column).text = text
    document.save(out)
    return out.getvalue()


def xlsx_table(plan: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某市重点任务分解表"])
    sheet.merge_cells("A1:F1")
    for row in rows(plan):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def csv_table(plan: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows(plan))
    return out.getvalue().encode("utf-8-sig")


def pdf_table(plan: str) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style, out = ParagraphStyle("cell", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK"), io.BytesIO()
    cells = [[Paragraph(text, style) for text in row] for row in rows(plan)]
    table = Table(cells, colWidths=(30, 90, 150, 110, 110, 50), repeatRows=1, splitInRow=0)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]))
    SimpleDocTemplate(out, pagesize=(595, 842), leftMargin=25, rightMargin=25).build(
        [Paragraph("某市重点任务分解表", style), table]
    )
    return out.getvalue()


def unruled_pdf(plan: str, middle: bool) -> bytes:
    """A table without a line: cells wrapped by hand, the number on a row's first or middle line."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out, lefts, widths = io.BytesIO(), (40, 75, 175, 310, 435, 545), (3, 9, 12, 11, 10, 5)
    canvas = Canvas(out, pagesize=(620, 842))
    y = 0.0
    for index, row in enumerate(rows(plan)):
        cells = [
            [cell[i : i + width] for i in range(0, len(cell), width)] for cell, width in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells))
        if y < 60 + 14 * height:
            if index:
                canvas.showPage()
            canvas.setFont("STSong-Light", 9)
            y = 780.0
            if index:
                for left, text in zip(lefts, HEAD, strict=True):
                    canvas.drawString(left, y, text)
                y -= 20
        for column, (left, lines) in enumerate(zip(lefts, cells, strict=True)):
            drop = (height - len(lines)) / 2 if middle and index else 0
            for number, text in enumerate(lines):
                canvas.drawString(left, y - 14 * (number + (drop if column == 0 else 0)), text)
        y -= 14 * height + 6
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("middle", [False, True])
def test_rewritten_as_a_table_without_lines(tmp_path: Path, plan: str, middle: bool) -> None:
    check(tmp_path, plan, unruled_pdf(plan, middle), ".pdf")


TABLES = {".html": html_table, ".docx": docx_table, ".xlsx": xlsx_table, ".csv": csv_table, ".pdf": pdf_table}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("suffix", TABLES)
def test_rewritten_as_a_table(tmp_path: Path, plan: str, suffix: str) -> None:
    check(tmp_path, plan, TABLES[suffix](plan), suffix)
    record = extract(tmp_path / f"{plan}{suffix}")
    assert [task.title for task in record.tasks] == [task["title"] for task in assigned(plan)]
    assert {item.date for task in record.tasks for item in task.deadlines} == {"2019-12-31"}
