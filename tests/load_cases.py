"""Small rosters for the tests of load: one worked out by hand, and any that hypothesis thinks of."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from graph.workload.roster import Agency, Item, Plan, Roster, Section


def roster(items: list[Item], *, collective: set[str] = frozenset(), functions: dict[str, str] | None = None) -> Roster:
    """A roster of these items; an agency's function is its name unless given, plans are made as they are named."""
    names = dict.fromkeys(name for item in items for name in item.named)
    known = functions or {}
    agencies = {
        name: Agency(name, f"{name}局", known.get(name, name), known.get(name, name), known.get(name, name), "某市", "prefecture", name in collective)
        for name in names
    }  # fmt: skip
    plans = {item.plan: Plan(item.plan, item.plan, item.plan, "prefecture", "c", "2019-01-01") for item in items}
    topics = {topic: (f"主题{topic}", f"topic {topic}") for item in items for topic in item.topics}
    return Roster(plans, {item.id: item for item in items}, agencies, topics)


def item(
    key: str, leads: str, supports: str = "", plan: str = "p", topic: str = "", section: str = "s", **more
) -> Item:
    """An item; agencies are single letters."""
    return Item(
        f"{plan}/{key}", plan, key, f"任务{key}", tuple(leads), tuple(supports), (Section(f"{plan}#{section}", section),),
        (topic,) if topic else (), **more,
    )  # fmt: skip


# 1 is led by A and B, with C behind them; 2 by A alone, with B and C; 3 by the group G and C, in another section.
WORKED = roster(
    [
        item("1", "AB", "C", topic="x", measures=2, length=500),
        item("2", "A", "BC", topic="y", measures=4, length=1000),
        item("3", "GC", "", topic="y", section="r", measures=1, length=1500),
    ],
    collective={"G"},
    functions={"A": "f", "B": "f", "C": "g"},
)


@st.composite
def rosters(draw: st.DrawFn, plans: int = 2) -> Roster:
    """Up to a dozen items of some plans over eight agencies, one of which is a group."""
    made = []
    for number in range(draw(st.integers(1, 12))):
        leads = draw(st.lists(st.sampled_from("ABCDEFGH"), max_size=3, unique=True))
        supports = draw(st.lists(st.sampled_from("ABCDEFGH"), max_size=5, unique=True))
        one = item(str(number), "".join(leads), "".join(supports), plan=f"p{draw(st.integers(1, plans))}")
        topics = draw(st.lists(st.sampled_from("xyz"), max_size=2, unique=True))
        made.append(
            replace(one, topics=tuple(topics), measures=draw(st.integers(0, 5)), length=draw(st.integers(0, 900)))
        )
    return roster(made, collective={"H"}, functions={"A": "f", "B": "f"})
