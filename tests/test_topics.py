"""An item's topic follows from the words of its title, for every item of the five plans as people gave it."""

import json
from pathlib import Path

import pytest

from loaders.reference import rows
from loaders.topics import campaign_of, campaigns, topic, topic_of, topics

ROOT = Path(__file__).resolve().parent.parent
PLANS = ["yichang", "huaian", "xiqing", "changzhou", "yunnan"]
GOLD = [
    (slug, item)
    for slug in PLANS
    for item in json.loads((ROOT / "data" / "gold" / f"{slug}.json").read_text(encoding="utf-8"))["tasks"]
]

TITLES = [
    ("开展无证行医、非法医疗以及假药问题专项治理", "illegal_medical_and_fake_medicine"),
    ("开展无证行医、非法医疗问题专项治理", "illegal_medical"),
    ("开展假药问题专项治理", "fake_medicine"),
    ("开展交通运输失信问题专项治理", "transport"),
    ("开展主观恶意或故意交通违法行为专项治理", "traffic_violations"),
    ("开展逃税骗税和虚开发票问题专项治理", "tax_fraud_invoices"),
    ("整治“非法集资”等金融乱象", "financial_credit"),
    ("治理网络谣言", "online_misinformation"),
    ("治理医保骗保问题", "insurance_fraud"),
    ("加强组织领导，明确工作责任", "organization_leadership"),
    ("開展電信網絡詐騙專項治理", "telecom_fraud"),
    ("发展夜间经济", None),
    ("防范养老诈骗", None),
    ("打击通讯信息诈骗", "telecom_fraud"),
    ("深入开展反诈宣传", "telecom_fraud"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_topic_of_a_title(title: str, expected: str | None) -> None:
    assert topic_of("integrity", title, "") == expected


@pytest.mark.parametrize(("slug", "item"), GOLD, ids=[item["id"] for _, item in GOLD])
def test_topics_of_the_five_plans(slug: str, item: dict[str, str]) -> None:
    text = "".join((ROOT / "data" / "plans" / f"{slug}.txt").read_text(encoding="utf-8").split())
    begin = text.find("".join(item["first_measure"].split())) if item["first_measure"] else 0
    assert topic_of("integrity", item["title"], text[begin : begin + 80]) == item["topic"]


def test_all_172_items_are_checked() -> None:
    assert len(GOLD) == 172
    assert sum(item["kind"] == "special_governance" for _, item in GOLD) == 96


def test_gold_kinds_are_those_of_the_topics() -> None:
    """Three topics stand under different headings in different cities; a topic has one kind, the most frequent."""
    differing = {item["topic"] for _, item in GOLD if topic(item["topic"]).kind != item["kind"]}
    assert differing == {"credit_repair", "joint_incentive_punishment", "supervision_assessment"}


def test_white_space_inside_words_does_not_matter() -> None:
    assert topic_of("integrity", "开展非法社 会组织专项治理", "") == "illegal_social_organizations"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("宜昌市关于集中治理诚信缺失突出问题 提升全市诚信水平的实施方案", "integrity"),
        ("开展诚信缺失突出问题专项整治方案", "integrity"),
        ("浙江省人民政府印发关于支持人工智能创新发展若干措施的通知", "支持人工智能创新发展"),
        ("湖州市人工智能创新发展工作方案", "人工智能创新发展"),
        ("宜昌市2024年促进消费实施方案", "促进消费"),
        ("淮安市人民政府关于促进消费的实施意见（试行）", "促进消费"),
        ("北京市人民政府办公厅关于印发《北京市促进未来产业创新发展实施方案》的通知", "促进未来产业创新发展"),
        ("实施方案", None),
    ],
)
def test_campaign_of_a_title(title: str, expected: str | None) -> None:
    assert campaign_of(title) == expected


def test_tables_hold_together() -> None:
    assert len(topics()) == len(rows("topics.tsv")) > 0, "a row was left out"
    assert {each.campaign for each in topics().values()} <= set(campaigns())
    assert topic_of("no such campaign", "开展电信网络诈骗专项治理", "") is None
    with pytest.raises(KeyError):
        topic("no such topic")


@pytest.mark.parametrize("key", list(topics()))
def test_every_topic_can_be_reached(key: str) -> None:
    assert any(item["topic"] == key for _, item in GOLD)
