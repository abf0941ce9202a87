"""All pages and ways of the app by their addresses, and what stands on one of them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

PAGES = {
    "overview": "",
    "topics": "compare?topic=telecom_fraud",
    "tasks": "compare?way=tasks&task=huaian/3.1/3",
    "functions": "compare?way=functions&function=public_security",
    "lineage": "compare?way=lineage",
    "ranks": "ranking",
    "card": "ranking?way=card",
    "dates": "ranking?way=dates",
    "whatif": "ranking?way=whatif&plan=xiqing",
    "graph": "explore?topic=telecom_fraud",
    "agencies": "explore?mode=agency&plans=xiqing",
    "systems": "explore?mode=function",
    "places": "explore?mode=place",
    "owners": "explore?mode=owner",
    "reader": "plans?read=yunnan",
    "questions": "ask?question=unassigned",
    "console": "ask?mode=console",
    "import": "review",
    "judging": "review?way=judging",
    "export": "export",
    "accuracy": "export?way=accuracy",
}

RUNS = '[data-testid="stApp"][data-test-script-state="{}"]'

EVERYTHING = """
const all = [];
const walk = (root) => root.querySelectorAll("*").forEach((e) => { all.push(e); if (e.shadowRoot) walk(e.shadowRoot); });
walk(document);
"""

PICKS = (
    "() => {"
    + EVERYTHING
    + """
const kinds = new Map();
for (const e of all) {
  const pick = e.dataset?.pick, home = e.closest(".zeren");
  if (!pick || !home || pick.startsWith("!") || e.closest(".panel") || !e.checkVisibility()) continue;
  const kind = `${e.tagName}.${(e.getAttribute("class") ?? "").split(" ")[0]} ${e.parentElement.tagName} ${e.closest("[class]:not(tr):not(td)")?.className?.baseVal ?? ""}`;
  kinds.set(kind, [...(kinds.get(kind) ?? []), [e.tagName.toLowerCase(), pick, e.textContent.trim()]]);
}
return Object.fromEntries(kinds);
}"""
)

TEXTS = (
    "() => {"
    + EVERYTHING
    + """
const found = [];
for (const e of all) {
  if (e.matches("script, style, noscript, option, [data-testid=stSkipToContent], [data-testid=stSkipToContent] *") || !e.checkVisibility()) continue;
  const place = e.closest("blockquote, .text, .outline, mark, pre, code, textarea, .schema") ? "printed" : "said";
  for (const node of e.childNodes) if (node.nodeType === 3 && node.textContent.trim()) found.push([place, node.textContent.trim()]);
  for (const name of ["title", "aria-label", "placeholder"]) if (e.getAttribute(name)?.trim()) found.push([place, e.getAttribute(name).trim()]);
}
return found;
}"""
)


def settled(page: Page) -> None:
    """Waits until the page has run to its end."""
    page.wait_for_selector(RUNS.format("notRunning"))
    page.locator("h1, .vis-network canvas").first.wait_for()
    page.wait_for_timeout(250)
    page.wait_for_selector(RUNS.format("notRunning"))


def opened(page: Page, address: str, **more: str) -> None:
    """Opens an address and waits."""
    query = "&".join(f"{name}={value}" for name, value in more.items())
    page.goto(address + (("&" if "?" in address else "?") + query if query else ""))
    settled(page)


def figures(page: Page) -> dict[str, list[tuple[str, str]]]:
    """What can be clicked for its words, by kind: the tag and the pick of each; a count of 0 has no words."""
    found: dict[str, Any] = page.evaluate(PICKS)
    return {kind: [(tag, pick) for tag, pick, text in each if text != "0"] for kind, each in found.items()}


def unfold(page: Page) -> None:
    """Opens all that is folded."""
    page.evaluate("() => {" + EVERYTHING + "all.forEach((e) => { if (e.matches('.zeren details')) e.open = true; }); }")


def texts(page: Page) -> list[tuple[str, str]]:
    """Every text that is shown or read aloud: where (`printed`, `said`) and what."""
    return [(place, text) for place, text in page.evaluate(TEXTS)]
