"""Suggestions for names that the tables leave open: the right agency among the first, and never itself."""

import pytest

from graph.identity.agencies import resolve
from graph.identity.candidates import candidates
from loaders.places import place

OPEN = [
    ("110000", "市金融监管局", "110000/local_finance_regulator"),
    ("110000", "市金融监管局", "110000/financial_regulator"),
    ("330500", "市发改委/市粮食局", "330500/grain_bureau"),
    ("330500", "区教育局", "330502/education_bureau"),
    ("420500", "市市场监督管局", "420500/market_bureau"),
    ("610100", "市投资局", "610100/investment_promotion"),
    ("530000", "省发展和改革委员局", "530000/development_reform"),
]


@pytest.mark.parametrize(("code", "printed", "agency"), OPEN)
def test_the_right_one_is_among_the_first(code: str, printed: str, agency: str) -> None:
    assert not resolve(printed, place(code), False).resolved
    found = candidates(printed, place(code))
    assert agency in [each.agency for each in found]
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.why and 0 < each.score <= 100 for each in found)


def test_agencies_of_the_graph_are_offered_too() -> None:
    known = (("420500/company/城建投资集团", "宜昌市城建投资集团"), ("420500/court", "宜昌市中级法院"))
    found = candidates("市城建投资控股", place("420500"), known)
    assert "420500/company/城建投资集团" in [each.agency for each in found]


def test_nothing_alike_gives_nothing() -> None:
    assert candidates("三峡人家", place("420500")) == ()


def test_a_name_is_no_candidate_of_itself() -> None:
    printed = "市神秘事务协调局"
    itself = resolve(printed, place("420500"), False)
    found = candidates(printed, place("420500"), ((itself.id, itself.name),))
    assert itself.id not in [each.agency for each in found]
