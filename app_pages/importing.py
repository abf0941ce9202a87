"""Files become plans of the graph: dropped, read, looked at, and only then loaded."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages import data, pieces, shell
from app_pages.markup import Child, Html, h, join
from app_pages.panel import framed
from app_pages.pieces import Col
from app_pages.remarks import remark
from app_pages.surface import surface
from app_pages.view import View
from graph.load import FileResult, load_read
from loaders.batch import Outcome, extract_many
from loaders.errors import UserError
from loaders.private import mask
from loaders.records import Party, PlanRecord, Task

STATE = "import"
BUTTON = (  # the widget's own words are English
    '[data-testid="stFileUploaderDropzoneInstructions"],'
    '[data-testid="stFileUploaderPagination"] {{ display: none; }}'
    '[data-testid="stFileUploaderDropzone"] button > * {{ display: none; }}'
    '[data-testid="stFileUploaderDropzone"] button::after {{ content: "{words}"; }}'
)


@dataclass(frozen=True)
class Batch:
    """The files of one drop as they were read, and what loading each plan would come to."""

    files: tuple[str, ...]
    read: tuple[tuple[Path, Outcome], ...]
    results: tuple[FileResult, ...]
    loaded: bool = False

    @property
    def records(self) -> list[PlanRecord | None]:
        """The record behind each result, None for a file that could not be read."""
        return [record for _, plans in self.read for record in ([None] if isinstance(plans, UserError) else plans)]


def show(view: View) -> None:
    """The page: the files on top, what was read of them below."""
    say = view.say
    st.html(f"<style>{BUTTON.format(words=say('import.browse'))}</style>")
    turn = st.session_state.setdefault("import_turn", 0)
    folder = st.toggle(say("import.folder"), key="import_folder", help=say("import.folder_help"))
    dropped = st.file_uploader(
        say("import.drop"),
        accept_multiple_files="directory" if folder else True,
        key=f"import_drop_{'folder' if folder else 'files'}_{turn}",
    )
    if not dropped:
        st.session_state.pop(STATE, None)
        surface(pieces.note(say("import.hint")), key="hint", lang=say.lang)
        return
    batch: Batch | None = st.session_state.get(STATE)
    files = tuple(upload.file_id for upload in dropped)
    if batch is None or batch.files != files:
        batch = st.session_state[STATE] = read(view, files, dropped)
        st.session_state["import_pick"] = None
    body(view)


def read(view: View, files: tuple[str, ...], dropped: Sequence[Any]) -> Batch:
    """Reads the files, telling how far it is; nothing is loaded."""
    say = view.say
    with tempfile.TemporaryDirectory(prefix="zeren-import-") as folder:
        paths = [kept(Path(folder), index, upload) for index, upload in enumerate(dropped)]
        bar = st.progress(0.0, say("import.reading", name=paths[0].name, n=1, all=len(paths)))
        found = []
        for done, (path, outcome) in enumerate(extract_many(paths), start=1):
            found.append((Path(path.name), outcome))
            following = paths[min(done, len(paths) - 1)].name
            bar.progress(done / len(paths), say("import.reading", name=following, n=done, all=len(paths)))
        bar.empty()
        found = [(path, outside(folder, outcome)) for path, outcome in found]
    return Batch(files, tuple(found), tuple(load_read(data.store(), found, dry_run=True)))


def outside(folder: str, outcome: Outcome) -> Outcome:
    """The outcome without the folder in which a file lay while it was read."""
    if not isinstance(outcome, UserError):
        return outcome
    return type(outcome)(re.sub(re.escape(folder) + r"[\\/]\d+[\\/]", "", str(outcome)))


def kept(folder: Path, index: int, upload: Any) -> Path:
    """An upload as a file of its own: two may share a name, so each has a folder."""
    path = folder / str(index) / (Path(upload.name).name or "plan")
    path.parent.mkdir()
    path.write_bytes(upload.getbuffer())
    return path


@shell.piece
def body(view: View) -> None:
    """What was read, file by file; the plan that is looked at beside; load or leave."""
    say, batch = view.say, st.session_state[STATE]
    surface(h("p", sentence(view, batch), class_="sentence"), key="sentence", lang=say.lang)
    picked = st.session_state.get("import_pick")
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        surface(table(view, batch), key="files", lang=say.lang, picked=picked, on_pick=choose)
        ready = [result for result in batch.results if result.status in ("loaded", "replaced")]
        with st.container(horizontal=True):
            wanted = not batch.loaded and ready
            if wanted and st.button(say("import.load", n=len(ready)), type="primary", key="import_load"):
                load(view, batch)
                st.rerun()
            if st.button(say("import.again" if batch.loaded else "import.leave"), key="import_leave"):
                st.session_state["import_turn"] += 1
                st.rerun()
        if batch.loaded:
            done = h(
                "div",
                [pieces.link(say(f"nav.{name}"), name) for name in ("overview", "compare", "plans")],
                class_="row",
            )
            shell.follow(surface(done, key="done", lang=say.lang))
    with right, st.container(key="side"):
        surface(preview(view, batch, picked), key="preview", lang=say.lang, on_pick=choose)


def choose(value: str) -> None:
    """The plan that is looked at."""
    st.session_state["import_pick"] = value or None


def load(view: View, batch: Batch) -> None:
    """Puts the plans into the graph, each whole or not at all."""
    with st.spinner(view.say("import.loading")):
        results = load_read(data.store(), batch.read)
    st.session_state[STATE] = Batch(batch.files, batch.read, tuple(results), loaded=True)


def sentence(view: View, batch: Batch) -> str:
    """How many plans were read, and how many of them are new, changed, known already or unreadable."""
    say = view.say
    counts = {
        status: sum(result.status == status for result in batch.results)
        for status in ("loaded", "replaced", "unchanged", "failed")
    }
    tense = "done" if batch.loaded else "will"
    parts = [say(f"import.{tense}.{status}", n=count) for status, count in counts.items() if count]
    return (
        say("import.read", files=len(batch.read), plans=sum(r.plan is not None for r in batch.results))
        + say("sentence.join").join(parts)
        + say("sentence.stop")
    )


def table(view: View, batch: Batch) -> Html:
    """A row a plan, or a file that could not be read."""
    say = view.say
    rows = [{"index": index, **result.to_json()} for index, result in enumerate(batch.results)]
    columns = [
        Col("file", say("import.file"), show=lambda row: named(view, batch, row), css="long"),
        Col(
            "status",
            say("import.status"),
            show=lambda row: say(f"import.{'done' if batch.loaded else 'will'}_short.{row['status']}"),
            css="fixed",
        ),
        Col("tasks", say("col.items"), True, show=lambda row: row["tasks"] or ""),
        Col("assignments", say("import.names"), True, show=lambda row: row["assignments"] or ""),
        Col("repairs", say("col.repairs"), True, show=lambda row: row["repairs"] or ""),
        Col("unread", say("col.unread"), True, show=lambda row: row["unread"] or ""),
    ]
    return pieces.table(rows, columns, row_pick=lambda row: str(row["index"]))


def named(view: View, batch: Batch, row: pieces.Row) -> Html:
    """A file with the plan in it and what needs a look."""
    record = batch.records[row["index"]]
    title = h("div", mask(record.plan.title)) if record else None
    texts = [text for text in (row["error"], *row["warnings"]) if text]
    said = [h("div", remark(view.say, text), class_="note warn small") for text in texts]
    return h("div", h("div", Path(row["file"]).name, class_="faint small"), title, said)


def preview(view: View, batch: Batch, picked: str | None) -> Html:
    """The plan as it would be loaded: its head, its items with who leads and supports, what was not read."""
    say = view.say
    index = int(picked) if picked and picked.isdigit() and int(picked) < len(batch.records) else None
    record = batch.records[index] if index is not None else None
    if record is None:
        return h("div", say("import.preview_hint"), class_="panel hint")
    plan = record.plan
    facts = [
        ("title", mask(plan.title)),
        ("place", plan.jurisdiction),
        ("date", plan.date),
        ("number", plan.doc_number),
        ("issuers", say.listed(list(plan.issuers))),
    ]
    head = h(
        "dl",
        [
            [h("dt", say(f"import.{name}")), h("dd", value or h("span", say("import.missing"), class_="doubt"))]
            for name, value in facts
        ],
        class_="facts wide",
    )
    unread = [
        h("div", h("blockquote", mask(each.text)), h("span", say("item.line", line=each.line), class_="faint small"))
        for each in record.report.unread
    ]
    doubts = [h("h4", say("plans.unread", n=len(unread))), unread] if unread else None
    items = [item(view, record, task) for task in record.tasks]
    return framed(view, Path(plan.source.file).name, say("counted.tasks", n=len(record.tasks)), [head, doubts, items])


def item(view: View, record: PlanRecord, task: Task) -> Html:
    """One item with the names that were read, as printed."""
    say = view.say
    number = say("item.number", number=task.number)
    title = h("h4", f"{number} {mask(task.title or say('item.untitled'))}")
    place = h("div", join([task.section, say("item.line", line=record.lines.line(task.start))], " · "), class_="where")
    names = [
        chips(view, role, parties) for role, parties in (("lead", task.lead), ("support", task.support)) if parties
    ]
    return h("div", place, title, names, class_="item")


def chips(view: View, role: str, parties: Sequence[Party]) -> Child:
    """The names of one role."""
    return h(
        "div", pieces.role(view.say, role), " ", [pieces.chip(p.name, role, collective=p.collective) for p in parties]
    )
