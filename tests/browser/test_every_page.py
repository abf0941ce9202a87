"""Every page and way in a real browser: its figures open printed words, its texts keep to one language, it stays silent."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from app_pages.words import texts as app_texts
from graph.store import open_store
from queries import library
from tests.browser.pages import PAGES, figures, opened, settled, texts, unfold
from tests.browser.support import ROOT, Watched

WITHOUT_FIGURES = {
    "console",
    "import",
    "judging",
    "export",
    "accuracy",
    "graph",
    "agencies",
    "systems",
    "places",
    "owners",
}
"""Pages that count nothing, and those whose figures are points and ties on a canvas (`test_exploring` clicks these)."""


@cache
def printed(plan: str) -> str:
    """A plan's file without spaces and line ends."""
    return re.sub(r"\s+", "", (ROOT / "data" / "plans" / f"{plan}.txt").read_text("utf-8"))


@pytest.fixture(scope="module")
def held(graph: Path) -> dict[str, str]:
    """The text of each plan as the graph holds it, which places count in."""
    with open_store(graph) as store:
        plans = [row["plan"] for row in library.ask(store, "plans").rows]
        return {row["plan"]: row["text"] for row in library.ask(store, "plan_text", plan=plans).rows}


@pytest.mark.parametrize("name", [name for name in PAGES if name not in WITHOUT_FIGURES])
def test_every_kind_of_figure_opens_what_the_plan_prints(watched: Watched, held: dict[str, str], name: str) -> None:
    page = watched.page
    opened(page, watched.address + PAGES[name])
    kinds = figures(page)
    assert kinds, "the page has figures to click"
    for kind, each in kinds.items():
        tag, pick = each[0]
        shown_at(page, tag, pick).dispatch_event("click")
        page.wait_for_function("(pick) => new URLSearchParams(location.search).get('pick') === pick", arg=pick)
        settled(page)
        items = page.locator(".panel .item")
        items.first.locator("blockquote").first.wait_for()
        for at in range(min(3, items.count())):
            stands_there(items.nth(at), held, kind)
        page.locator(".panel .close").first.click()
        page.wait_for_function("() => !new URLSearchParams(location.search).get('pick')")
        settled(page)
    no_english(page)


def shown_at(page: Page, tag: str, pick: str) -> Locator:
    quoted = pick.replace("\\", "\\\\").replace('"', '\\"')
    return page.locator(f'{tag}[data-pick="{quoted}"]').first


def stands_there(item: Locator, held: dict[str, str], kind: str) -> None:
    """The marked words are in the plan's file, and one of them at the place to which the item's link leads."""
    href = item.locator("a", has_text="看原文").first.get_attribute("href")
    query = parse_qs(urlsplit(str(href)).query)
    plan, start = query["read"][0], int(query["at"][0])
    quote = item.locator("blockquote").first
    marks = [mark for mark in quote.locator("mark").all() if "mended" not in str(mark.get_attribute("class"))]
    words = [mark.inner_text() for mark in marks]
    parts = [part for word in words for part in re.sub(r"\s+", "", word).split("•")]  # a masked address
    assert [part for part in parts if part not in printed(plan)] == [], kind
    there = held[plan][start : start + 12]
    whole = quote.inner_text().replace("\n", "")
    assert any(there.startswith(word) for word in words) or there.split("\n")[0] in whole, (kind, there, words)


# Languages ----------------------------------------------------------------------------------------------------------

CHINESE = re.compile(r"[\u3400-\u9fff]{2,}")
SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?: [a-z]{2,}){2,}")
"""Three English words in a row."""

FRAMEWORK = {"Open", "Copy to clipboard"}
"""Read aloud only: labels of Streamlit's own parts, for which it takes no other words."""

PLACE = re.compile(r"^云南省?")
"""What successors of offices begin with that no plan names."""


def own_words(lang: str) -> set[str]:
    """The app's own texts of one language that the other language does not have too."""
    pairs = [(text["zh"], text["en"]) for text in app_texts().values()]
    for question in library.questions().values():
        shown = (
            question.title,
            question.explanation,
            *(c.words for c in question.columns),
            *(p.words for p in question.parameters),
        )
        pairs += [(words.zh, words.en) for words in shown]
    pairs += [(words.zh, words.en) for words in library.groups().values()]
    other = {en if lang == "zh" else zh for zh, en in pairs}
    return {text for zh, en in pairs if (text := zh if lang == "zh" else en) not in other and "{" not in text}


@cache
def data_words() -> str:
    """All Chinese that is data: plans, tables, what the graph calls things."""
    files = [*(ROOT / "data" / "plans").glob("*.txt"), *(ROOT / "data" / "reference").rglob("*")]
    return "".join(re.sub(r"\s+", "", path.read_text("utf-8")) for path in files if path.is_file())


@cache
def data_cells() -> set[str]:
    """What stands alone in a cell of a table: an office is called what its system is called."""
    files = (ROOT / "data" / "reference").rglob("*.tsv")
    return {cell for path in files for line in path.read_text("utf-8").splitlines() for cell in line.split("\t")}


@pytest.fixture(scope="module")
def names(graph: Path) -> str:
    """What the graph calls agencies, which is put together from a place and a body."""
    with open_store(graph) as store:
        rows = store.read("MATCH (a:Agency) RETURN a.name AS name, a.fullName AS full")
    return "、".join(f"{row['name']}、{row['full']}" for row in rows)


@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_holds_chinese_as_data_only(watched: Watched, names: str, name: str) -> None:
    opened(watched.page, watched.address + PAGES[name], lang="en")
    open_all(watched.page)
    seen = [text for place, text in texts(watched.page) if place == "said" and text != "中文"]
    known = data_words() + names
    strange = {run for text in seen for run in CHINESE.findall(text) if PLACE.sub("", run) not in known}
    assert strange == set()
    assert {text for text in seen if CHINESE.search(text)} & (own_words("zh") - data_cells()) == set()


@pytest.mark.parametrize("name", [name for name in PAGES if name in WITHOUT_FIGURES])
def test_a_chinese_page_holds_no_english_sentence(watched: Watched, name: str) -> None:
    """The pages with figures are looked at when these have been clicked."""
    opened(watched.page, watched.address + PAGES[name])
    no_english(watched.page)


def no_english(page: Page) -> None:
    open_all(page)
    seen = [text for place, text in texts(page) if place == "said" and text not in FRAMEWORK | {"English"}]
    assert {text for text in seen if SENTENCE.search(text)} == set()
    assert {text for text in seen if re.search(r"[A-Za-z]{3}", text)} & own_words("en") == set()


def open_all(page: Page) -> None:
    """Opens what is folded and what pops up, so that its texts are seen."""
    unfold(page)
    for button in page.locator("[data-testid=stPopoverButton]").all():
        button.click()
        page.locator("[data-testid=stPopoverBody]").first.wait_for()
        break


def test_the_texts_that_are_looked_for_are_many() -> None:
    assert len(own_words("zh")) > 700 and len(own_words("en")) > 700
