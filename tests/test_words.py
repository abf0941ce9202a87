"""The app's texts: complete in both languages, used, and nowhere else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from app_pages import words
from app_pages.words import LANGUAGES, Say, texts

PAGES = sorted((Path(__file__).parents[1] / "app_pages").glob("*.py"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
ALLOWED = {
    "marks.py",  # looks for Chinese words in plans
    "scopeline.py",  # names the languages, each in its own
    "main.py",  # names the product
}


def literals(path: Path) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The strings of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken: list[ast.expr] = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    spoken += [part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values]
    for node in ast.walk(tree):
        text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if (text or isinstance(node, ast.JoinedStr)) and node not in spoken:
            yield node  # type: ignore[misc]


def pattern(node: ast.JoinedStr) -> str:
    parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else "[A-Za-z0-9_]*" for v in node.values]
    return "".join(parts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_there(lang: str) -> None:
    assert [key for key, text in texts().items() if not str(text.get(lang, "")).strip()] == []


def test_both_languages_name_the_same_values() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert {key: text for key, text in texts().items() if places(text["zh"]) - places(text["en"])} == {}
    assert {key: text for key, text in texts().items() if places(text["en"]) - places(text["zh"])} == {}


def test_english_texts_hold_chinese_only_as_examples_of_what_plans_print() -> None:
    assert [key for key, text in texts().items() if CHINESE.search(text["en"])] == [
        "scope.collective_help",
        "attention.collectives.text",
        "empty.text",
    ]


def test_every_text_is_used_and_every_used_text_exists() -> None:
    named, patterns = set[str](), list[str]()
    for path in PAGES:
        for node in literals(path):
            if isinstance(node, ast.Constant):
                named.add(str(node.value))
            elif isinstance(node.values[0], ast.Constant) and "." in str(node.values[0].value):
                patterns.append(pattern(node))
    made = {key for key in texts() if any(re.fullmatch(p, key) for p in patterns)}
    assert set(texts()) - named - made == set()
    groups = {key.split(".")[0] for key in texts()}
    asked = {n for n in named if re.fullmatch(r"[a-z]+(\.[a-z_A-Z0-9]+)+", n) and n.split(".")[0] in groups}
    assert {key for key in asked if key not in texts() and not key.endswith((".py", ".css", ".js", ".tsv"))} == set()


@pytest.mark.parametrize("path", [p for p in PAGES if p.name not in ALLOWED], ids=lambda p: p.name)
def test_pages_hold_no_chinese_of_their_own(path: Path) -> None:
    strings = [node.value for node in literals(path) if isinstance(node, ast.Constant)]
    strings += [pattern(node) for node in literals(path) if isinstance(node, ast.JoinedStr)]
    assert [text for text in strings if CHINESE.search(str(text)) and str(text) not in "、。；"] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_every_list_says_in_its_language_that_something_is_to_be_chosen(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    lists = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in ("selectbox", "multiselect")]
    assert [call.lineno for call in lists if "placeholder" not in {word.arg for word in call.keywords}] == []


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("counted.plans", {"n": 1}, "1 plan"),
        ("counted.plans", {"n": 5}, "5 plans"),
        ("item.number", {"number": "3"}, "Item 3"),
        ("role.lead", {}, "leads"),
    ],
)
def test_numbers_take_the_word_that_fits(key: str, values: dict[str, object], expected: str) -> None:
    assert Say("en")(key, **values) == expected


def test_a_missing_text_raises() -> None:
    with pytest.raises(KeyError):
        Say("zh")("no.such.text")


def test_a_text_that_a_comma_cuts_off_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text("page:\n  title: {zh: 甲, en: one, and two}\n", "utf-8")
    monkeypatch.setattr(words, "FILE", tmp_path / "words.yml")
    with pytest.raises(ValueError, match=r"page\.title needs a text for each of zh, en"):
        texts.__wrapped__()
