"""Reforms say what followed what, and when a name was out of date."""

import csv
from pathlib import Path

import pytest

from graph.agencies import resolve
from graph.reforms import ended_on, reforms, successions, successors
from loaders.places import place

ROOT = Path(__file__).resolve().parent.parent


def body(name: str) -> str | None:
    return resolve(name, place("530000" if name.startswith(("省", "云南", "人行")) else "320400"), False).body


def named_rows() -> list[tuple[str, str]]:
    """The surely known rows of the gold in which both sides are printed names of whole bodies."""
    with (ROOT / "data" / "gold" / "reform_2018.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    pairs = [(row["old_function_or_name"], row["new_function_or_name"]) for row in rows if row["confidence"] == "high"]
    return [pair for pair in pairs if not any(mark in name for name in pair for mark in "(、") and all(map(body, pair))]


@pytest.mark.parametrize(("old", "new"), named_rows())
def test_the_gold_reforms_are_in_the_table(old: str, new: str) -> None:
    assert (body(old), body(new)) in {(each.old.key, each.new.key) for each in reforms()}


def test_many_rows_are_checked() -> None:
    assert len(named_rows()) >= 25


@pytest.mark.parametrize(
    ("name", "level", "day"),
    [
        ("industry_commerce", "national", "2018-03-17"),
        ("industry_commerce", "province", "2018-12-31"),
        ("industry_commerce", "prefecture", "2019-03-31"),
        ("banking_regulator", "prefecture", "2018-12-17"),
        ("poverty_relief_office", "county", "2021-06-30"),
        ("market_bureau", "county", None),
        ("civil_affairs_bureau", "national", None),
    ],
)
def test_when_a_name_ended(name: str, level: str, day: str | None) -> None:
    assert ended_on(name, level) == day


def test_functions_follow_each_other_once() -> None:
    pairs = [(each.old.key, each.new.key) for each in successions()]
    assert len(pairs) == len(set(pairs))
    assert all(old != new for old, new in pairs)
    assert ("banking_regulation", "banking_insurance_regulation") in pairs
    assert ("insurance_regulation", "banking_insurance_regulation") in pairs
    assert ("poverty_relief", "rural_revitalisation") in pairs
    assert {each.how for each in successions()} <= {"renamed", "merged_into", "split_into", "functions_moved"}


def test_what_became_of_a_body() -> None:
    assert {each.new.key for each in successors("price_bureau")} == {
        "development_reform",
        "market_bureau",
        "medical_insurance_bureau",
    }
