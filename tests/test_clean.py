"""Cleaning: what is joined, what is removed, what stays as printed, and the way back to the lines."""

import pytest

from loaders.clean import clean
from loaders.paragraphs import wrap_width
from loaders.read.document import Document, Line


def document(*texts: str) -> Document:
    return Document(tuple(Line(text, number) for number, text in enumerate(texts, 1)), "text")


def kinds(*texts: str) -> list[str]:
    return [repair.kind for repair in clean(document(*texts)).repairs]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # a page break inside a word, with empty lines and a page number between
        (("1. 打击。加大虚假广", "", "—9—", "告打击力度。"), "1.打击。加大虚假广告打击力度。"),
        # a label split by a page break
        (("1. 打击。加强管理。(牵", "", "头单位：市公安局)"), "1.打击。加强管理。(牵头单位：市公安局)"),
        # a bracket that is open goes on, whatever the line ends with
        (("1. 打击。加强管理。（牵头单位：", "市公安局）"), "1.打击。加强管理。（牵头单位：市公安局）"),
        # a character doubled by the break
        (
            ("1. 教育。加强。(牵头单位：市文明办；责", "", "责任单位：市教育局)"),
            "1.教育。加强。(牵头单位：市文明办；责任单位：市教育局)",
        ),
        # a heading stands alone
        (("一、指导思想", "深入贯彻，加强建设。"), "一、指导思想\n深入贯彻，加强建设。"),
        # an item's number begins a line of its own even where the sentence before is not closed
        (("1. 加强，建设", "2. 推进，工作。"), "1.加强，建设\n2.推进，工作。"),
        # stray spaces inside words go, those around Latin words stay
        (("1 .开展治理。云南 银监局,建设 P2P 网贷 and 其他。",), "1.开展治理。云南银监局,建设 P2P 网贷 and 其他。"),
        # a page ended behind the first words of a paragraph, or inside a heading; a signature stands alone
        (("各地", "", "— 3 —", "要高度重视，加强领导。"), "各地要高度重视，加强领导。"),
        (
            ("1.打击。加强。", "2.整", "—1—", "治谣言。加强，管理。", "3.督查。加强。"),
            "1.打击。加强。\n2.整治谣言。加强，管理。\n3.督查。加强。",
        ),
        (("一、开展重点", "—1—", "治理", "1.打击。加强，管理。"), "一、开展重点治理\n1.打击。加强，管理。"),
        (
            ("某市人民政府", "2018年3月1日", "—1—", "各县区，市直各单位。"),
            "某市人民政府\n2018年3月1日\n各县区，市直各单位。",
        ),
        # a number goes on in its heading, a mark never begins a line
        (("（一）", "打击诈骗", "加强，管理"), "（一）打击诈骗\n加强，管理"),
        (("1.打击。加强管理", "、完善制度。"), "1.打击。加强管理、完善制度。"),
        # a title keeps its space
        (("关于治理问题 提升水平的方案",), "关于治理问题 提升水平的方案"),
        (("**牵头单位：**市公安局，加强。",), "牵头单位：市公安局，加强。"),
    ],
)
def test_clean(lines: tuple[str, ...], expected: str) -> None:
    assert clean(document(*lines)).text == expected


def test_a_doubled_character_is_removed_only_where_it_is_a_slip() -> None:
    assert "doubled character removed" in kinds("1. 会商。市金融办会同服务企", "", "企业管理。")[:1]
    # 市|市场监管局 is two words that meet; 层|层 is a word that doubles
    assert kinds("1. 会商。市金融办会同市", "", "市场监管局，完善。") == ["joined over a break"]
    assert kinds("1. 会商。市金融办，层", "", "层落实。") == ["joined over a break"]


def test_repairs_name_their_place() -> None:
    cleaned = clean(document("1. 打击。加大虚假广", "", "", "告打击力度。"))
    (repair,) = cleaned.repairs
    assert (repair.kind, repair.line) == ("joined over a break", 4)
    assert cleaned.text[repair.start : repair.start + 2] == "告打"


def test_lines_lead_back_to_the_file() -> None:
    cleaned = clean(document("标题方案", "", "1. 打击。加大虚假广", "", "告打击力度。"))
    for word, line in (("标题", 1), ("打击。", 3), ("虚假广", 3), ("告打击", 5), ("力度", 5)):
        assert cleaned.lines.line(cleaned.text.index(word)) == line


def test_wrapped_lines_are_told_from_paragraphs() -> None:
    wrapped = ["为集中治理诚信缺失问题，提升全社会的诚信水平，根据省"] * 12 + ["精神。"]
    assert wrap_width(wrapped) == 52
    assert wrap_width(["宜昌市教育局关于印发作业管理专项整治工作方案的通知"] * 12 + ["精神。"]) is None
    assert wrap_width(["第一段完整的话。", "第二段完整的话。"] * 8) is None


def test_wrapped_lines_join_without_being_repairs() -> None:
    text = "开展电信网络诈骗专项治理，完善机制，加强管理，及时上报，加强甄别，切实维护秩序，集中侦破一批案件" * 6 + "。"
    lines = [text[start : start + 30] for start in range(0, len(text), 30)]
    cleaned = clean(document(*lines))
    assert cleaned.text == text
    assert cleaned.repairs == ()
