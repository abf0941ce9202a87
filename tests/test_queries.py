"""Every question, on the five plans in a real server, against figures worked out from the gold by other means."""

from __future__ import annotations

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from graph.judgements import file_of, judge, note
from graph.links import link
from graph.load import load_record
from graph.progress.ledger import add_reports, progress_file
from graph.progress.reports import Report
from graph.store import QueryError, Store
from graph.workload import inequality
from graph.workload.edges import Edge
from graph.workload.measures import Load, load_table
from loaders.pipeline import extract
from queries import header, library
from queries.library import QuestionError, ask, choices

ROOT = Path(__file__).resolve().parent.parent
PLANS = ("changzhou", "huaian", "xiqing", "yichang", "yunnan")
GOLD = {plan: json.loads((ROOT / "data" / "gold" / f"{plan}.json").read_text("utf-8")) for plan in PLANS}
TASKS = [(plan, task) for plan in PLANS for task in GOLD[plan]["tasks"]]
NAMES = [line.split("\t") for line in (ROOT / "data" / "gold" / "agencies.tsv").read_text("utf-8").splitlines()[1:]]
GROUPS = {(plan, name) for plan, name, _, _, kind, *_ in NAMES if kind == "collective"}
GIVEN = {"agency_card": {"agency": "120111/%"}, "plan_text": {"plan": "xiqing"}, "find": {"words": "诈骗"}}
GIVEN |= {"agency_elsewhere": {"agency": "320800/public_security_bureau"}}
GIVEN |= {"progress": {"plan": "huaian", "year": 2019, "quarter": 1}}
GIVEN |= {"task_diff": {"task": "huaian/3.1/6", "plan": "changzhou"}}


verifies = pytest.mark.verifies
"""Marks a test that holds a question against the gold."""


@pytest.fixture(scope="module", autouse=True)
def loaded(store: Store) -> Iterator[None]:
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n").consume())
    about, texts = ("huaian/3.1/1", "开展电信网络诈骗专项治理", "市公安局", 2019, 1), ("目标", "问题", "进展", "going")
    add_reports(progress_file(store.server.folder), [Report(*about, *texts, "2019-04-08", "填报人", "f.xlsx")])
    for plan in PLANS:
        load_record(store, extract(ROOT / "data" / "plans" / f"{plan}.txt"))
    link(store)
    judge(store, note(store, "yichang", "待核", why="试试"))  # changes no figure
    yield
    file_of(store).unlink()
    progress_file(store.server.folder).unlink()


@pytest.fixture(scope="module")
def ids(store: Store, loaded: None) -> dict[tuple[str, str], str]:
    """Which agency each printed name of each plan is, read from the edges: what the questions count, not how."""
    rows = store.read(
        "MATCH (p:Plan)-[:HAS_TASK]->(t:Task)<-[r:LEADS|SUPPORTS]-(a:Agency) "
        "RETURN DISTINCT p.id AS plan, r.asWritten AS name, a.id AS id"
    )
    found = {(row["plan"], row["name"]): row["id"] for row in rows}
    assert len(found) == len(rows), "one printed name of a plan is one agency"
    return found


def edges(ids, plan: str | None = None, groups: bool = False) -> list[Edge]:
    """The gold as an edge table, collective units left out unless asked for."""
    return [
        (ids[of, name], task["id"], role)
        for of, task in TASKS
        if plan in (None, of)
        for role in ("lead", "support")
        for name in task[role]
        if groups or (of, name) not in GROUPS
    ]


def parties(ids, plan: str, task: dict, role: str) -> list[str]:
    """The agencies of an item in one role, in printed order, each once, collective units among them."""
    return list(dict.fromkeys(ids[plan, name] for name in task[role]))


def ranking(ids, role: str, groups: bool = False) -> dict[str, tuple[int, float, int]]:
    """Items, shared items and sole items of each agency, counted straight from the gold's lists."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0, 0.0, 0])
    hidden = {ids[group] for group in GROUPS}
    for plan, task in TASKS:
        holders = parties(ids, plan, task, role)
        for agency in holders:
            if groups or agency not in hidden:
                counts[agency][0] += 1
                counts[agency][1] += 1 / len(holders)
                counts[agency][2] += len(holders) == 1
    return {agency: (int(full), pytest.approx(shared), int(sole)) for agency, (full, shared, sole) in counts.items()}


def agency(ids, plan: str, name: str) -> str:
    return ids[plan, name]


# Known truths --------------------------------------------------------------------------------------------------------


@verifies("plans")
def test_items_with_a_lead(store):
    rows = {row["plan"]: row for row in ask(store, "plans").rows}
    led = [rows[plan]["itemsWithLead"] for plan in ("yichang", "huaian", "xiqing", "changzhou", "yunnan")]
    assert led == [33, 28, 30, 30, 33]
    for plan in PLANS:
        tasks = GOLD[plan]["tasks"]
        row = rows[plan]
        assert row["items"] == len(tasks)
        assert row["leads"] == sum(len(task["lead"]) for task in tasks)
        assert row["assignments"] == sum(len(task["lead"]) + len(task["support"]) for task in tasks)
        assert row["measures"] == sum(task["measures"] for task in tasks)
        assert row["collectives"] == len({name for of, name in GROUPS if of == plan})
        assert (row["issuedOn"], row["jurisdictionCode"]) == (GOLD[plan]["plan"]["date"], GOLD[plan]["plan"]["adcode"])
        assert sorted(row["issuers"]) == sorted(GOLD[plan]["plan"]["issuers"])


@verifies("agencies")
def test_printed_names(store):
    rows = ask(store, "agencies").rows
    expected = {(plan, name): [0, 0] for plan, name, *_ in NAMES}
    for plan, task in TASKS:
        for place, role in enumerate(("lead", "support")):
            for name in set(task[role]):
                expected[plan, name][place] += 1
    assert {(row["plan"], row["asWritten"]): [row["leads"], row["supports"]] for row in rows} == expected
    assert {(row["plan"], row["asWritten"]) for row in rows if row["collective"]} == GROUPS


@pytest.mark.parametrize(
    ("plan", "expected"),
    [("yichang", 0.056), ("huaian", 0.074), ("xiqing", 0.206), ("changzhou", 0.090), ("yunnan", 0.126)],
)
def test_lead_concentration_by_printed_name(store, plan, expected):
    leads = [row["leads"] for row in ask(store, "agencies", plan=plan).rows]
    assert inequality.hhi(leads) == pytest.approx(expected, abs=0.0005)


def test_the_development_commission_of_xiqing(store, ids):
    row = ask(store, "lead_ranking", plan="xiqing").rows[0]
    assert row["agencyId"] == agency(ids, "xiqing", "区发展改革委")
    assert (row["leads"], row["items"], row["sole"], round(row["fractional"], 1)) == (25, 30, 6, 14.8)
    assert row["share"] == pytest.approx(25 / 30)


# Load ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("groups", [False, True])
@pytest.mark.parametrize(
    ("question", "role", "figure"), [("lead_ranking", "lead", "leads"), ("support_ranking", "support", "supports")]
)
@verifies("lead_ranking")
@verifies("support_ranking")
def test_rankings(store, ids, question, role, figure, groups):
    rows = ask(store, question, collective=groups).rows
    found = {row["agencyId"]: (row[figure], row["fractional"], row["sole"]) for row in rows}
    assert found == ranking(ids, role, groups)
    assert rows == sorted(rows, key=lambda row: (-row[figure], row["agencyId"]))
    held = {plan: sum(bool(task[role]) for task in GOLD[plan]["tasks"]) for plan in PLANS}
    assert all(row["items"] == sum(held[plan] for plan in row["plans"]) for row in rows)


def test_shared_leads_add_up_to_the_items_led(store):
    rows = ask(store, "lead_ranking", collective=True).rows
    assert sum(row["fractional"] for row in rows) == pytest.approx(33 + 28 + 30 + 30 + 33)


@pytest.mark.parametrize(("support_weight", "weight"), [(None, None), (0.0, "item"), (1.0, "item"), (0.3, "measures")])
@verifies("workload")
def test_workload(store, ids, support_weight, weight):
    rows = ask(store, "workload", support_weight=support_weight, weight=weight, collective=True).rows
    weights = {task["id"]: task["measures"] for _, task in TASKS} if weight == "measures" else None
    table = load_table(edges(ids, groups=True), 0.3 if support_weight is None else support_weight, weights)
    expected = {
        load.agency: (load.leads, load.sole, load.supports, *map(pytest.approx, floats(load))) for load in table
    }
    assert {
        row["agencyId"]: (
            row["leads"], row["sole"], row["supports"], row["workload"], row["fractional"], row["supportFractional"]
        )
        for row in rows
    } == expected  # fmt: skip
    partners = {load.agency: load.partners for load in load_table(edges(ids))}
    assert {row["agencyId"]: row["partners"] for row in ask(store, "workload").rows} == partners


def floats(load: Load) -> tuple[float, float, float]:
    return load.workload, load.fractional, load.support_fractional


MEASURES = {
    "leads": lambda load: load.leads,
    "fractional": lambda load: load.fractional,
    "supports": lambda load: load.supports,
    "workload": lambda load: load.workload,
}


def loads(ids, plan: str, measure: str) -> dict[str, float]:
    """The load of every agency that a plan names; shares are parts of all that are named, collective units too."""
    hidden = {ids[group] for group in GROUPS}
    table = load_table(edges(ids, plan, groups=True))
    return {load.agency: MEASURES[measure](load) for load in table if load.agency not in hidden}


@pytest.mark.parametrize("measure", list(MEASURES))
@verifies("load_balance")
def test_load_balance(store, ids, measure):
    rows = ask(store, "load_balance", measure=measure).rows
    for plan in PLANS:
        mine = [row for row in rows if row["plan"] == plan]
        expected = loads(ids, plan, measure)
        values = list(expected.values())
        mean = sum(values) / len(values)
        assert {row["agencyId"]: row["load"] for row in mine} == pytest.approx(expected)
        for row in mine:
            load = expected[row["agencyId"]]
            assert row["share"] == pytest.approx(load / sum(values))
            assert (row["mean"], row["deviation"]) == pytest.approx((mean, load - mean))
            assert row["rank"] == 1 + sum(other > load + 1e-9 for other in values)
            assert (row["gini"], row["hhi"]) == pytest.approx((inequality.gini(values), inequality.hhi(values)))
            assert row["topShare"] == pytest.approx(inequality.top_share(values, 1))


def test_balance_by_agency_is_that_by_name_where_collectives_count(store):
    rows = {row["plan"]: row["hhi"] for row in ask(store, "load_summary", collective=True).rows}
    assert rows["yichang"] == pytest.approx(0.0565, abs=0.0001)
    assert ask(store, "load_summary", plan="yichang").rows[0]["hhi"] == pytest.approx(0.0582, abs=0.0001)


def test_a_scope_in_which_nobody_carries_that_load(store):
    scope = {"plan": "huaian", "topic": "poverty_alleviation", "measure": "supports"}
    rows = ask(store, "load_balance", **scope).rows
    figures = [(r["load"], r["share"], r["deviation"], r["gini"], r["hhi"], r["topShare"], r["rank"]) for r in rows]
    assert figures == [(0, 0, 0, 0, 0, 0, 1)]
    assert ask(store, "load_summary", **scope).rows == []


@pytest.mark.parametrize("measure", list(MEASURES))
@verifies("load_summary")
def test_load_summary(store, ids, measure):
    for row in ask(store, "load_summary", measure=measure).rows:
        values = list(loads(ids, row["plan"], measure).values())
        assert (row["agencies"], row["loaded"]) == (len(values), sum(value > 0 for value in values))
        assert row["total"] == pytest.approx(sum(values))
        for name in ("gini", "theil", "hhi", "variation"):
            assert row[name] == pytest.approx(getattr(inequality, name)(values)), name
        for k in (1, 3, 10):
            assert row[f"top{k}"] == pytest.approx(inequality.top_share(values, k))


@verifies("load_items")
def test_load_items(store, ids):
    rows = {row["taskId"]: row for row in ask(store, "load_items").rows}
    assert rows.keys() == {task["id"] for _, task in TASKS}
    for plan, task in TASKS:
        row = rows[task["id"]]
        assert (row["plan"], row["number"], row["measures"]) == (plan, str(task["number"]), task["measures"])
        assert (row["leadIds"], row["supportIds"]) == tuple(
            parties(ids, plan, task, role) for role in ("lead", "support")
        )
        assert row["topicKeys"] == ([task["topic"]] if task["topic"] else [])
    assert {row["campaign"] for row in rows.values()} == {"integrity"}


@verifies("load_agencies")
def test_load_agencies(store, ids):
    rows = {row["agencyId"]: row for row in ask(store, "load_agencies").rows}
    printed = {ids[plan, name]: kind == "collective" for plan, name, _, _, kind, *_ in NAMES}
    assert {name: rows[name]["collective"] for name in printed} == printed
    assert {row["level"] for row in rows.values()} <= {"national", "province", "prefecture", "county", "other"}


# Comparison ----------------------------------------------------------------------------------------------------------


def printed(tasks, roles=("lead", "support")) -> Counter:
    return Counter((plan, task["id"], role, name) for plan, task in tasks for role in roles for name in task[role])


def words_of(rows) -> Counter:
    return Counter((row["plan"], row["taskId"], row["role"], row["asWritten"]) for row in rows)


@verifies("topic_assignment")
def test_how_each_city_assigned_fraud_governance(store, ids):
    fraud = [(plan, task) for plan, task in TASKS if task["topic"] == "telecom_fraud"]
    rows = ask(store, "topic_assignment", topic="telecom_fraud").rows
    assert words_of(rows) == printed(fraud) and {row["plan"] for row in rows} == set(PLANS)
    assert [(row["role"], row["asWritten"]) for row in rows if row["plan"] == "xiqing"] == [
        ("lead", "区发展改革委"),
        ("lead", "公安西青分局"),
        ("support", "区工信委"),
        ("support", "区网信办"),
        ("support", "区人民法院"),
    ]
    leads = ask(store, "topic_assignment", topic="telecom_fraud", role="lead", plan=["xiqing", "yunnan"]).rows
    assert words_of(leads) == printed([(plan, task) for plan, task in fraud if plan in ("xiqing", "yunnan")], ["lead"])


CHANGED = {
    "dropped": [
        ("poverty_alleviation", "xiqing"),
        ("sports_match_fixing_doping", "yichang"),
        *((topic, plan) for topic in ("traffic_violations", "illegal_construction") for plan in PLANS[:2]),
        *((topic, "yunnan") for topic in ("traffic_violations", "illegal_construction")),
    ],
    "merged": [
        (topic, "yichang") for topic in ("illegal_medical", "fake_medicine", "illegal_medical_and_fake_medicine")
    ],
    "split": [("illegal_medical_and_fake_medicine", plan) for plan in ("changzhou", "huaian", "xiqing", "yunnan")],
}


@verifies("topic_matrix")
def test_what_became_of_each_topic(store, ids):
    rows = [row for row in ask(store, "topic_matrix").rows if row["kind"] == "special_governance"]
    changed = {cell: status for status, cells in CHANGED.items() for cell in cells}
    topics = {task["topic"] for _, task in TASKS if task["kind"] == "special_governance"}
    expected = {(topic, plan): changed.get((topic, plan), "kept") for topic in topics for plan in PLANS}
    assert {(row["topicKey"], row["plan"]): row["status"] for row in rows} == expected
    for row in rows:
        here = [
            t
            for plan, t in TASKS
            if plan == row["plan"] and t["topic"] == row["topicKey"] and row["status"] != "merged"
        ]
        if row["status"] != "merged":
            assert row["tasks"] == [task["id"] for task in here]
            assert row["leadIds"] == [lead for task in here for lead in parties(ids, row["plan"], task, "lead")]
            assert row["supports"] == sum(len(set(parties(ids, row["plan"], task, "support"))) for task in here)
    alone = ask(store, "topic_matrix", plan="yichang").rows
    assert {row["status"] for row in alone} <= {"kept", "split"}


@verifies("function_profile")
def test_functions_by_place(store, ids):
    functions = {
        row["id"]: row["key"]
        for row in store.read("MATCH (a:Agency)-[:PERFORMS]->(f:Function) RETURN a.id AS id, f.key AS key")
    }
    hidden = {ids[group] for group in GROUPS}
    expected: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0, 0])
    for plan, task in TASKS:
        leads, supports = parties(ids, plan, task, "lead"), parties(ids, plan, task, "support")
        own = [one for one in leads + supports if one not in hidden and one in functions]
        for key in {functions[one] for one in own}:
            mine = [one for one in leads if one not in hidden and functions.get(one) == key]
            row = expected[plan, key]
            row[0] += bool(mine)
            row[1] += len(mine) / len(leads) if leads else 0
            row[2] += bool(mine) and len(leads) == 1
            row[3] += any(one not in hidden and functions.get(one) == key for one in supports)
    rows = ask(store, "function_profile").rows
    found = {
        (row["plan"], row["functionKey"]): [row["leads"], row["fractional"], row["sole"], row["supports"]]
        for row in rows
    }
    assert found.keys() == expected.keys()
    assert all(found[key] == pytest.approx(expected[key]) for key in found)
    police = {
        row["plan"]: row["agencyIds"]
        for row in rows
        if agency(ids, row["plan"], POLICE[row["plan"]]) in row["agencyIds"]
    }
    assert set(police) == set(PLANS)
    assert len({row["functionKey"] for row in rows if row["agencyIds"] == police[row["plan"]]}) == 1


POLICE = {
    "changzhou": "市公安局",
    "huaian": "市公安局",
    "xiqing": "公安西青分局",
    "yichang": "市公安局",
    "yunnan": "省公安厅",
}


# Agencies ------------------------------------------------------------------------------------------------------------


@verifies("agency_card")
def test_agency_card(store, ids):
    commission = agency(ids, "xiqing", "区发展改革委")
    rows = ask(store, "agency_card", agency=commission).rows
    expected = [
        (task["id"], role)
        for _, task in TASKS
        for role in ("lead", "support")
        if _ == "xiqing" and "区发展改革委" in task[role]
    ]
    assert [(row["taskId"], row["role"]) for row in rows] == expected and len(rows) == 26
    tasks = {task["id"]: task for task in GOLD["xiqing"]["tasks"]}
    for row in rows:
        task = tasks[row["taskId"]]
        assert row["leadIds"] == parties(ids, "xiqing", task, "lead")
        assert row["supportIds"] == parties(ids, "xiqing", task, "support")
        assert row["share"] == pytest.approx(1 / len(set(task[row["role"]])))
        assert (row["measures"], row["title"], row["asWritten"]) == (task["measures"], task["title"], ["区发展改革委"])


@verifies("co_workers")
def test_co_workers(store, ids):
    together: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    hidden = {ids[group] for group in GROUPS}
    for plan, task in TASKS:
        leads, supports = (set(parties(ids, plan, task, role)) - hidden for role in ("lead", "support"))
        for one, other in combinations(sorted(leads | supports), 2):
            figures = [1, one in leads and other in leads, one in leads and other in supports]
            figures += [one in supports and other in leads, one in supports and other in supports]
            together[one, other] = [a + b for a, b in zip(together[one, other], figures, strict=True)]
    figures = ("together", "bothLead", "leadSupport", "supportLead", "bothSupport")
    rows = ask(store, "co_workers").rows
    assert {(row["agencyId"], row["partnerId"]): [row[name] for name in figures] for row in rows} == together
    assert all(len(row["tasks"]) == row["together"] for row in rows)
    one = agency(ids, "xiqing", "区发展改革委")
    mine = {row["partnerId"]: row["together"] for row in ask(store, "co_workers", agency=one).rows}
    assert mine == {next(iter({*pair} - {one})): found[0] for pair, found in together.items() if one in pair}


# Gaps ----------------------------------------------------------------------------------------------------------------


@verifies("unassigned")
def test_items_without_a_lead(store):
    assert [row["taskId"] for row in ask(store, "unassigned").rows] == [t["id"] for _, t in TASKS if not t["lead"]]


@verifies("sole_burden")
def test_items_without_support(store, ids):
    rows = ask(store, "sole_burden").rows
    expected = [(plan, task) for plan, task in TASKS if task["lead"] and not task["support"]]
    assert [row["taskId"] for row in rows] == [task["id"] for _, task in expected]
    assert [row["alone"] for row in rows] == [len(set(task["lead"])) == 1 for _, task in expected]
    assert [row["leadIds"] for row in rows] == [parties(ids, plan, task, "lead") for plan, task in expected]
    assert ask(store, "sole_burden", oneLead=True).rows == [row for row in rows if row["alone"]]
    assert {row["alone"] for row in rows} == {True, False}


@verifies("collective_duties")
def test_items_that_lean_on_collective_units(store):
    rows = ask(store, "collective_duties").rows
    leaning = Counter(
        (task["id"], role, name, len({other for other in task[role] if (plan, other) not in GROUPS}))
        for plan, task in TASKS
        for role in ("lead", "support")
        for name in task[role]
        if (plan, name) in GROUPS
    )
    assert Counter((row["taskId"], row["role"], row["asWritten"], row["named"]) for row in rows) == leaning
    assert all(row["onlyCollective"] == (row["named"] == 0) for row in rows)


# Targets and sources -------------------------------------------------------------------------------------------------


@verifies("targets_due")
def test_targets_and_deadlines(store, ids):
    rows = ask(store, "targets_due").rows
    dates = [row["dueOn"] or "9999" for row in rows]
    assert dates == sorted(dates)
    gold = {(task["id"], d["text"], d["date"]) for _, task in TASKS for d in task["deadlines"]}
    assert gold <= {(row["taskId"], row["text"], row["dueOn"]) for row in rows if row["kind"] == "deadline"}
    targets = Counter((task["id"], "".join(text.split())) for _, task in TASKS for text in task["targets"])
    found = Counter((row["taskId"], "".join(row["text"].split())) for row in rows if row["kind"] == "target")
    assert (targets & found).total() >= 0.8 * targets.total()
    tasks = {task["id"]: (plan, task) for plan, task in TASKS}
    for row in rows:
        plan, task = tasks[row["taskId"]]
        assert row["leadIds"] == parties(ids, plan, task, "lead")
        assert row["supportIds"] == parties(ids, plan, task, "support")
    until = ask(store, "targets_due", until="2018-12-31").rows
    assert until == [row for row in rows if row["dueOn"] and row["dueOn"] <= "2018-12-31"]


def bare(title: str) -> str:
    return re.sub(r"[\s《》〈〉<>（）()]|中华人民共和国(?=.+法)", "", title)


@verifies("references")
def test_which_documents_are_shared(store):
    rows = ask(store, "references").rows
    cited: dict[str, set[str]] = defaultdict(set)
    own = {"实施方案", "行动方案", "实施办法"}
    for plan in PLANS:
        everywhere = [GOLD[plan]["plan"]["references"], *(task["references"] for task in GOLD[plan]["tasks"])]
        for words in (word for some in everywhere for word in some if word.startswith("《")):
            cited[f"{plan} itself" if bare(words) in own else bare(words)].add(plan)
    found = {
        f"{row['plans'][0]} itself" if row["own"] else bare(row["document"]): set(row["plans"])
        for row in rows
        if row["own"] or row["document"] != row["docNumber"]
    }
    assert {title: plans for title, plans in found.items() if title in cited} == cited
    assert [row["planCount"] for row in rows if row["documentId"] == "慈善法"] == [3]
    assert all(row["shared"] == (row["planCount"] > 1 and len(row["plans"]) > 1) for row in rows)
    upstream = [row for row in rows if row["docNumber"] == "文明委〔2018〕4号"]
    assert [row["plans"] for row in upstream] == [["changzhou", "huaian"]]


# Plans and their words -----------------------------------------------------------------------------------------------


@verifies("assignments")
def test_the_words_behind_any_figure(store, ids):
    rows = ask(store, "assignments").rows
    assert words_of(rows) == printed(TASKS)
    texts = {plan: ask(store, "plan_text", plan=plan).rows[0]["text"] for plan in PLANS}
    for row in rows:
        span = texts[row["plan"]][row["start"] : row["end"]]
        assert "".join(span.split()) == row["asWritten"]
        assert "".join(row["assignText"].split()).count(row["asWritten"]) >= 1
    for figure in ask(store, "lead_ranking", limit=5).rows:
        behind = ask(store, "assignments", agency=figure["agencyId"], role="lead").rows
        assert len({row["taskId"] for row in behind}) == figure["leads"]


@verifies("tasks")
def test_tasks(store, ids):
    rows = ask(store, "tasks").rows
    assert [(row["taskId"], row["title"], row["number"]) for row in rows] == [
        (task["id"], task["title"], str(task["number"])) for _, task in TASKS
    ]
    for row, (plan, task) in zip(rows, TASKS, strict=True):
        assert (row["section"], row["outerSection"] or row["section"]) == (
            task["subsection"] or task["section"],
            task["section"],
        )
        assert row["leadIds"] == parties(ids, plan, task, "lead")
        assert row["supportIds"] == parties(ids, plan, task, "support")
        assert (row["measures"], row["deadlines"]) == (task["measures"], len(task["deadlines"]))
    police = agency(ids, "yichang", "市公安局")
    led = ask(store, "tasks", agency=police, role="lead").rows
    assert [row["taskId"] for row in led] == [t["id"] for p, t in TASKS if p == "yichang" and "市公安局" in t["lead"]]


@verifies("sections")
def test_sections(store):
    for plan in PLANS:
        rows = ask(store, "sections", plan=plan).rows
        counts = Counter(task["subsection"] or task["section"] for task in GOLD[plan]["tasks"])
        assert {row["heading"]: row["items"] for row in rows if row["items"]} == dict(counts)
        assert [row["ordinal"] for row in rows] == sorted(row["ordinal"] for row in rows)


@verifies("plan_text")
def test_plan_text_leads_back_to_the_lines_of_the_file(store):
    for plan in PLANS:
        row = ask(store, "plan_text", plan=plan).rows[0]
        lines = (ROOT / "data" / "plans" / f"{plan}.txt").read_text("utf-8").splitlines()
        for assignment in ask(store, "assignments", plan=plan, limit=40).rows:
            offset = max(place for place, at in enumerate(row["offsets"]) if at <= assignment["start"])
            assert row["lines"][offset] == assignment["line"]
            nearby = "".join("".join(lines[assignment["line"] - 1 : assignment["line"] + 6]).split())
            assert assignment["asWritten"] in nearby or "".join(re.findall(r"\w", assignment["asWritten"])) in nearby


# For the app's pages -------------------------------------------------------------------------------------------------


@verifies("plan_items")
def test_items_for_the_reader(store):
    for plan in PLANS:
        rows = ask(store, "plan_items", plan=plan).rows
        assert [row["taskId"] for row in rows] == [task["id"] for task in GOLD[plan]["tasks"]]
        assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)


@verifies("plan_facts")
def test_facts_for_the_reader(store):
    rows = ask(store, "plan_facts").rows
    words = defaultdict(str)
    for row in rows:
        words[row["taskId"], row["kind"]] += "".join(row["text"].split())
    for _, task in TASKS:
        for cited in task["references"]:
            assert "".join(cited.split()) in words[task["id"], "document"]
        for deadline in task["deadlines"]:
            assert deadline["text"] in words[task["id"], "deadline"]
    texts = {plan: ask(store, "plan_text", plan=plan).rows[0]["text"] for plan in PLANS}
    assert all(texts[row["plan"]][row["start"] : row["end"]] == row["text"] for row in rows)


@verifies("task_links")
def test_edges_for_the_picture(store):
    rows = ask(store, "task_links").rows
    topics = {(row["taskId"], row["id"]) for row in rows if row["type"] == "ON_TOPIC"}
    assert {(t["id"], t["topic"]) for _, t in TASKS if t["kind"] == "special_governance"} <= topics
    cited = {(task, row["documentId"]) for row in ask(store, "references").rows for task in row["tasks"]}
    assert {(row["taskId"], row["id"]) for row in rows if row["type"] == "CITES"} == cited


@verifies("find")
def test_search(store, ids):
    rows = ask(store, "find", words="诈骗").rows
    titled = {task["id"] for _, task in TASKS if "诈骗" in (task["title"] or "")}
    assert {row["id"] for row in rows if row["kind"] == "Task"} >= titled
    assert [(row["id"], row["mentions"]) for row in rows if row["kind"] == "Topic"] == [("telecom_fraud", 5)]
    police = {row["id"] for row in ask(store, "find", words="公安").rows if row["kind"] == "Agency"}
    assert {agency(ids, plan, name) for plan, name in POLICE.items()} <= police


# Scope ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"plan": "xiqing"}, lambda plan, task: plan == "xiqing"),
        ({"plan": ["xiqing", "huaian"]}, lambda plan, task: plan in ("xiqing", "huaian")),
        ({"jurisdiction": "西青区"}, lambda plan, task: plan == "xiqing"),
        ({"jurisdiction": "120111"}, lambda plan, task: plan == "xiqing"),
        ({"campaign": "integrity"}, lambda plan, task: True),
        ({"section": "四、加快信用体系建设"}, lambda plan, task: task["section"] == "四、加快信用体系建设"),
        (
            {"section": "三、重点任务及责任分工", "plan": "huaian"},
            lambda plan, task: task["id"].startswith("huaian/3."),
        ),
        ({"topic": "telecom_fraud"}, lambda plan, task: task["topic"] == "telecom_fraud"),
        ({"task": "xiqing/3/1"}, lambda plan, task: task["id"] == "xiqing/3/1"),
        ({"role": "lead"}, lambda plan, task: bool(task["lead"])),
    ],
)
def test_scope_parameters(store, scope, expected):
    found = [row["taskId"] for row in ask(store, "tasks", **scope).rows]
    assert found and found == [task["id"] for plan, task in TASKS if expected(plan, task)]


def having(*parameters: str) -> list[str]:
    """The questions that have all of these parameters and need no other."""
    return [
        question.name
        for question in library.questions().values()
        if all(question.parameter(name) for name in parameters) and not any(p.required for p in question.parameters)
    ]


FEW = {"named_not_leading"}
"""Of the five plans only one has rows there: its scope is tested where it is verified."""


@pytest.mark.parametrize("name", [name for name in having("plan", "jurisdiction", "campaign") if name not in FEW])
def test_one_scope_said_in_three_ways(store, name):
    wanted = ask(store, name, plan="xiqing").rows
    assert wanted != ask(store, name).rows
    assert ask(store, name, jurisdiction="西青区").rows == ask(store, name, jurisdiction="120111").rows == wanted
    assert ask(store, name, campaign="integrity", plan="xiqing").rows == wanted
    assert ask(store, name, plan="xiqing", jurisdiction="淮安市").rows == []


@pytest.mark.parametrize("name", having("plan", "section", "topic"))
def test_a_section_is_the_topics_that_stand_in_it(store, name):
    inside = ask(store, "tasks", plan="xiqing", section="四、加快信用体系建设").rows
    section, topics = inside[0]["sectionId"], [row["topicKey"] for row in inside]
    assert len(inside) == 3 and None not in topics
    by_section = ask(store, name, plan="xiqing", section=section).rows
    assert by_section == ask(store, name, section="四、加快信用体系建设").rows
    if name != "topic_matrix":  # there a topic asked for is compared with all of the plan's
        assert by_section == ask(store, name, plan="xiqing", topic=topics).rows
    assert by_section != ask(store, name, plan="xiqing").rows


@pytest.mark.parametrize(
    "name", [name for name in having("agency") if name not in FEW | {"co_workers", "tasks", "targets_due"}]
)
def test_an_agency_is_the_rows_that_name_it(store, ids, name):
    one = agency(ids, "xiqing", "区发展改革委")
    rows = [row for row in ask(store, name).rows if row["agencyId"] == one]
    assert rows and ask(store, name, agency=one).rows == rows
    assert ask(store, name, agency=rows[0]["agency"]).rows == rows


@pytest.mark.parametrize("name", [name for name in having("function") if name not in FEW | {"lineage", "tasks"}])
def test_a_function_is_the_rows_that_name_it(store, name):
    key, name_zh = next((choice.value, choice.label) for choice in choices(store, "function") if "公安" in choice.label)
    rows = [row for row in ask(store, name).rows if row["function"] == name_zh]
    assert rows and ask(store, name, function=key).rows == ask(store, name, function=name_zh).rows == rows


@pytest.mark.parametrize("name", [name for name in having("role") if name != "tasks"])
@pytest.mark.parametrize("role", ["lead", "support"])
def test_a_role_is_the_rows_that_name_it(store, name, role):
    rows = ask(store, name).rows
    assert ask(store, name, role=role).rows == [row for row in rows if row["role"] == role]


def test_targets_of_an_agency(store, ids):
    one = agency(ids, "yichang", "市住建委")
    rows = [row for row in ask(store, "targets_due").rows if one in row["leadIds"] + row["supportIds"]]
    assert rows and ask(store, "targets_due", agency=one).rows == rows


ORDERS = {
    "workload": ["-workload", "agencyId"],
    "load_balance": ["plan", "-load", "agencyId"],
    "co_workers": ["-together", "agencyId", "partnerId"],
    "function_profile": ["-leads", "-supports", "functionKey", "plan"],
    "references": ["own", "-planCount", "-mentions", "documentId"],
    "agencies": ["plan", "-leads", "-supports", "agencyId", "asWritten"],
}


@pytest.mark.parametrize(("name", "order"), ORDERS.items())
def test_the_largest_stand_first_and_ties_in_a_fixed_order(store, name, order):
    def place(row):
        return [-round(row[part[1:]], 9) if part.startswith("-") else row[part] for part in order]

    places = [place(row) for row in ask(store, name).rows]
    assert places == sorted(places)


def test_a_limit_keeps_the_first_rows(store):
    rows = ask(store, "lead_ranking").rows
    assert ask(store, "lead_ranking", limit=7).rows == rows[:7]
    assert ask(store, "lead_ranking", limit="7").rows == rows[:7]


def test_prose_duties_are_never_counted(store):
    before = {name: ask(store, name, plan="xiqing").rows for name in COUNTING}
    store.write(
        lambda tx: tx.run(
            "MATCH (t:Task {id: 'xiqing/7/1'}), (a:Agency)-[:LEADS]->(:Task {id: 'xiqing/3/1'}) "
            "CREATE (a)-[:LEADS {asWritten: '区文明委', order: 1, start: 0, end: 1, line: 1, origin: 'prose'}]->(t)"
        ).consume()
    )
    try:
        after = {name: ask(store, name, plan="xiqing").rows for name in COUNTING}
        prose = ask(store, "unassigned", plan="xiqing").rows[0]["proseNames"]
    finally:
        store.write(lambda tx: tx.run("MATCH ()-[r:LEADS {origin: 'prose'}]->() DELETE r").consume())
    assert after == before and prose == ["区文明委"]


def test_an_agency_printed_twice_in_a_role_counts_once(store):
    once = {name: ask(store, name, plan="xiqing").rows for name in COUNTING if name not in LISTING}
    store.write(
        lambda tx: tx.run(
            "MATCH (a:Agency)-[r:LEADS|SUPPORTS]->(t:Task {id: 'xiqing/3/1'}) WITH a, t, type(r) AS type "
            "FOREACH (one IN CASE WHEN type = 'LEADS' THEN [1] ELSE [] END | "
            "CREATE (a)-[:LEADS {asWritten: '又名', order: 9, start: 0, end: 1, line: 1, origin: 'printed'}]->(t)) "
            "FOREACH (one IN CASE WHEN type = 'SUPPORTS' THEN [1] ELSE [] END | "
            "CREATE (a)-[:SUPPORTS {asWritten: '又名', order: 9, start: 0, end: 1, line: 1, origin: 'printed'}]->(t))"
        ).consume()
    )
    try:
        assert len(ask(store, "assignments", task="xiqing/3/1").rows) == 10
        assert {name: ask(store, name, plan="xiqing").rows for name in once} == once
    finally:
        store.write(lambda tx: tx.run("MATCH ()-[r {asWritten: '又名'}]->() DELETE r").consume())


LISTING = {"topic_assignment", "assignments", "plans"}
"""These list or count printed names, each where it stands."""
COUNTING = (
    "lead_ranking", "support_ranking", "workload", "load_balance", "load_summary", "topic_assignment", "topic_matrix",
    "function_profile", "co_workers", "sole_burden", "collective_duties", "assignments", "plans", "tasks",
)  # fmt: skip


# What the library refuses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "given", "says"),
    [
        ("lead_rankin", {}, r"no question lead_rankin; did you mean lead_ranking"),
        ("lead_ranking", {"plann": "xiqing"}, r"no parameter plann; did you mean plan"),
        ("lead_ranking", {"limit": "many"}, r"limit must be a whole number, not 'many'"),
        ("lead_ranking", {"limit": -1}, r"limit must be a whole number"),
        ("lead_ranking", {"limit": float("inf")}, r"limit must be a whole number, not inf"),
        ("same_text_other_owner", {"similarity": -1}, r"similarity must be a number from 0 on, not -1"),
        ("workload", {"support_weight": "nan"}, r"support_weight must be a number from 0 on, not 'nan'"),
        ("lead_ranking", {"plan": 5}, r"plan must be a text or a list of texts, not 5"),
        ("lead_ranking", {"collective": "perhaps"}, r"collective must be true or false"),
        ("workload", {"support_weight": "heavy"}, r"support_weight must be a number"),
        ("workload", {"weight": "kilos"}, r"weight must be item or measures, not 'kilos'"),
        ("assignments", {"role": "boss"}, r"role must be lead or support, not 'boss'"),
        ("targets_due", {"until": "soon"}, r"until must be a date"),
        ("agency_card", {}, r"agency_card needs agency"),
        ("lead_ranking", {"plan": "xiqign"}, r"Plan xiqign is not in the graph; did you mean xiqing"),
        ("tasks", {"topic": "telecom_frauds"}, r"Topic telecom_frauds is not in the graph; did you mean telecom_fraud"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(store, question, given, says):
    with pytest.raises(QuestionError, match=says):
        ask(store, question, **given)


@pytest.mark.parametrize("plan", ["\ud800", ["xiqing", "a\udcff"]])
def test_half_a_character_is_answered_with_a_sentence(store, plan):
    """A command line that is no UTF-8 has such."""
    with pytest.raises(QueryError, match="holds what can't be sent to a server"):
        ask(store, "lead_ranking", plan=plan)


def test_an_empty_answer_to_a_right_question_is_no_error(store):
    assert ask(store, "unassigned", plan="xiqing", section="四、加快信用体系建设").rows == []


@pytest.mark.parametrize(
    "picker", ["plan", "jurisdiction", "campaign", "section", "topic", "function", "agency", "role"]
)
def test_pickers_are_filled(store, picker):
    everywhere, here = choices(store, picker), choices(store, picker, plan="xiqing")
    assert everywhere and {choice.value for choice in here} <= {choice.value for choice in everywhere}
    assert all(choice.value and choice.label and choice.label_en for choice in everywhere)
    assert len({choice.value for choice in everywhere}) == len(everywhere)
    assert picker != "campaign" or everywhere[0].label == "集中治理诚信缺失突出问题"
    if picker in {"plan", "section", "agency"}:
        assert len(here) < len(everywhere)


# The files -----------------------------------------------------------------------------------------------------------

ALL = sorted(path.stem for path in (ROOT / "queries").glob("*.cypher"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", ALL)
def test_every_question_has_words_in_both_languages(name):
    question = library.question(name)
    words = [question.title, question.explanation, *(part.words for part in (*question.parameters, *question.columns))]
    for pair in words:
        assert CHINESE.search(pair.zh) or pair.zh in {"HHI"}, pair
        assert not re.search(r"[，。；：、] | [，。；：、]", pair.zh), "a fold of the header's lines shows"
        assert not CHINESE.search(re.sub(r"[《（].*?[》）]|\(.*?\)|中华人民共和国", "", pair.en)), pair


@pytest.mark.parametrize("name", ALL)
def test_every_question_is_verified(name):
    marked = (
        re.search(rf'verifies\("{name}"\)', path.read_text("utf-8")) for path in Path(__file__).parent.glob("*.py")
    )
    assert any(marked), f"no test holds {name} against the gold"


@pytest.mark.parametrize("name", ALL)
def test_every_question_runs_and_gives_what_its_columns_say(store, ids, name):
    question = library.question(name)
    given = dict(GIVEN.get(name, {}))
    if name == "agency_card":
        given["agency"] = agency(ids, "xiqing", "区发展改革委")
    table = ask(store, name, **given)
    assert table.rows
    for column in question.columns:
        for row in table.rows:
            assert list(row) == [one.name for one in question.columns]
            assert row[column.name] is None or FITS[column.type](row[column.name]), (column, row[column.name])
        assert column.name == "page" or any(row[column.name] is not None for row in table.rows) or column.name in RARE
    said = "at most 0.1 s on a machine at rest: benchmarks/ measures it, here only a disaster shows"
    assert any(seconds(lambda: ask(store, name, **given)) < 1 for _ in range(5)), said


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


RARE = {"docNumber", "value", "unit", "comparator", "outerSection", "outerSectionId", "fullName", "function", "passed"}
RARE |= {"basis", "judgements", "dueOn"}


def _each(kind: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(one, kind) for one in value)


FITS: dict[str, Callable[[object], bool]] = {
    "string": lambda value: isinstance(value, str),
    "strings": _each(str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "integers": _each(int),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None,
}

GOOD = """// name: {name}
// group: load
// question: {{zh: 问, en: Ask}}
// explanation: {{zh: 释, en: Explained}}
// parameters: [plan]
// columns: [agency]
MATCH (a) WHERE $plan IS NULL RETURN a.name AS agency
"""


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("zh: 问, ", "", "zh"),
        (", en: Explained", "", "en"),
        ("$plan IS NULL", "$plan IS NULL AND $task = 1", r"\$task is used but not declared"),
        ("$plan IS NULL", "true", "parameter plan is declared but not used"),
        ("AS agency", "AS agency, a.id AS extra", "returns agency, extra but the header declares agency"),
        ("[agency]", "[agency, leads]", "returns agency but the header declares agency, leads"),
        ("[agency]", "[nonsense]", "type"),
        ("group: load", "group: lode", "unknown group lode"),
        ("group: load\n", "group: load\n// steps: [1.0]\n", "steps go by the parameters least and below"),
        ("name: good", "name: better", "must be better.cypher"),
        ("question: {", "question: {{", "header can't be read"),
    ],
)
def test_a_header_that_promises_something_else_is_refused(tmp_path, before, after, says):
    path = tmp_path / "good.cypher"
    path.write_text(GOOD.format(name="good"), "utf-8")
    assert header.read_question(path).columns[0].words.zh == "单位"
    path.write_text(GOOD.format(name="good").replace(before, after), "utf-8")
    with pytest.raises(QuestionError, match=f"good.cypher: .*{says}"):
        header.read_question(path)


def test_nobody_can_be_reached_by_an_answer(store: Store) -> None:
    """Plans print mail addresses and phone numbers; an answer shows them masked, at their length."""
    for plan in ("huaian", "changzhou", "yichang"):
        printed = (ROOT / "data" / "plans" / f"{plan}.txt").read_text(encoding="utf-8")
        private = re.findall(r"[\w.]+@[\w.]+|(?<=电话：)\d{8}", printed)
        assert private, plan
        (whole,) = ask(store, "plan_text", plan=plan).rows
        shown = str(ask(store, "tasks", plan=plan).rows) + whole["text"]
        assert not any(words in shown for words in private)
        assert "•••" in shown
