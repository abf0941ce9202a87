"""Writes the parts of the documentation that the schema and the question files already say.

A part stands between `<!-- NAME -->` and `<!-- /NAME -->`. `make docs` writes them; a test compares them,
so that a label or a question without its line fails.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from graph.codebook import measures, nodes, relationships  # noqa: E402
from graph.identity.reforms import LEVELS, Reform, body_name, reforms  # noqa: E402
from graph.schema import schema  # noqa: E402
from queries.library import Question, groups, questions  # noqa: E402

PAGES = ("README.md", "docs/graph-model.md", "docs/lineage.md", "docs/questions.md", "docs/method.md")


def question_table() -> str:
    """The questions in both languages."""
    rows = ["| question | what it answers | 问题 |", "|---|---|---|"]
    rows += [f"| `{question.name}` | {question.title.en} | {question.title.zh} |" for question in _public()]
    return "\n".join(rows)


def question_pages() -> str:
    """Each question with its explanation, parameters and columns."""
    parts = []
    for key, words in groups().items():
        parts += [f"## {words.en} {words.zh}"] if any(question.group == key for question in _public()) else []
        parts += [_question(question) for question in _public() if question.group == key]
    return "\n\n".join(parts)


def _public() -> list[Question]:
    return [question for question in questions().values() if question.group != "app"]


def _question(question: Question) -> str:
    lines = [
        f"### {question.name}",
        "",
        f"**{question.title.en}** {question.title.zh}",
        "",
        question.explanation.en,
        "",
    ]
    lines += [question.explanation.zh, ""]
    lines += ["| parameter | type | default | meaning |", "|---|---|---|---|"]
    for item in question.parameters:
        default = "required" if item.required else "" if item.default is None else f"{item.default}"
        lines.append(f"| `{item.name}` | {item.type} | {default} | {item.words.en} {item.words.zh} |")
    lines += ["", "| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{item.name}` | {item.type} | {item.words.en} {item.words.zh} |" for item in question.columns]
    return "\n".join(lines)


def lineage() -> str:
    """The reforms by year of the decision."""
    years = sorted({each.decided[:4] for each in reforms()})
    return "\n\n".join(_lineage(year, [each for each in reforms() if each.decided[:4] == year]) for year in years)


def _lineage(year: str, found: list[Reform]) -> str:
    lines = [f"## {year}", "", f"| from 原 | to 现 | how | {' | '.join(LEVELS)} | differs | basis 依据 |"]
    lines.append("|---" * (5 + len(LEVELS)) + "|")
    for each in found:
        how = each.how + (f": {each.part}" if each.part else "")
        dates = " | ".join(each.dates.get(level, "") for level in LEVELS)
        old, new = (f"{body_name(body, [*each.dates][-1])} `{body.key}`" for body in (each.old, each.new))
        lines.append(f"| {old} | {new} | {how} | {dates} | {' '.join(each.differs)} | {each.basis} |")
    return "\n".join(lines)


def picture() -> str:
    """The labels and relationships as a mermaid graph."""
    lines = ["```mermaid", "graph LR"]
    for join in schema().joins:
        lines.append(f"    {join.start} -->|{join.type}| {join.end}")
    return "\n".join([*lines, "```"])


def label_table() -> str:
    """The labels with their keys."""
    rows = ["| node | key | what it is |", "|---|---|---|"]
    rows += [f"| `{label}` {node.zh} | `{node.key}` | {node.doc} |" for label, node in schema().nodes.items()]
    return "\n".join(rows)


def relationship_table() -> str:
    """The relationship types with their ends."""
    rows = ["| relationship | from and to | what it says |", "|---|---|---|"]
    for name, kind in schema().relationships.items():
        ends = ", ".join(f"{start} → {end}" for start, end in kind.ends)
        rows.append(f"| `{name}` {kind.zh} | {ends} | {kind.doc} |")
    return "\n".join(rows)


def model() -> str:
    """Every property of every label and relationship type."""
    return f"{nodes()}\n\n{relationships()}"


PARTS: dict[str, Callable[[], str]] = {
    "questions": question_table,
    "question-pages": question_pages,
    "lineage": lineage,
    "picture": picture,
    "labels": label_table,
    "relationships": relationship_table,
    "codebook": model,
    "measures": measures,
}


def render(text: str) -> str:
    """The page with each part as it should be."""
    for name, part in PARTS.items():
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        if mark:
            _, end, after = rest.partition(f"<!-- /{name} -->")
            text = f"{before}{mark}{part()}\n{end}{after}"
    return text


if __name__ == "__main__":
    for page in PAGES:
        path = ROOT / page
        path.write_text(render(path.read_text("utf-8")), "utf-8")
