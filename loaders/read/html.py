"""HTML pages: the article without the page around it, paragraphs and tables in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode as Node

from loaders.read.chrome import LINK, article, plan_lines, remove_chrome
from loaders.read.document import Document, Item, ReadError, Row, numbered
from loaders.read.text import CHINESE, SENTENCE, Decoded, decode

BLOCK = re.compile(
    "p|div|section|article|main|body|html|form|header|footer|aside|fieldset|address|figure|blockquote|center|pre|hr|"
    "h[1-6]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|td|th"
)
"""Elements that begin a line."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
LAYOUT = 20
"""A table with more sentences than this, nearly all in one cell, lays out the page."""
LAYOUT_SHARE = 0.85
NESTED_SHARE = 0.5
"""A table lays out the page, too, when the tables in it hold more than this share of its text."""
SPACE = re.compile(r"[ \t\r\n\f]+")
BREAK = "\x00"


def read_html(raw: bytes, name: str) -> Document:
    """The lines and tables of a page's article; lines are counted as they are shown, since source lines say little.

    Raises ReadError where there is no Chinese text in the page.
    """
    decoded = _decoded(raw, name)
    tree = LexborHTMLParser(decoded.text)
    title = _title(tree)
    remove_chrome(tree)
    if tree.body is None or not CHINESE.search(tree.body.text()):
        raise ReadError(f"{name}: there is no Chinese text in this page; save the article itself and try again.")
    try:
        items = list(plan_lines(_walk(article(tree.body, _holds_lines))))
    except RecursionError:
        raise ReadError(f"{name}: the page's elements are nested too deeply; save the article as text.") from None
    return Document(tuple(numbered([items], paged=False)), "html", None, title, decoded.notes)


def _decoded(raw: bytes, name: str) -> Decoded:
    """The page's text: in the encoding that it declares, where that holds."""
    declared = CHARSET.search(raw[:2048])
    encoding = declared[1].decode("ascii").lower() if declared else None
    return decode(raw, name, "gb18030" if encoding and encoding.startswith("gb") else encoding)


def _title(tree: LexborHTMLParser) -> str | None:
    """The article's title by its label (ArticleTitle, prescribed for sites of governments), else the page's title."""
    for label in tree.css("meta[name]"):
        if (label.attributes.get("name") or "").lower() == "articletitle":
            return SPACE.sub(" ", label.attributes.get("content") or "").strip() or None
    head = tree.css_first("title")
    return SPACE.sub(" ", head.text()).strip() or None if head else None


def _holds_lines(node: Node) -> bool:
    """Whether an element may be the article itself: no paragraph, list or table of data, but what holds them."""
    return (
        bool(BLOCK.fullmatch(node.tag or ""))
        and node.tag not in {"p", "ul", "ol"}
        and not (node.tag == "table" and _grid(node))
    )


def _walk(node: Node, linked: bool = False, prefix: str = "") -> Iterator[Item]:
    """The paragraphs and tables below a node, in order; lines that are links from end to end are marked with LINK."""
    buffer = [prefix]
    plain = False

    def flush() -> Iterator[str]:
        nonlocal plain
        mark = "" if plain else LINK
        text = SPACE.sub(" ", "".join(buffer)).replace(BREAK, "\n")
        buffer.clear()
        plain = False
        yield from (mark + part.strip() for part in text.split("\n") if part.strip())

    number = int(start) - 1 if (start := node.attributes.get("start") or "").isdecimal() and len(start) < 5 else 0
    for child in node.iter(include_text=True):
        if child.tag == "br":
            buffer.append(BREAK)
        elif child.tag == "table" and (rows := _grid(child)):
            yield from flush()
            yield rows
        elif BLOCK.fullmatch(child.tag or "") or (
            child.tag != "-text" and child.css_first("p, div, li, br, table, h1, h2, h3")
        ):
            number += child.tag == "li"
            first = f"{number}." if child.tag == "li" and node.tag == "ol" else ""
            if prefix and buffer == [prefix]:  # the number stands before the paragraph in a list's item
                first = buffer.pop()
            yield from flush()
            yield from _walk(child, _is_link(child, linked), first)
        else:
            words = child.text(deep=child.tag != "-text") or ""
            plain = plain or bool(words.strip() and not _is_link(child, linked))
            buffer.append(words)
    yield from flush()


def _is_link(node: Node, linked: bool) -> bool:
    return node.tag not in HEADINGS and (linked or (node.tag == "a" and bool(node.attributes.get("href"))))


def _grid(table: Node) -> list[Row]:
    """The rows of a data table with merged cells repeated; empty for a table that only lays out the page."""
    whole = len(SENTENCE.findall(table.text()))
    fullest = max((len(SENTENCE.findall(cell.text())) for cell in table.css("td")), default=0)
    inner = sum(len(each.text()) for each in table.css("table") if each.mem_id != table.mem_id)
    if inner > NESTED_SHARE * len(table.text()) or (whole > LAYOUT and fullest >= LAYOUT_SHARE * whole):
        return []
    rows: list[Row] = []
    covered: dict[int, tuple[int, str]] = {}
    for tr in _rows(table):
        cells: list[str] = []
        merged: set[int] = set()
        for cell in (child for child in tr.iter() if child.tag in {"td", "th"}):
            _fill(cells, merged, covered)
            text = "\n".join(_cell_lines(cell))
            for _ in range(_span(cell, "colspan")):
                if (down := _span(cell, "rowspan")) > 1:
                    covered[len(cells)] = (down - 1, text)
                cells.append(text)
        _fill(cells, merged, covered)
        if any(cells):
            rows.append(Row(tuple(cells), 0, None, frozenset(merged)))
    return rows if len(rows) > 1 and max(len(row.cells) for row in rows) > 1 else []


def _rows(table: Node) -> Iterator[Node]:
    """A table's own rows, not those of tables in its cells."""
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in {"tbody", "thead", "tfoot"}:
            yield from _rows(child)


def _cell_lines(cell: Node) -> Iterator[str]:
    for item in _walk(cell):
        if isinstance(item, str):
            yield item.removeprefix(LINK)
        else:
            yield from (text for row in item for text in row.cells if text)


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
    """How many columns or rows a cell takes; 0 means all that follow."""
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), 500) or 500 if value.isdecimal() and len(value) < 7 else 1
