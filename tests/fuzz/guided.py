"""Tries readers or the grammar with inputs that coverage guides (atheris): `python -m tests.fuzz.guided .docx -max_total_time=300`.

Install atheris first (`pip install atheris`; Linux only). Options behind the format go to libFuzzer; what is found is kept
in files that start with `crash-`, `oom-` or `timeout-`, and run again when one of them is named.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found, unused-ignore]

with atheris.instrument_imports(include=["loaders", "docx", "bs4", "pdfplumber", "pdfminer"]):
    from loaders.pipeline import extract_document
    from loaders.read.document import Document, Line
    from loaders.records import Source
    from tests.fuzz.samples import PLAN, SAMPLES, read_as

LIMITS = ["-rss_limit_mb=2048", "-timeout=30", "-max_len=20000"]


def _plan(content: bytes) -> None:
    text = content.decode("utf-8", "ignore")
    lines = tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1))
    record = extract_document(Document(lines, "text"), Source("a.txt", "0", "text"), "a")
    for task in record.tasks:
        for party in (*task.lead, *task.support):
            assert record.text[party.start : party.end] == party.name


def main() -> None:
    """Runs until libFuzzer ends."""
    kinds = (*SAMPLES, PLAN)
    if len(sys.argv) < 2 or sys.argv[1] not in kinds:
        sys.exit(f"Name what to try first: {', '.join(kinds)}.")
    suffix = sys.argv[1]
    one = _plan if suffix == PLAN else lambda content: read_as(suffix, content)
    atheris.Setup([sys.argv[0], *LIMITS, *sys.argv[2:]], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
