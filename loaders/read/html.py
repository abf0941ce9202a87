"""HTML pages: the article without the page around it, paragraphs and tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode as Node

from loaders.read.document import Document, Item, ReadError, Row, numbered
from loaders.read.text import CHINESE, decode

CHROME = "script, style, noscript, template, nav, header, footer, aside, form, iframe, svg, button, select, object"
BLOCKS = frozenset(
    {
        *(
            "p",
            "div",
            "li",
            "tr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "section",
            "article",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
        ),
        *("table", "tbody", "thead", "blockquote", "center", "pre", "hr", "td", "th", "figure", "main", "body", "html"),
    }
)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
SENTENCE = re.compile(r"[，。；：]")
ARTICLE_SHARE = 0.85
"""The innermost element that holds this share of a page's Chinese punctuation is its article."""
LAYOUT = 20
"""A table with more sentences than this, nearly all in one cell, lays out the page."""
SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(raw: bytes, name: str) -> Document:
    """The lines and tables of a page's article; lines are counted as they are shown, since source lines say little.

    Raises ReadError where there is no Chinese text in the page.
    """
    tree = LexborHTMLParser(_decoded(raw, name))
    head = tree.css_first("title")
    title = SPACE.sub(" ", head.text()).strip() if head else None
    for node in tree.css(CHROME):
        node.decompose()
    if tree.body is None or not CHINESE.search(tree.body.text()):
        raise ReadError(f"{name}: there is no Chinese text in this page; save the article itself and try again.")
    blocks = numbered([_walk(_article(tree.body))], paged=False)
    return Document(tuple(blocks), "html", None, title or None)


def _decoded(raw: bytes, name: str) -> str:
    """The page's text: in the encoding that it declares, where that holds."""
    declared = CHARSET.search(raw[:2048])
    if declared:
        encoding = declared[1].decode("ascii").lower()
        try:
            return raw.decode("gb18030" if encoding.startswith("gb") else encoding)
        except (UnicodeDecodeError, LookupError):
            pass  # a wrong declaration: the bytes themselves decide
    return decode(raw, name)


def _article(body: Node) -> Node:
    """The innermost element that holds nearly all the sentences and cells of the page."""
    whole = _weight(body)
    here = body
    while True:
        inner = next((c for c in here.iter() if c.tag in BLOCKS and _weight(c) >= ARTICLE_SHARE * whole), None)
        if not whole or inner is None or inner.tag in {"p", "ul", "ol"} or (inner.tag == "table" and _grid(inner)):
            return here
        here = inner


def _weight(node: Node) -> int:
    """How many sentences and table cells without links a node holds: menus have neither."""
    cells = node.css("td, th")
    return len(SENTENCE.findall(node.text())) + sum(cell.css_first("a, table, p, div, br") is None for cell in cells)


def _walk(node: Node) -> Iterator[Item]:
    """The paragraphs and tables below a node, in order."""
    buffer: list[str] = []

    def flush() -> Iterator[str]:
        text = SPACE.sub(" ", "".join(buffer)).replace("\x00", "\n")
        buffer.clear()
        yield from (part.strip() for part in text.split("\n") if part.strip())

    for child in node.iter(include_text=True):
        if child.tag == "-text":
            buffer.append(child.text(deep=False) or "")
        elif child.tag == "br":
            buffer.append("\x00")
        elif child.tag == "table" and (rows := _grid(child)):
            yield from flush()
            yield rows
        elif child.tag in BLOCKS or child.css_first("p, div, br, table"):
            yield from flush()
            yield from _walk(child)
        else:
            buffer.append(child.text(deep=True) or "")
    yield from flush()


def _grid(table: Node) -> list[Row]:
    """The rows of a data table with merged cells repeated; empty for a table that only lays out the page."""
    whole = len(SENTENCE.findall(table.text()))
    fullest = max((len(SENTENCE.findall(cell.text())) for cell in table.css("td")), default=0)
    if table.css_first("table table") or (whole > LAYOUT and fullest >= ARTICLE_SHARE * whole):
        return []
    rows: list[Row] = []
    covered: dict[int, tuple[int, str]] = {}
    for tr in table.css("tr"):
        cells: list[str] = []
        merged: set[int] = set()
        for cell in (child for child in tr.iter() if child.tag in {"td", "th"}):
            _fill(cells, merged, covered)
            text = "\n".join(part for part in _walk(cell) if isinstance(part, str))
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    covered[len(cells)] = (down - 1, text)
                cells.append(text)
        _fill(cells, merged, covered)
        if any(cells):
            rows.append(Row(tuple(cells), 0, None, frozenset(merged)))
    return rows if len(rows) > 1 and max(len(row.cells) for row in rows) > 1 else []


def _fill(cells: list[str], merged: set[int], covered: dict[int, tuple[int, str]]) -> None:
    """Add the cells that a cell of a row above covers here."""
    while len(cells) in covered:
        column = len(cells)
        left, text = covered.pop(column)
        if left > 1:
            covered[column] = (left - 1, text)
        merged.add(column)
        cells.append(text)


def _span(cell: Node, name: str) -> int:
    value = (cell.attributes.get(name) or "1").strip()
    return max(1, min(int(value), 500)) if value.isdecimal() else 1
