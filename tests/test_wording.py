"""What differs between two texts of different places, clause by clause."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.matching.overlap import overlaps
from graph.matching.wording import Difference, differences, keys, likeness, likeness_of_keys, own_names, plain, signs
from loaders.places import Place, place

PLANS = Path(__file__).resolve().parent.parent / "data" / "plans"
HUAIAN, CHANGZHOU = own_names(place("320800")), own_names(place("320400"))


def shown(before: list[str], after: list[str]) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.status, words(each, "before", before), words(each, "after", after))
        for each in differences(before, after, HUAIAN, CHANGZHOU)
    ]


def words(each: Difference, side: str, texts: list[str]) -> str | None:
    piece = getattr(each, side)
    return texts[piece.sentence][piece.start : piece.end] if piece else None


def marked(each: Difference, side: str, texts: list[str]) -> list[str]:
    piece = getattr(each, side)
    return [texts[piece.sentence][start:end] for start, end in getattr(each, f"marks_{side}")]


def test_names_of_a_place_are_its_own_and_those_around_it() -> None:
    assert set(HUAIAN) == {"淮安市", "淮安", "江苏省", "江苏"}
    assert {"西青区", "天津市"} <= set(own_names(place("120111")))
    assert own_names(Place("?plan", "某某新区", "other", None))[0] == "某某新区"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("人民银行淮安市中心支行", "人民银行常州中心支行"),
        ("通过“信用淮安”网站", "通过「信用常州」网站".replace("「", '"').replace("」", '"')),
        ("“信用中国（淮安）”", "“信用中国（江苏常州）”"),
        ("全市各部门", "我市各部门"),
        ("打击 P2P 网贷", "打击P2P网贷"),
        ("第(一)项", "第（一）项"),
        ("黑诊所”", "黑诊所’’"),
    ],
)
def test_what_is_equal_in_substance(before: str, after: str) -> None:
    assert likeness(signs(before, HUAIAN), signs(after, CHANGZHOU)) == 1.0
    assert shown([before], [after]) == [("kept", before, after)]


@pytest.mark.parametrize("plan", ["huaian", "changzhou", "yunnan"])
def test_keys_alone_are_those_of_the_signs(plan: str) -> None:
    text = (PLANS / f"{plan}.txt").read_text("utf-8") + "１０㎡……℃ﾊﾟ"
    assert [*keys(text, HUAIAN)] == [sign.key for sign in signs(text, HUAIAN)]
    assert keys(text, HUAIAN).endswith("10㎡……℃ハ\u309a")
    assert len({*keys(text, HUAIAN)}) > 500


def test_likeness_is_the_share_of_characters_in_common_blocks() -> None:
    one, other = signs("打击制售假药", ()), signs("打击销售假药", ())
    assert likeness(one, other) == pytest.approx(2 * 5 / 12)
    assert likeness(one, other, at_least=0.9) == 0.0
    assert likeness(one, signs("", ())) == 0.0


@given(
    st.text("打击制售假药㎡", max_size=30),
    st.text("打击制售假药㎡", max_size=30),
    st.sampled_from([0.1, 0.5, 0.75, 0.95]),
)
def test_a_bound_takes_away_only_what_is_below_it(one: str, other: str, least: float) -> None:
    a, b = keys(one, ()), keys(other, ())
    whole = SequenceMatcher(None, a, b, autojunk=False).ratio()
    found = likeness_of_keys(a, b, least)
    assert found == whole if whole >= least else found in (0.0, whole)
    assert likeness_of_keys(a, b) == whole


def test_clauses_are_kept_changed_added_and_dropped() -> None:
    before = ["持续打击制售假药行为，依法惩处。", "联系电话公布。", "每月通报。"]
    after = ["持续打击销售假药行为，依法惩处。", "每月通报，每季考核。"]
    assert shown(before, after) == [
        ("changed", "持续打击制售假药行为，", "持续打击销售假药行为，"),
        ("kept", "依法惩处。", "依法惩处。"),
        ("dropped", "联系电话公布。", None),
        ("kept", "每月通报。", "每月通报，"),
        ("added", None, "每季考核。"),
    ]
    first = differences(before, after, HUAIAN, CHANGZHOU)[0]
    assert (marked(first, "before", before), marked(first, "after", after)) == (["制"], ["销"])


def test_single_characters_in_common_belong_to_the_change() -> None:
    before, after = ["市金融办会同市工商局、市行政审批局完善办法。"], ["市金融办会同市市场监管局完善办法。"]
    (change,) = differences(before, after, HUAIAN, CHANGZHOU)
    assert marked(change, "before", before) == ["工商局、市行政审批"]
    assert marked(change, "after", after) == ["市场监管"]


def test_neighbours_of_one_kind_are_one() -> None:
    before, after = ["甲乙丙丁，戊己庚辛；壬癸子丑。"], ["甲乙丙丁，戊己庚辛；壬癸子丑。", "寅卯辰巳，午未申酉。"]
    assert shown(before, after) == [
        ("kept", before[0], after[0]),
        ("added", None, after[1]),
    ]


def test_sentences_moved_keep_the_longer_way_in_order() -> None:
    before = ["建立健全联席会议制度。", "开展宣传。"]
    after = ["开展宣传。", "建立健全联席会议制度。"]
    assert shown(before, after) == [
        ("added", None, "开展宣传。"),
        ("kept", "建立健全联席会议制度。", "建立健全联席会议制度。"),
        ("dropped", "开展宣传。", None),
    ]


@pytest.mark.parametrize(("before", "after"), [([], []), ([""], [" "]), (["甲乙。"], []), ([], ["甲乙。"])])
def test_nothing_is_compared_with_something(before: list[str], after: list[str]) -> None:
    expected = [("dropped", "甲乙。", None)] * bool("".join(before)) + [("added", None, "甲乙。")] * ("甲乙。" in after)
    assert shown(before, after) == expected


def test_a_name_without_its_place() -> None:
    assert plain("市淮安日报社", HUAIAN) == plain("常州日报社", CHANGZHOU) == "日报社"
    assert plain("市公安局", HUAIAN) == "公安局"
    assert plain("国网淮安供电公司", HUAIAN) == "国网供电公司"


FEW_SIGNS = st.text(alphabet="甲乙丙丁", max_size=30)


def longest_common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by the table of the textbook."""
    above = [0] * (len(other) + 1)
    for a in one:
        row = [0]
        for n, b in enumerate(other):
            row.append(above[n] + 1 if a == b else max(above[n + 1], row[n]))
        above = row
    return above[-1]


@given(st.lists(st.tuples(FEW_SIGNS, FEW_SIGNS), min_size=1, max_size=5))
def test_no_likeness_is_above_the_overlap(pairs: list[tuple[str, str]]) -> None:
    for (one, other), share in zip(pairs, overlaps(*map(list, zip(*pairs, strict=True))), strict=True):
        whole = len(one) + len(other)
        assert likeness_of_keys(one, other) <= share <= 1
        assert 0 <= share - (2 * longest_common(one, other) / whole if whole else 1) <= 1.01e-4
