"""Small plans of our own in the many ways that plans print who does what, each with what it says.

`samples/forms.txt` holds them: `==== name.suffix`, the plan, `----`, then a row an item: number, title, leads, supports,
parted by tabs; names by |.
"""

from pathlib import Path

import pytest

from loaders.pipeline import extract

SAMPLES = Path(__file__).resolve().parent / "samples" / "forms.txt"
Row = tuple[str, str, list[str], list[str]]


def samples() -> list[tuple[str, str, list[Row]]]:
    found = []
    for block in SAMPLES.read_text(encoding="utf-8").split("==== ")[1:]:
        head, rest = block.split("\n", 1)
        text, rows = rest.split("----\n")
        cells = [(row + "\t\t\t").split("\t")[:4] for row in rows.splitlines()]
        found.append(
            (head, text, [(a, b, c.split("|") if c else [], d.split("|") if d else []) for a, b, c, d in cells])
        )
    return found


@pytest.mark.parametrize(("name", "text", "expected"), samples(), ids=[name for name, _, _ in samples()])
def test_form(tmp_path: Path, name: str, text: str, expected: list[Row]) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    record = extract(path)
    parties = [party for task in record.tasks for party in (*task.lead, *task.support)]
    assert all(record.text[party.start : party.end] == party.name for party in parties)
    rows = [
        (task.number, task.title or "", [party.name for party in task.lead], [party.name for party in task.support])
        for task in record.tasks
    ]
    assert [row for row in rows if row[2] or row[3]] == [row for row in expected if row[2] or row[3]]
