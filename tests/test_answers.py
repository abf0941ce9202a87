"""Answers as tables: what the program names is named in the page's language, what plans print stands as printed."""

from __future__ import annotations

import re

import lxml.html
import pytest

from app_pages.answers import called, result, said
from app_pages.words import LANGUAGES, Say
from queries.library import questions
from tests.showing import GIVEN, view_of_all

PRINTED = {
    *("plan", "planA", "planB", "otherPlan", "plans", "namedBefore", "namedAfter", "jurisdiction", "issuers"),
    *("docNumber", "agency", "agencies", "partner", "unit", "from", "to", "before", "after", "became", "fullName"),
    *("document", "leadNames", "supportNames", "leadsBefore", "leadsAfter", "title", "titleA", "titleB", "titles"),
    *("otherTitle", "planTitle", "section", "sectionA", "sectionB", "outerSection", "heading", "asWritten"),
    *("label", "text", "textA", "textB", "assignText", "proseNames", "targets", "words", "basis", "part", "passed"),
    *("basedIn", "sourceFile"),
}
"""Columns of what is printed, of names of places and bodies, and of laws and decisions."""

pytestmark = pytest.mark.usefixtures("loaded")


def cells(html: str) -> dict[str, list[str]]:
    """The cells of each column by the name that its head explains."""
    table = lxml.html.fromstring(html).find(".//table")
    heads = [re.findall(r"[A-Za-z]\w*", head.get("title") or "") for head in table.findall(".//thead//th")]
    rows = [[cell.text_content() for cell in row] for row in table.findall(".//tbody/tr")]
    return {head[-1]: [row[n] for row in rows] for n, head in enumerate(heads) if head}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, question in questions().items() if question.group != "app"])
def test_no_answer_mixes_languages(name: str, lang: str) -> None:
    here, question = view_of_all(lang), questions()[name]
    rows = here.rows(name, **GIVEN.get(name, {}))
    if name == "judgements":  # nobody has decided anything
        assert rows == []
        return
    shown = cells(result(here, rows, question.columns))
    assert shown
    foreign = re.compile("[a-z]{3,}" if lang == "zh" else "[\u3400-\u9fff]")
    mixed = {
        column: found[:3]
        for column, values in shown.items()
        if column not in PRINTED and (found := sorted({each for each in values if foreign.search(each)}))
    }
    assert mixed == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_is_named(lang: str) -> None:
    foreign = re.compile("[A-Za-z]" if lang == "zh" else "[\u3400-\u9fff]")
    for question in questions().values():
        for parameter in question.parameters:
            for choice in parameter.choices if isinstance(parameter.choices, tuple) else ():
                name = called(Say(lang), parameter.name, str(choice))
                assert not foreign.search(name), (question.name, parameter.name, choice)
                assert name != choice or str(choice).isdigit() or lang == "en"


def test_the_sentence_names_a_function_in_the_language_of_the_page() -> None:
    question, here = questions()["function_profile"], view_of_all("en")
    rows = here.rows("function_profile")
    assert "First: Development and reform (" in said(here, rows, question.columns)


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("角色更正", "牵头", "任务")), ("en", ("role corrected", "leads", "Task"))]
)
def test_a_judgement_is_told_in_the_language_of_the_page(lang: str, words: tuple[str, str, str]) -> None:
    question = questions()["judgements"]
    given = {"plan": "xiqing", "judged": "role", "value": ["lead"], "actsOn": "Task"}
    row = {column.name: None for column in question.columns} | given
    shown = cells(result(view_of_all(lang), [row], question.columns))
    assert tuple(shown[name][0] for name in ("judged", "value", "actsOn")) == words
