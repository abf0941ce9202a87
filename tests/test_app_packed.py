"""What goes to the browser goes packed, scripts once; and what nobody holds any more is given back."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import re
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from app_pages import memory, parts
from app_pages.packed import opened, packed, sent
from app_pages.serving import OWN, Parts
from app_pages.surface import SCRIPTS


@pytest.mark.parametrize("text", ["", "字", "<p>一\n二</p>", '{"nodes": []}'])
def test_what_is_packed_comes_out_again(text: str) -> None:
    content = packed(text)
    assert content.text == text
    assert opened(sent({"lang": "zh", "picked": "a\nb"}, content)) == (
        {"lang": "zh", "picked": "a\nb", "revision": content.revision},
        text,
    )


def test_the_name_tells_whether_the_text_is_another_one() -> None:
    assert packed("一").revision == packed("一").revision != packed("二").revision


def test_a_long_table_is_a_tenth_of_itself() -> None:
    row = '<tr><td data-pick="plan:made-{n}~;role:lead">第 {n} 项</td></tr>'
    table = "".join(row.format(n=n) for n in range(2000))
    assert len(packed(table).body) * 10 < len(table)


def got(path: str) -> tuple[dict[str, str], bytes]:
    """What the server answers: its headers and its text; 404 is what the framework would say."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    async def framework(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def answer() -> None:
        await Parts(framework)({"type": "http", "path": path, "method": "GET"}, receive, send)

    with ThreadPoolExecutor(1) as aside:  # in the main thread a browser of other tests may run
        aside.submit(lambda: asyncio.run(answer())).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers | {"status": str(sent[0]["status"])}, sent[1]["body"]


def test_scripts_are_served_whole_and_for_ever_under_an_address_of_their_own() -> None:
    (address,) = (path for path in parts.served if path.startswith(f"{parts.PATH}surface-"))
    headers, body = got(address)
    assert headers["status"] == "200" and "immutable" in headers["cache-control"]
    assert headers["content-type"].startswith("text/javascript") and headers["content-encoding"] == "gzip"
    script = gzip.decompress(body).decode()
    style = re.match(r"const STYLE = (.*);\n", script)
    assert style and json.loads(style[1]) == parts.asset("surface.css")
    assert all(parts.asset(name) in script for name in SCRIPTS)
    assert got(address.replace("surface-", "surface-0"))[0]["status"] == "404"


def test_another_script_has_another_address() -> None:
    before = set(parts.served)
    for text in ("export default () => 1;", "export default () => 2;", "export default () => 1;"):
        parts.component("tried", "", [text])
    made = set(parts.served) - before
    assert len(made) == 2 and {gzip.decompress(parts.served[one])[-2:] for one in made} == {b"1;", b"2;"}
    for one in made:
        del parts.served[one]


def test_the_index_page_is_told_where_its_server_is() -> None:
    assert OWN.startswith(b"<head><script>") and OWN.endswith(b"</script>") and b"BACKEND_BASE_URL" in OWN


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.own = self


def test_tidying_frees_what_holds_itself_and_takes_the_rest_for_lasting() -> None:
    gc.disable()
    try:
        gone, kept = weakref.ref(Ring()), Ring()
        assert gone() is not None
        memory.tidy()
        assert gone() is None and kept.own is kept and gc.get_freeze_count() > 1000
        later = weakref.ref(kept)
        del kept
        memory.tidy()
        assert later() is None
    finally:
        gc.unfreeze()
        gc.enable()
