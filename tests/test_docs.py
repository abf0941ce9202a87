"""Documentation that can't rot: what it names exists, and what exists is named."""

from __future__ import annotations

import csv
import hashlib
import re
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

import cli
from graph.export.provenance import VERSION
from graph.schema import schema
from loaders.read import SUFFIXES
from queries.library import questions

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text("utf-8")
TABLES = runpy.run_path(str(ROOT / "docs" / "tables.py"))
PARSER = typer.main.get_command(cli.app)


def names(pages: list[Path]) -> list[str]:
    return [str(page.relative_to(ROOT)) for page in pages]


@pytest.mark.parametrize("page", TABLES["PAGES"])
def test_tables_are_as_the_schema_and_the_questions_say(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert TABLES["render"](text) == text, "run `make docs`"


def test_every_part_stands_somewhere() -> None:
    pages = "".join((ROOT / page).read_text("utf-8") for page in TABLES["PAGES"])
    assert all(f"<!-- {name} -->" in pages for name in TABLES["PARTS"])


def test_every_question_is_in_the_readme() -> None:
    missing = [name for name, question in questions().items() if question.group != "app" and f"`{name}`" not in README]
    assert missing == []


def test_every_label_and_relationship_is_in_the_readme() -> None:
    assert [name for name in [*schema().nodes, *schema().relationships] if f"`{name}`" not in README] == []


def test_every_format_is_in_the_readme() -> None:
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in README] == []


def commands() -> dict[str, Any]:
    found: dict[str, Any] = PARSER.commands  # type: ignore[attr-defined]
    return found


def test_every_command_is_in_the_readme() -> None:
    used = set(re.findall(r"cli\.py ([a-z]+)", README)) | set(re.findall(r"`([a-z]+)`", README))
    assert commands().keys() <= used


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_commands_options_and_questions_that_are_named_exist(page: Path) -> None:
    for line in re.findall(r"python cli\.py ([^\n`|]+)", page.read_text("utf-8")):
        command, *words = line.split()
        if command == "…":
            continue
        assert command in commands(), line
        found = commands()[command]
        if parts := getattr(found, "commands", None):  # `judge` has commands of its own
            assert not words or words[0].startswith(("-", "…")) or words[0] in parts, line
            found = parts.get(words[0], found) if words else found
        known = {option for parameter in found.params for option in parameter.opts + parameter.secondary_opts}
        given = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", line))
        assert given <= known | {"--help"}, line
        if command == "ask" and words and re.fullmatch(r"[a-z_]+", words[0]):
            question = questions()[words[0]]
            for parameter in re.findall(r"(?:-p|--param) ([a-z_]+)=", line):
                assert question.parameter(parameter), line


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if heading:
            assert heading in headings(file), target


def headings(page: Path) -> set[str]:
    lines = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


@pytest.mark.parametrize("page", PAGES, ids=names(PAGES))
def test_paths_that_are_named_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for path in re.findall(r"`((?:loaders|graph|queries|app_pages|data|docs|benchmarks|tests)/[\w./-]*)`", text):
        made_at_run_time = path.startswith("data/graph")
        placeholder = re.search(r"[A-Z]{4}", path)
        assert made_at_run_time or placeholder or (ROOT / path).exists(), path


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        used = re.findall(r"(?:^ {4}|`)make ((?:[a-z]+ ?)+)", page.read_text("utf-8"), re.MULTILINE)
        assert {word for words in used for word in words.split()} <= targets, page


def test_every_decision_is_listed() -> None:
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert [path.name for path in (ROOT / "docs" / "decisions").glob("0*.md") if path.name not in listed] == []


def test_sources_name_every_plan_with_its_checksum() -> None:
    with (ROOT / "data" / "plans" / "SOURCES.tsv").open(encoding="utf-8", newline="") as handle:
        rows = [*csv.DictReader(handle, delimiter="\t")]
    plans = sorted(path for path in (ROOT / "data" / "plans").iterdir() if path.suffix == ".txt")
    assert sorted(row["file"] for row in rows) == [path.name for path in plans]
    for row in rows:
        assert hashlib.sha256((ROOT / "data" / "plans" / row["file"]).read_bytes()).hexdigest() == row["sha256"]
        assert row["title"]
        assert row["issuer"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["date"])


def test_the_licence_is_the_whole_standard_text() -> None:
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert project["version"] == VERSION
    pinned = re.compile(r"^([\w.-]+)==(\S+)$", re.MULTILINE)
    fixed = {name.lower(): version for name, version in pinned.findall((ROOT / "constraints.txt").read_text("utf-8"))}
    for file in ROOT.glob("requirements*.txt"):
        for name, version in pinned.findall(file.read_text("utf-8")):
            assert fixed[name.lower()] == version, name


def test_no_figure_is_left_open() -> None:
    for page in PAGES:
        assert not re.search(r"TODO|TBD|FIXME|@@", page.read_text("utf-8")), page
