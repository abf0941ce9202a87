"""Which bodies the picture of the lineage shows, and in which order."""

from __future__ import annotations

import pytest

from app_pages.descent import Use, level_of, picture, uses


def use(body: str, day: str = "2019-04-01", status: str = "current") -> Use:
    return Use(body, "p", day, f"320400/{body}", body, status)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000", "national"),
        ("530000", "province"),
        ("420500", "prefecture"),
        ("120111", "county"),
        ("429004", "county"),
        ("440300-光明新区", "other"),
        ("?nowhere", "county"),
    ],
)
def test_the_level_of_a_place_is_told_by_its_code(code: str, level: str) -> None:
    assert level_of(code) == level


def test_bodies_that_follow_each_other_stand_together_the_older_above() -> None:
    drawn = picture([use("market_bureau")], "prefecture", whole=False)
    assert drawn is not None
    keys = [bar.body.key for bar in drawn.bars]
    assert keys.index("industry_commerce") < keys.index("market_bureau")
    assert {"quality_bureau", "food_drug_bureau"} <= set(keys)
    ends = {bar.body.key: (bar.since, bar.until) for bar in drawn.bars}
    assert ends["industry_commerce"] == (None, "2019-03-31") and ends["market_bureau"] == ("2019-03-31", None)


def test_only_changes_near_the_plans_are_drawn_unless_all_are_asked_for() -> None:
    near = picture([use("market_bureau")], "national", whole=False)
    everything = picture([use("market_bureau")], "national", whole=True)
    assert near is not None and everything is not None
    assert len(everything.bars) > len(near.bars)
    assert picture([use("sports_bureau")], "prefecture", whole=False) is None


def test_a_name_is_judged_by_the_day_of_its_plan_and_plans_without_a_day_are_left_out() -> None:
    row = {
        "agencyId": "530000/industry_commerce",
        "plan": "p",
        "asWritten": "省工商局",
        "resolved": True,
        "collective": False,
    }
    assert [found.status for found in uses([row], {"p": "2019-07-10"})] == ["abolished"]
    assert [found.status for found in uses([row], {"p": "2018-10-01"})] == ["current"]
    assert uses([row], {"p": None}) == [] and uses([row | {"resolved": False}], {"p": "2019-07-10"}) == []
