"""What a web page prints around an article, and how it is told from the article: menus, buttons, lists of links.

What is dropped is small beside the rest of the page, so that no page is emptied by an odd name or tag: whole sites
stand in a <form>.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser
from selectolax.lexbor import LexborNode as Node

from loaders.read.document import Item
from loaders.read.text import SENTENCE

LINK = "\x01"
"""Marks a line that is a link from end to end."""
NO_TEXT = "script, style, noscript, template, iframe, svg, select, object, textarea"
AROUND = "nav, header, footer, aside, form, button"
NAMES = re.compile(
    r"(?:^|[\W_])(?:share\w*|bdshare\w*|print\w*|font-?size|crumbs?|breadcrumbs?|related|xglj|xgwd|xgjd|toolbar|copyright|"
    r"comments?|qr-?code|ewm|prev|next|pager|pagination)(?:$|[\W_])",
    re.IGNORECASE,
)
"""Words among the classes and ids of elements that stand around an article (xg…: the pinyin of 相关)."""
HIDDEN = re.compile(r"(?:display:none|visibility:hidden)", re.IGNORECASE)
SMALL = 0.4
"""An element with more than this share of the page's weight is not dropped, whatever it is called."""
DEEPEST = 250
ARTICLE_SHARE = 0.85
"""The innermost element that holds this share of a page's weight is its article."""

_OPEN, _CLOSE = r"[【\[(（]?\s*", r"\s*[】\])）]?(?![^\s|｜\[【(（])"
WORDS = re.compile(
    # plain by themselves, wherever they stand in a line
    rf"{_OPEN}(?:字体|字号)(?:大小)?\s*[:：]?\s*{_OPEN}(?:(?:超?大|中|小|默认)\s*[|｜/]?\s*){{2,4}}\s*[】\])）]?"
    r"|(?:浏览|点击|阅读|访问)(?:次数|数|量|率)\s*[:：]\s*\d*\s*次?"
    # common words: only where they stand alone between spaces, bars and brackets
    rf"|(?<![^\s|｜\]】)）]){_OPEN}(?:"
    r"(?:我要)?(?:打印|收藏|纠错|分享)(?:本页|本文|此页|文章)?|(?:关闭|返回)(?:窗口|本页|顶部|首页|列表)?"
    r"|分享到?\s*[:：]?(?:\s*(?:微信|微博|新浪微博|腾讯微博|QQ空间|QQ|更多))*"
    rf"|扫一扫[^。]{{0,20}}|扫描?二维码[^。]{{0,20}}|(?:责任)?编辑\s*[:：]\s*\S{{0,8}}){_CLOSE}"
    # a line of its own
    r"|^(?:您|你)?(?:现在)?(?:所在的?|当前的?|的)?(?:位置|栏目)\s*[:：].*|^[上下]一(?:篇|条|页)\s*[:：]?.*"
)
"""What pages print for their readers beside an article."""
RELATED = re.compile(
    r"[【\[]?(?:相关|推荐|延伸|热点|最新)(?:链接|文章|文档|新闻|信息|解读|阅读|稿件|内容|推荐|文件)[】\]]?[:：]?"
)
PARTS = re.compile(r"[\s|｜]+")


def remove_chrome(tree: LexborHTMLParser) -> None:
    """Takes out what has no text of the page or stands around the article."""
    for node in tree.css(NO_TEXT):
        node.decompose()
    if tree.body is None:
        return
    limit = SMALL * weight(tree.body)
    doomed = [*tree.css(AROUND), *(node for node in tree.css("[style], [class], [id], [hidden]") if _is_apart(node))]
    for node in doomed:
        if node.tag not in {"body", "html"} and weight(node) <= limit and not _heads_an_article(node):
            node.decompose()


def _is_apart(node: Node) -> bool:
    given = node.attributes
    style = re.sub(r"\s+", "", given.get("style") or "")
    return bool(
        "hidden" in given or HIDDEN.search(style) or NAMES.search(f"{given.get('class') or ''} {given.get('id') or ''}")
    )


def _heads_an_article(node: Node) -> bool:
    parent = node.parent
    return node.tag == "header" and parent is not None and parent.tag in {"article", "main"}


def article(body: Node, may_be: Callable[[Node], bool]) -> Node:
    """The innermost block that holds nearly all the sentences and cells of the page.

    Raises RecursionError where elements are nested too deeply to find one.
    """
    whole = weight(body)
    here = body
    for _ in range(DEEPEST):
        inner = next((child for child in here.iter() if weight(child) >= ARTICLE_SHARE * whole), None)
        if not whole or inner is None or not may_be(inner):
            return here
        here = inner
    raise RecursionError


def weight(node: Node) -> int:
    """How many sentences and table cells without links a node holds: menus have neither."""
    cells = node.css("td, th")
    return len(SENTENCE.findall(node.text())) + sum(cell.css_first("a, table, p, div, br") is None for cell in cells)


def plan_lines(items: Iterable[Item]) -> Iterator[Item]:
    """The lines and tables of an article without buttons, lists of links and what follows "related links"."""
    related = False
    for item in items:
        if not isinstance(item, str):
            yield item
            continue
        text = item.removeprefix(LINK)
        sentence = "。" in text
        related = (related or RELATED.fullmatch(text) is not None) and not sentence
        if sentence:
            yield text
        elif not related and (rest := _without_buttons(text)) and not (item.startswith(LINK) and _is_of_the_page(rest)):
            yield rest


def _without_buttons(text: str) -> str:
    """The line without the words for readers in it; untouched where there are none."""
    found = WORDS.search(text)
    if found is None:
        return text
    rest = WORDS.sub(" ", text)
    return PARTS.sub(" ", rest).strip() if PARTS.sub("", rest) != PARTS.sub("", text) else text


def _is_of_the_page(text: str) -> bool:
    """Whether a line that is a link leads elsewhere: attachments are named by the plan, other links by the page."""
    return not text.startswith(("附件", "附：", "附表"))
