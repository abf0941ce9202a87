"""How the app is served: its index page knows its own address, and what is slow is loaded before the first visit."""

from __future__ import annotations

import gc
import re
import socket
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app_pages import memory
from app_pages.parts import asset, served

PAGES = ("overview", "compare", "ranking", "explore", "plans", "ask", "review", "export")
"""The names of the pages; the first stands at the root."""

FONT_PATH = "/picture-font.woff"

HEAD = b"<head>"
OWN = HEAD + b"<script>" + asset("index.js").encode() + b"</script>"
"""What the index page is told."""

UNCHANGING = {"Cache-Control": "public, max-age=31536000, immutable"}
"""What stands under an address of its own content never changes there."""
FOR_EVER = UNCHANGING | {"Content-Encoding": "gzip"}

FRAMEWORK = Path(streamlit.__file__).with_name("static")
"""Where the framework's own files are."""
KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
_HASHED = re.compile(r"/static/(?:js|css|media)/[\w.-]+\.[\w-]{8}\.\w+")

_INTERNET = (socket.AF_INET, socket.AF_INET6)


class OwnIndex:
    """Tells the index page where its server is.

    Without that the browser guesses from the address of a page (/ranking) and meets two errors on every link that
    someone shares before it finds the server.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on, the HTML of the index page with one line more."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if (elsewhere := _moved(scope)) is not None:
            await RedirectResponse(elsewhere, 307)(scope, receive, send)
            return
        if _page(scope):
            kept = [pair for pair in scope["headers"] if pair[0] not in (b"if-none-match", b"accept-encoding")]
            scope, send = dict(scope) | {"headers": kept}, _Added(send)
        await self._app(scope, receive, send)


def _moved(scope: Mapping[str, Any]) -> str | None:
    """Where an address leads that is no page: the first page stands at the root, and tells of a name it does not know.

    Without that the browser shows the framework's own English notice.
    """
    name = unquote(scope["path"]).strip("/")
    if not _page(scope) or not name or "/" in name or name.startswith("_") or name in PAGES[1:]:
        return None
    asked = scope["query_string"].decode("latin-1")
    lost = "" if name == PAGES[0] else urlencode({"lost": name[:80]})
    query = "&".join(filter(None, (asked, lost)))
    return f"/?{query}" if query else "/"


class Parts:
    """Gives the scripts of the app's own components (see parts.py), each under an address of its own content."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for what is served there only."""
        text = served.get(scope["path"]) if scope["type"] == "http" else None
        if text is None:
            await self._app(scope, receive, send)
            return
        await Response(text, media_type="text/javascript", headers=FOR_EVER)(scope, receive, send)


class Framework:
    """Gives the framework's own scripts, styles and fonts from memory: a browser that comes first asks for eighty.

    The framework reads each from the disk in pieces, every piece in another thread, in five times as much time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for files that never change under their name, asked for as a whole."""
        found = None
        if scope["type"] == "http" and scope["method"] == "GET" and b"range" not in dict(scope["headers"]):
            found = _framework_file(scope["path"])
        if found is None:
            await self._app(scope, receive, send)
            return
        content, kind = found
        await Response(content, media_type=kind, headers=UNCHANGING)(scope, receive, send)


def _framework_file(path: str) -> tuple[bytes, str] | None:
    """The content and kind of a file that has the hash of its content in its name."""
    return _read(path) if _HASHED.fullmatch(path) else None


@lru_cache(256)
def _read(path: str) -> tuple[bytes, str] | None:
    file = FRAMEWORK / path.removeprefix("/")
    kind = KINDS.get(file.suffix)
    return (file.read_bytes(), kind) if kind and file.is_file() else None


class Fonts:
    """Gives the signs of a picture that is being saved as a font (see fonts.py), at FONT_PATH?text=…; 204 for none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for its own address only."""
        if scope["type"] != "http" or scope["path"] != FONT_PATH:
            await self._app(scope, receive, send)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("text", [""])[0]
        found = await run_in_threadpool(_part, asked)
        answer = Response(found, media_type="font/woff") if found else Response(status_code=204)
        await answer(scope, receive, send)


def _part(signs: str) -> bytes | None:
    from app_pages import fonts  # only who saves a picture needs it

    return fonts.part(signs)


def _page(scope: Mapping[str, Any]) -> bool:
    return scope["method"] == "GET" and "." not in scope["path"] and "_stcore" not in scope["path"]


class _Added:
    """Holds an HTML answer back until it is whole, then sends it with the line in its head."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _plain_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        body = self._body.replace(HEAD, OWN, 1)
        kept = [(name, value) for name, value in start["headers"] if name.lower() not in (b"content-length", b"etag")]
        await self._send(dict(start) | {"headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self._send({"type": "http.response.body", "body": body})


def _plain_html(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


@asynccontextmanager
async def warmed(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Loads beside the start what the first visitor would wait for: the database driver, networkx, pyvis."""
    send_at_once()
    memory.thrifty()
    threading.Thread(target=_warm, daemon=True, name="warm").start()
    memory.keep_tidy()
    yield {}


def send_at_once() -> None:
    """Lets each answer go when it is written, where else its second part waits 40 ms for a word about the first.

    asyncio does so for sockets that name TCP as their protocol; the framework's own one, which is made before this runs
    and hands its options on to each connection, leaves that to the system.
    """
    for each in gc.get_objects():
        if isinstance(each, socket.socket) and each.family in _INTERNET and each.type == socket.SOCK_STREAM:
            with suppress(OSError):  # one that is closed by now
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _warm() -> None:
    from app_pages import data, exploring, topics
    from app_pages.scope import Scope as Whole
    from app_pages.view import View
    from app_pages.words import Say, texts
    from loaders.errors import UserError

    texts()
    import_module("pyvis.network")
    try:
        revised = data.warm()
        plans = {row["plan"]: row for row in data.rows(revised, "plans")}
        if plans:
            view = View(Whole(), Say("zh"), revised, plans, Whole())
            topics.warm(view)
            exploring.warm(view)
    except UserError:  # the page that is opened next meets the same trouble, and tells of it
        return
