"""Files become plans of the graph: dropped, read, looked at, and only then loaded."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from app_pages import batches, data, pieces, removing, shell
from app_pages.batches import Batch
from app_pages.markup import Html, h
from app_pages.pieces import Col
from app_pages.preview import preview
from app_pages.remarks import remark
from app_pages.surface import surface
from app_pages.view import View
from graph.load import FileResult
from loaders.batch import Outcome, extract_many
from loaders.errors import UserError
from loaders.private import mask

STATE = "import"
TURN = "turn:"
"""What the click on a plan's button is told by from one on the plan."""

NAMED = 40
"""Plans that a link names at most; of more loaded at once the next pages show all that there is."""

BUTTON = (  # the widget's own words are English
    '[data-testid="stFileUploaderDropzoneInstructions"],'
    '[data-testid="stFileUploaderPagination"] {{ display: none; }}'
    '[data-testid="stFileUploaderDropzone"] button > * {{ display: none; }}'
    '[data-testid="stFileUploaderDropzone"] button::after {{ content: "{words}"; }}'
)


def show(view: View) -> None:
    """The page: the files on top, what was read of them below; that stays while one looks at another page."""
    say = view.say
    st.html(f"<style>{BUTTON.format(words=say('import.browse'))}</style>")
    turn = st.session_state.setdefault("import_turn", 0)
    folder = st.toggle(say("import.folder"), key="import_folder", help=say("import.folder_help"))
    key = f"import_drop_{'folder' if folder else 'files'}_{turn}"
    dropped = st.file_uploader(
        say("import.drop"),
        accept_multiple_files="directory" if folder else True,
        key=key,
        on_change=lambda: None if st.session_state[key] else st.session_state.pop(STATE, None),
    )
    batch: Batch | None = st.session_state.get(STATE)
    files = tuple(upload.file_id for upload in dropped)
    if files and (batch is None or batch.files != files):
        batch = read(view, files, dropped)
        st.session_state["import_pick"] = None
    if batch is None:
        surface(pieces.note(say("import.hint")), key="hint", lang=say.lang)
        removing.remove(view)
        return
    if not batch.loaded and batch.revision != view.revision:
        batch = batches.looked_at(data.store(), batch, view.revision)
    st.session_state[STATE] = batch
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
    return batches.first_look(data.store(), files, found, view.revision)


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
    if batch.loaded and batch.plans:
        shell.follow(surface(onward(view, batch), key="done", lang=say.lang))
    picked = st.session_state.get("import_pick")
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        ready = [status for status in batch.statuses() if status in batches.WRITTEN]
        with st.container(horizontal=True):
            wanted = not batch.loaded and ready
            if wanted and st.button(say("import.load", n=len(ready)), type="primary", key="import_load"):
                load(view, batch)
                st.rerun()
            if st.button(say("import.again" if batch.loaded else "import.leave"), key="import_leave"):
                st.session_state.pop(STATE)
                st.session_state["import_turn"] += 1
                st.rerun()
        surface(table(view, batch), key="files", lang=say.lang, picked=picked, on_pick=choose)
    with right, st.container(key="side"):
        shell.follow(surface(looked_into(view, batch, picked), key="preview", lang=say.lang, on_pick=choose))


def choose(value: str) -> None:
    """The plan that is looked at, or one that is left out or taken in."""
    if value.startswith(TURN):
        st.session_state[STATE] = st.session_state[STATE].turned(int(value.removeprefix(TURN)))
    else:
        st.session_state["import_pick"] = value or None


def onward(view: View, batch: Batch) -> Html:
    """Where to go with what was loaded; the pages open on these plans."""
    say = view.say
    several = 1 < len(batch.plans) <= NAMED
    scope = replace(
        view.scope.elsewhere(), plans=batch.plans if several else (), campaign=None, section=None, topic=None
    )
    doubtful = max(batch.results, key=lambda each: (each.plan is not None, each.unread, each.repairs))
    ways = {
        "compare": scope.href("compare"),
        "ranking": scope.href("ranking"),
        "plans": scope.href("plans", read=doubtful.plan),
        "judging": scope.href("review", way="judging"),
        "overview": scope.href("overview"),
    }
    links = [pieces.link(say(f"import.ways.{name}"), href) for name, href in ways.items()]
    return h("div", h("span", say("import.next"), class_="faint"), links, class_="row")


def load(view: View, batch: Batch) -> None:
    """Puts the plans that are wanted into the graph."""
    with st.spinner(view.say("import.loading")):
        st.session_state[STATE] = batches.loaded(data.store(), batch)


def sentence(view: View, batch: Batch) -> str:
    """How many plans were read, and how many of them are new, changed, known already, left out or unreadable."""
    say = view.say
    found = batch.statuses()
    counts = {status: found.count(status) for status in ("loaded", "replaced", "unchanged", batches.LEFT, "failed")}
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
            show=lambda row: standing(view, batch, row["index"]),
            css="fixed",
        ),
        counted("tasks", say("col.items")),
        counted("assignments", say("import.names"), say("import.names_help")),
        counted("repairs", say("col.repairs"), say("attention.repairs.text")),
        counted("unread", say("col.unread"), say("attention.unread.text")),
    ]
    return pieces.table(rows, columns, row_pick=lambda row: str(row["index"]))


def standing(view: View, batch: Batch, place: int) -> Html:
    """What becomes of a plan, with the button that leaves it out or takes it in."""
    say, status = view.say, batch.status(place)
    words = h("div", say(f"import.{'done' if batch.loaded else 'will'}_short.{status}"))
    if batch.loaded or status not in (batches.LEFT, *batches.WRITTEN):
        return words
    turn = say("import.take" if status == batches.LEFT else "import.skip")
    return h("div", words, h("button", turn, type="button", class_="act", data_pick=f"{TURN}{place}"))


def counted(name: str, title: str, help: str | None = None) -> Col:
    """A column of counts; a file that could not be read has none."""
    return Col(name, title, True, show=lambda row: row[name] if row["plan"] else "", help=help)


def named(view: View, batch: Batch, row: pieces.Row) -> Html:
    """A file with the plan in it and what needs a look."""
    record = batch.records[row["index"]]
    title = h("div", mask(record.plan.title)) if record else None
    texts = [text for text in (row["error"], *row["warnings"]) if text]
    said = [h("div", remark(view.say, text), class_="note warn small") for text in texts]
    return h("div", h("div", Path(row["file"]).name, class_="faint small"), title, said)


def looked_into(view: View, batch: Batch, picked: str | None) -> Html:
    """The plan that is looked at, with the way to its text once it is loaded."""
    index = int(picked) if picked and picked.isdigit() else -1
    record = batch.records[index] if 0 <= index < len(batch.records) else None
    if record is None:
        return h("div", view.say("import.preview_hint"), class_="panel hint")
    return preview(view, record, reader(view, batch, batch.results[index]))


def reader(view: View, batch: Batch, result: FileResult) -> Html | None:
    """The way to a plan's text, once it is loaded."""
    if not batch.loaded or result.status in (batches.LEFT, "failed"):
        return None
    return pieces.link(view.say("item.read"), view.scope.href("plans", read=result.plan))
