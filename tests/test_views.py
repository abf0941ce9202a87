"""Views that people save under a name, the charts that they take along, and addresses that are no page."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app_pages import charts, views_file
from app_pages.charts import Cell, Load
from app_pages.remarks import remark
from app_pages.scope import apart, together
from app_pages.serving import FRAMEWORK, Framework, OwnIndex, send_at_once
from app_pages.views_file import SavedView, ViewsError
from app_pages.words import Say

HTML = b"<head></head>"
HOSTILE = '<img src=x onerror="alert(1)">'


def test_a_view_is_kept_and_forgotten_and_its_name_is_its_own(tmp_path: Path) -> None:
    assert views_file.saved(tmp_path) == []
    assert views_file.save(tmp_path, SavedView("诈骗", "compare", "topic=telecom_fraud"))
    assert views_file.save(tmp_path, SavedView(HOSTILE, "ranking", ""))
    assert not views_file.save(tmp_path, SavedView("诈骗", "explore", "")), "another tab's view stays"
    assert views_file.save(tmp_path, SavedView("诈骗", "compare", "topic=telecom_fraud"))
    assert [(view.name, view.page) for view in views_file.saved(tmp_path)] == [
        ("诈骗", "compare"),
        (HOSTILE, "ranking"),
    ]
    views_file.remove(tmp_path, "诈骗")
    views_file.remove(tmp_path, "诈骗")
    assert len(views_file.saved(tmp_path)) == 1


def test_no_view_is_pushed_out_by_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_file, "MOST", 3)
    for n in range(3):
        assert views_file.save(tmp_path, SavedView(f"v{n}", "ranking", ""))
    with pytest.raises(ViewsError, match="3 saved views, and no more are kept") as told:
        views_file.save(tmp_path, SavedView("v3", "ranking", ""))
    assert remark(Say("zh"), str(told.value)) == "已保存 3 个视图，到了上限，没有再存。请先删除一个不用的。"
    assert [view.name for view in views_file.saved(tmp_path)] == ["v0", "v1", "v2"]
    assert views_file.save(tmp_path, SavedView("v1", "ranking", "")), "one that stands there is no new one"
    views_file.remove(tmp_path, "v0")
    assert views_file.save(tmp_path, SavedView("v3", "ranking", ""))


def test_tabs_that_save_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: views_file.save(tmp_path, SavedView(f"v{i}", "ranking", "")), range(24)))
    assert {view.name for view in views_file.saved(tmp_path)} == {f"v{i}" for i in range(24)}


@pytest.mark.parametrize("text", ["no json", "{}1", '[{"name": 1}]', '"text"'])
def test_a_file_that_is_no_list_of_views_says_so_and_stays(tmp_path: Path, text: str) -> None:
    (tmp_path / "views.json").write_text(text, "utf-8")
    with pytest.raises(ViewsError, match=r"views\.json") as told:
        views_file.save(tmp_path, SavedView("a", "ranking", ""))
    assert "不是视图清单，读不了" in remark(Say("zh"), str(told.value))
    assert (tmp_path / "views.json").read_text("utf-8") == text


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ViewsError, match="1 to 60") as told:
        views_file.save(tmp_path, SavedView(name, "ranking", ""))
    assert remark(Say("zh"), str(told.value)) == "视图要有名称，至多 60 个字。"


@pytest.mark.parametrize("names", [["a"], ["a~;b", "~", "~~;"], ["市;局", "x~y"], []])
def test_ids_survive_the_address(names: list[str]) -> None:
    assert list(apart(together(names))) == names


async def framework(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": HTML})


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/overview", "/"),
        ("/overview?lang=en&plans=a", "/?lang=en&plans=a"),
        ("/nonsense", "/?lost=nonsense"),
        ("/%3Cb%3E?lang=en", "/?lang=en&lost=%3Cb%3E"),
        ("/ranking", None),
        ("/", None),
        ("/_stcore/health", None),
        ("/static/index.js", None),
    ],
)
def test_an_address_that_is_no_page_leads_to_the_first(asked: str, led: str | None) -> None:
    answer = passed(OwnIndex, asked)[0]
    assert dict(answer["headers"]).get(b"location", b"").decode() == (led or "")
    assert answer["status"] == (307 if led else 200)


def passed(middleware: Callable[[ASGIApp], ASGIApp], asked: str) -> list[Message]:
    """Head and body of what is answered to a GET."""
    with ThreadPoolExecutor(1) as aside:  # a browser test before this one may have left its own loop here
        return aside.submit(lambda: asyncio.run(answered(middleware(framework), asked))).result()


async def answered(app: ASGIApp, asked: str) -> list[Message]:
    path, _, query = asked.partition("?")
    scope = {"type": "http", "method": "GET", "path": unquote(path), "query_string": query.encode(), "headers": []}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def texts(svg: str) -> list[tuple[str, float, float]]:
    root = ElementTree.fromstring(svg)
    found = [node for node in root.iter() if node.tag == "text"]
    return [(node.text or "", float(node.get("x", 0)), float(node.get("y", 0))) for node in found]


def test_names_on_the_timeline_never_meet() -> None:
    names = ["内蒙古自治区鄂尔多斯市达拉特旗", "西双版纳傣族自治州", "宜昌市", "淮安市", "恩施土家族苗族自治州"]
    points = [{"name": n, "date": f"2018-10-0{i + 1}", "level": "prefecture", "href": "x"} for i, n in enumerate(names)]
    points.append({"name": "云南省", "date": "2019-07-01", "level": "province", "href": "x"})
    shown = [text for text in texts(charts.timeline(Say("zh"), points)) if text[0] in names]
    assert len(shown) == len(names)
    for i, (one, x, y) in enumerate(shown):
        for other, x2, y2 in shown[:i]:
            apart_ = abs(x - x2) > (charts.wide(one) + charts.wide(other)) / 2
            assert apart_ or abs(y - y2) >= charts.LINE - 1, (one, other)


def test_charts_are_svg_in_which_names_are_text() -> None:
    drawn = [
        charts.ranking(Say("zh"), [Load(HOSTILE, 25, 6, 1), Load("常州市信用办", 7, 5, 2)], 3.2),
        charts.heat(Say("en"), [HOSTILE], ["电信网络诈骗", "环境"], [[Cell(3, HOSTILE, "topic:x")], [Cell(None)]]),
    ]
    for svg in drawn:
        assert HOSTILE in [text for text, _, _ in texts(svg)]
    bars = re.findall(r'class="bar sole"[^>]*width="([\d.]+)"', drawn[0])
    assert float(bars[0]) == pytest.approx(6 / 25 * (760 - 210 - 60), abs=0.1)


def test_connections_send_what_is_written_at_once() -> None:
    with socket.socket(socket.AF_INET) as listening, socket.socket(socket.AF_INET) as closed:
        closed.close()
        listening.bind(("127.0.0.1", 0))
        send_at_once()
        listening.listen()
        with socket.create_connection(listening.getsockname(), 10), listening.accept()[0] as one:
            assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_framework_s_files_come_as_they_are_and_nothing_else_does() -> None:
    scripts = sorted((FRAMEWORK / "static" / "js").glob("index.*.js"))
    assert scripts
    for script in scripts:
        head, body = passed(Framework, f"/static/js/{script.name}")
        headers = dict(head["headers"])
        assert body["body"] == script.read_bytes() and b"immutable" in headers[b"cache-control"]
        assert headers[b"content-type"].startswith(b"text/javascript")
    name = scripts[0].name
    for other in (f"/static/js/../js/{name}", "/static/js/none.abcdefgh.js", "/static/index.html", f"/static/{name}"):
        assert passed(Framework, other)[1]["body"] == HTML, other
