"""Two names merged or kept apart from an agency's card, by the forms of the review page, each with its undo."""

from __future__ import annotations

import html
from collections.abc import Iterator

import pytest

from graph.judging.ledger import judgements_file
from graph.store import Store
from queries.library import ask
from tests.showing import Shown

APPROVAL = "120111/approval_bureau"
"""Printed as 区审批局 and as 区行政审批局."""


pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(autouse=True)
def unjudged(store: Store) -> Iterator[None]:
    judgements_file(store.server.folder).unlink(missing_ok=True)
    yield
    judgements_file(store.server.folder).unlink(missing_ok=True)


def agencies(store: Store) -> dict[str, set[str]]:
    """The printed names of each agency of 西青区."""
    found: dict[str, set[str]] = {}
    for row in ask(store, "assignments", plan=["xiqing"], collective=True).rows:
        found.setdefault(row["agencyId"], set()).add(row["asWritten"])
    return found


def written(shown: Shown) -> Shown:
    next(button for button in shown.app.button if button.key == "judging_write").click()
    shown.run()
    return shown


def undo(shown: Shown, store: Store) -> None:
    from graph import judgements

    [made] = [each for each in judgements.judgements(store) if each.state == "applied"]
    assert f'data-pick="undo:{made.judgement.id}"' in shown.markup
    judgements.undo(store, made.judgement.id)


def test_a_card_leads_to_the_form_with_its_agency_and_its_names(store: Store) -> None:
    card = Shown("ranking", way="card", plans="xiqing", agency=APPROVAL)
    assert "review?plans=xiqing&way=judging&form=pair&one=120111%2Fapproval_bureau" in html.unescape(card.markup)
    shown = Shown("review", way="judging", form="pair", one=APPROVAL)
    assert shown.app.selectbox(key="judging_one").value == APPROVAL
    assert "“区审批局”（原文名称，现读作西青区行政审批局）" in shown.app.selectbox(key="judging_other").options


def test_two_names_of_one_agency_are_kept_apart_and_put_together_again(store: Store) -> None:
    assert agencies(store)[APPROVAL] == {"区审批局", "区行政审批局"}
    shown = Shown("review", way="judging", form="pair", one=APPROVAL)
    shown.app.segmented_control(key="judging_pair").set_value("different")
    shown.app.selectbox(key="judging_one").set_value("120111:区审批局")
    shown.app.selectbox(key="judging_other").set_value("120111:区行政审批局").run()
    shown = written(shown)
    assert "已记下并生效（西青区）" in shown.text
    assert agencies(store)[APPROVAL] != {"区审批局", "区行政审批局"}
    undo(shown, store)
    assert agencies(store)[APPROVAL] == {"区审批局", "区行政审批局"}


def test_a_party_is_put_on_an_item_by_decision(store: Store) -> None:
    shown = Shown("review", way="judging", form="assign", task="xiqing/3/3")
    shown.app.selectbox(key="judging_elsewhere").set_value("区审批局").run()
    shown = written(shown)
    rows = ask(store, "assignments", task=["xiqing/3/3"], role="lead").rows
    assert [row["agency"] for row in rows] == ["西青区发展改革委", "西青区行政审批局"], shown.text
    undo(shown, store)
    assert len(ask(store, "assignments", task=["xiqing/3/3"], role="lead").rows) == 1
