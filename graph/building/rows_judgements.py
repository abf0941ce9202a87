"""Rows for what people judged: each judgement that acts in the plan, and what it acts on."""

from __future__ import annotations

from graph.building.rows import Rows
from graph.judging.corrections import Corrected
from graph.judging.kinds import Judgement

LABELS = {"task": "Task", "plan": "Plan"}


def add_judgements(rows: Rows, judged: Corrected) -> None:
    """The corrections that found their words here, and the judgements on agencies and topics that this plan has."""
    for judgement, about in judged.acted:
        kind, _, key = about.partition(":")
        _add(rows, judgement, LABELS[kind], key)
    for agency in rows.nodes["Agency"]:
        for judgement in rows.verdicts.about_agencies.get(agency, ()):
            _add(rows, judgement, "Agency", agency)
    for topic in rows.nodes["Topic"]:
        if renamed := rows.verdicts.topic_names.get(topic):
            _add(rows, renamed, "Topic", topic)


def _add(rows: Rows, judgement: Judgement, label: str, key: str) -> None:
    plan = rows.record.plan.id
    key_here = f"{plan}#{judgement.id}"
    row = {
        "id": key_here,
        "judgement": judgement.id,
        "kind": judgement.kind,
        "who": judgement.who,
        "time": judgement.time,
        "about": list(judgement.about),
        "words": list(judgement.words),
        "value": list(judgement.value),
        "why": judgement.why,
    }
    rows.edge_once(("HAS_JUDGEMENT", "Plan", "Judgement"), plan, rows.node("Judgement", "id", row))
    rows.edge_once(("ACTS_ON", "Judgement", label), key_here, key)
