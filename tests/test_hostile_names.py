"""Names that are markup, scripts and formulas stay text in every file that is written and every picture that is drawn."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from app_pages.charts import Cell, Load, heat, ranking, timeline
from app_pages.markup import Html
from app_pages.network import ready, words_of
from app_pages.pieces import note
from app_pages.scope import Scope
from app_pages.standalone import document
from app_pages.view import View
from app_pages.words import Say
from graph import draw
from graph.draw import Link, Node
from graph.export import export
from graph.load import load_record, remove_plan
from graph.sheets import write_calendar, write_cards, write_tasks
from graph.store import Store
from tests.conftest import PLANS
from tests.hostile_names import FORMULA, IMAGE, LINK, PLAN, SCRIPT, evil

NAMES = st.one_of(
    st.sampled_from(
        [SCRIPT, IMAGE, FORMULA, LINK, "</svg><script>1</script>", "</title><img src=x>", "&lt;b&gt;", "]]>"]
    ),
    st.text(alphabet="<>\"'&/=scriptmgoneror 市局", min_size=1, max_size=24),
)
SAY = Say("zh")


@pytest.fixture(scope="module")
def loaded(store: Store) -> Iterator[Store]:
    load_record(store, evil(PLANS.parents[1]))
    yield store
    remove_plan(store, PLAN)


@given(NAMES)
def test_a_picture_shows_them_as_text(name: str) -> None:
    point = {"name": name, "date": "2019-01-01", "level": "county", "href": "plans"}
    pictures = (
        ranking(SAY, [Load(name, 2, 1, 1)], 1),
        timeline(SAY, [point]),
        heat(SAY, [name], [name], [[Cell(1, name, f"agency:{name}")]]),
    )
    for picture in pictures:
        drawn = ElementTree.fromstring(picture)
        assert {element.tag for element in drawn.iter()} <= {"svg", "g", "a", "title", "text", "rect", "line", "circle"}
        assert name.split() == [] or any(name in (element.text or "") for element in drawn.iter())
        assert not any(key.startswith("on") for element in drawn.iter() for key in element.attrib)


class Tags(HTMLParser):
    """The elements of a page and what is written in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


@given(NAMES)
def test_the_page_that_opens_offline_shows_them_as_text(name: str) -> None:
    nodes = [Node("Agency:1", "Agency", name, 3, "#cc6677", name), Node("Task:1", "Task", name)]
    picture = draw.picture(draw.network(nodes, [Link("Agency:1", "Task:1", "LEADS", name, "task:1")]))
    page = document(View(Scope(), SAY, "", {}, Scope()), ready(picture, SAY), note(name), [name])
    found = Tags()
    found.feed(page)
    assert found.tags.count("script") == 2 and "img" not in found.tags and found.handlers == []
    held = re.search(r'<script[^>]*id="picture"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert held and json.loads(held[1])["nodes"][0]["caption"] == name
    assert words_of(SAY) and isinstance(note(name), Html)


def test_the_office_gets_no_formula(loaded: Store, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_tasks(loaded, tmp_path / "t.xlsx", plan=PLAN)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s"} and not any(cell.hyperlink for cell in cells)
    words = "\n".join(str(cell.value) for cell in cells)
    assert all(name in words for name in (SCRIPT, IMAGE, FORMULA))


@pytest.mark.parametrize("write", [write_tasks, write_cards])
def test_a_document_holds_them_as_text(loaded: Store, tmp_path: Path, write: object) -> None:
    assert callable(write)
    path = write(loaded, tmp_path / "t.docx", plan=PLAN)
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "embed" in name or "vba" in name.lower()]
        tree = ElementTree.fromstring(archive.read("word/document.xml"))
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"instrText", "fldSimple", "hyperlink", "object", "altChunk", "pict"}
    assert SCRIPT in "".join(tree.itertext())


def test_a_calendar_holds_them_as_text(loaded: Store, tmp_path: Path) -> None:
    write_calendar(loaded, tmp_path / "t.ics", plan=PLAN)
    calendar = Calendar.from_ical((tmp_path / "t.ics").read_bytes())
    assert {part.name for part in calendar.walk()} <= {"VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT", "VALARM"}
    events = calendar.walk("VEVENT")
    assert events and all(IMAGE in str(event["SUMMARY"]) for event in events)
    assert {str(alarm["ACTION"]) for alarm in calendar.walk("VALARM")} == {"DISPLAY"}
    assert not any(name in event for event in events for name in ("ATTACH", "URL"))


@pytest.mark.parametrize("form", ["graphml", "gexf", "csv", "turtle", "jsonld", "neo4j_admin"])
def test_another_program_gets_them_as_text(loaded: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    export(loaded, form, path, [PLAN])
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    texts = [file.read_text("utf-8-sig") for file in files if file.suffix != ".gz"]
    if form in ("graphml", "gexf"):
        tree = ElementTree.fromstring(texts[0])
        assert not {element.tag.rpartition("}")[2].lower() for element in tree.iter()} & {"script", "img"}
        held = " ".join([*tree.itertext(), *(value for element in tree.iter() for value in element.attrib.values())])
        assert SCRIPT in held and FORMULA in held
    elif form == "jsonld":
        assert SCRIPT in json.dumps(json.loads(texts[0]), ensure_ascii=False)
    elif form == "csv":
        cells = [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert any(SCRIPT in cell for cell in cells) and any(FORMULA in cell for cell in cells)
        assert [cell for cell in cells if cell.startswith(("=", "@"))] == []
