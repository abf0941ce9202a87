"""A made-up campaign of three cities: other titles for the same things, other orders, own items, one merged, one split."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from graph.matching.alignment import PlanTask

CONSUMPTION = {
    "jiahe": [
        ("一、激发消费活力", "大力发展首店经济", "对新引进的品牌首店、旗舰店给予奖励，鼓励商业综合体设立首店集聚区。"),
        ("一、激发消费活力", "支持新能源汽车和绿色智能家电消费", "落实新能源汽车车辆购置税减免政策，组织汽车下乡。开展家电以旧换新，对购买绿色智能家电的消费者给予补贴。"),
        ("一、激发消费活力", "繁荣夜间经济", "打造夜间消费集聚区，延长夜市、商圈营业时间，完善夜间公交和照明。"),
        ("二、优化消费环境", "加强消费者权益保护", "畅通投诉举报渠道，推行线下购物无理由退货，严厉打击假冒伪劣。"),
        ("三、保障措施", "加强组织领导", "建立促进消费联席会议制度，统筹推进各项任务落实。"),
    ],
    "linchuan": [
        ("一、扩大重点领域消费", "促进新能源汽车消费", "落实车辆购置税减免政策，开展新能源汽车下乡活动，加快充电设施建设。"),
        ("一、扩大重点领域消费", "促进绿色智能家电消费", "组织家电以旧换新活动，对购买绿色智能家电给予补贴。"),
        ("一、扩大重点领域消费", "发展首店首发经济", "吸引品牌首店、旗舰店落户，支持举办新品首发活动，建设首店集聚区。"),
        ("二、创新消费场景", "激活夜间消费", "培育夜间消费集聚区，鼓励商圈、夜市延长营业时间。"),
        ("二、创新消费场景", "培育文旅融合消费", "推出精品旅游线路，举办演唱会、音乐节，发展乡村民宿。"),
        ("三、组织实施", "强化督促考核", "对工作推进情况定期通报，纳入年度考核。"),
    ],
    "qingpu": [
        ("一、重点任务", "实施绿色智能家电以旧换新", "对个人消费者购买绿色智能家电给予补贴，支持企业开展家电以旧换新。"),
        ("一、重点任务", "扩大新能源汽车消费", "落实车辆购置税优惠政策，支持新能源汽车下乡，优化二手车交易登记。"),
        ("一、重点任务", "促进文旅消费", "举办音乐节、演唱会，推出旅游精品线路，提升乡村民宿品质。"),
        ("一、重点任务", "维护消费者合法权益", "畅通消费投诉举报渠道，推广线下无理由退货承诺，打击假冒伪劣行为。"),
        ("二、保障措施", "加强组织领导", "健全促进消费联席会议机制，统筹推进各项工作。"),
        ("二、保障措施", "严格督促考核", "定期通报工作推进情况，将其纳入年度考核。"),
    ],
}  # fmt: skip
SAME = {
    ("jiahe/1", "linchuan/3"),
    ("jiahe/3", "linchuan/4"),
    ("jiahe/4", "qingpu/4"),
    ("jiahe/5", "qingpu/5"),
    ("linchuan/1", "qingpu/2"),
    ("linchuan/2", "qingpu/1"),
    ("linchuan/5", "qingpu/3"),
    ("linchuan/6", "qingpu/6"),
}
MERGED = {("jiahe/2", other) for other in ("linchuan/1", "linchuan/2", "qingpu/1", "qingpu/2")}
CITIES = {
    "jiahe": ("宜昌市", "2024年3月1日"),
    "linchuan": ("淮安市", "2024年5月20日"),
    "qingpu": ("常州市", "2024年4月2日"),
}
LEADS = {"jiahe": "市商务局", "linchuan": "市发展改革委", "qingpu": "市商务局"}


def tasks_of(plans: dict[str, list[tuple[str, str, str]]]) -> list[PlanTask]:
    """The tasks as alignment takes them."""
    return [
        PlanTask(f"{plan}/{order}", plan, order, title, text, heading)
        for plan, items in plans.items()
        for order, (heading, title, text) in enumerate(items, 1)
    ]


def write_plans(folder: Path, plans: Iterable[str] = CONSUMPTION) -> list[Path]:
    """The plans as files that the program reads."""
    paths = []
    for plan in plans:
        paths.append(folder / f"{plan}.txt")
        paths[-1].write_text(plan_text(plan), "utf-8")
    return paths


def plan_text(plan: str) -> str:
    """One of the plans as it would be printed."""
    city, date = CITIES[plan]
    lines = [f"{city}促进消费实施方案", "", "为促进消费，制定本方案。", ""]
    for heading, items in groupby(CONSUMPTION[plan], key=lambda item: item[0]):
        lines += [heading, ""]
        for number, (_, title, text) in enumerate(items, 1):
            lines += [f"{number}.{title}。{text}（牵头单位：{LEADS[plan]}；责任单位：市财政局）", ""]
    return "\n".join([*lines, f"{city}人民政府", date, ""])
