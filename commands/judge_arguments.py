"""The arguments of `judge`: one command a kind of judgement, and those that list, check and undo."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands import judging
from commands.options import Data, Json, Judgements

if TYPE_CHECKING:
    from graph.judgements import Judgement
    from graph.store import Store


class Role(StrEnum):
    """The two roles."""

    lead = "lead"
    support = "support"


class State(StrEnum):
    """What may have become of a judgement."""

    applied = "applied"
    not_applied = "not_applied"
    contradicted = "contradicted"
    revoked = "revoked"


One = Annotated[str, typer.Argument(metavar="A", help="Id, name, printed name, or PLACE:NAME (宜昌市:市公安局).")]
Other = Annotated[str, typer.Argument(metavar="B", help="The other, named in the same way.")]
Task = Annotated[str, typer.Argument(metavar="TASK", help="Id as `ask tasks` lists it, such as yichang/2/7.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name as the item prints it.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for whoever reads it later.")]
Who = Annotated[
    str | None, typer.Option("--who", help="Who judges [default: ZEREN_USER, else the system's user name].")
]

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="""Decide what no table can: which names are one office, who really leads, what an item is about.

    A judgement is a row of a plain file (judgements.tsv beside the graph, or `--judgements FILE`, which colleagues may
    share and open in Excel). It acts at once and at every load, shows where it acts, and can be undone. It hangs on
    printed words: where a new version of a plan does not have them, it stops acting and is listed by `judge check`.
    """,
    epilog="`review` lists what waits for a decision.",
)


@app.command()
def same(
    one: One,
    other: Other,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Two names are one agency.

    `python cli.py judge same 宜昌市:市诚信办 宜昌市文明办 --why 合署办公`

    What the tables know gives the whole its name; of two that they know, the first. Chains join all.
    """
    _judge("pair", "same", one, other, why=why)(who, as_json, data)


@app.command()
def different(
    one: One,
    other: Other,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Two names are two agencies: B gets one of its own where the tables hold both for one.

    `python cli.py judge different 宜昌市:市国土资源局 宜昌市:市国土局`
    """
    _judge("pair", "different", one, other, why=why)(who, as_json, data)


@app.command()
def unsure(
    one: One,
    other: Other,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Whether two names are one agency is open: nothing changes, and `review` keeps it listed.

    `python cli.py judge unsure 宜昌市:市诚信办 宜昌市文明办`
    """
    _judge("pair", "unsure", one, other, why=why)(who, as_json, data)


@app.command()
def role(
    task: Task,
    name: Name,
    to: Annotated[Role, typer.Argument(help="What it does in truth.")],
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """A name that was read as lead supports, or the other way round.

    `python cli.py judge role yichang/2/7 市公安局 lead`
    """
    _judge("correct", "role", task, name, to.value, why=why)(who, as_json, data)


@app.command()
def drop(
    task: Task,
    name: Name,
    only: Annotated[Role | None, typer.Option("--role", help="Only from this role.")] = None,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """A name is no assignment of this item.

    `python cli.py judge drop yichang/2/7 市住建委 --role support --why 已列为牵头单位`
    """
    _judge("correct", "drop", task, name, *([only.value] if only else []), why=why)(who, as_json, data)


@app.command()
def add(
    task: Task,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The printed words that say so, in the item or plan.")],
    to: Annotated[Role, typer.Option("--role", help="What it does.")],
    name: Annotated[str | None, typer.Option("--name", help="The name, where it is not all the words.")] = None,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """The text assigns somebody whom reading missed.

    `python cli.py judge add yichang/2/3 由地方政府和相关金融监管部门 --name 地方政府 --role support`
    """
    value = [to.value, *([name] if name else [])]
    _judge("correct", "add", task, words, *value, why=why)(who, as_json, data)


@app.command()
def assign(
    task: Task,
    name: Name,
    to: Annotated[Role, typer.Argument(help="What it is to do.")],
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """By decision a unit has a role on an item that does not name it; the plan names it elsewhere.

    `python cli.py judge assign yichang/2/7 市审计局 support --why 市政府常务会议决定`
    """
    _judge("correct", "assign", task, name, to.value, why=why)(who, as_json, data)


@app.command()
def split(
    task: Task,
    name: Name,
    parts: Annotated[list[str], typer.Argument(metavar="PART…", help="The names that are printed at its place.")],
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """What was read as one name is several, or begins or ends elsewhere.

    `python cli.py judge split yichang/2/7 市法院市公安局 市法院 市公安局`
    """
    _judge("correct", "split", task, name, *parts, why=why)(who, as_json, data)


@app.command()
def topic(
    task: Task,
    topic: Annotated[str, typer.Argument(help="Key or name of a topic, or `none`.")],
    new: Annotated[bool, typer.Option("--new", help="Make a topic of that name for it.")] = False,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """An item is about another topic, or about none.

    `python cli.py judge topic yichang/2/7 telecom_fraud`
    """
    _judge("topic", task, topic, why=why, new=new)(who, as_json, data)


@app.command(name="topic-name")
def topic_name(
    topic: Annotated[str, typer.Argument(help="Key or present name of the topic.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name in Chinese.")],
    english: Annotated[str | None, typer.Option("--en", help="Its name in English.")] = None,
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """A topic has a better name.

    `python cli.py judge topic-name telecom_fraud 电诈治理 --en "Telecom fraud"`
    """
    _judge("topic_name", topic, name, english, why=why)(who, as_json, data)


@app.command()
def note(
    about: Annotated[str, typer.Argument(metavar="ABOUT", help="A plan, a task, or an agency named as above.")],
    text: Annotated[str, typer.Argument(help="What to note.")],
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Keep a remark on a plan, an item or an agency.

    `python cli.py judge note yichang/2/7 "与人社局核对过"`
    """
    _judge("note", about, text, why=why)(who, as_json, data)


@app.command(name="list")
def list_judgements(
    state: Annotated[State | None, typer.Option("--state", help="Only those of this state.")] = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Show all judgements and what became of each."""
    judging.list_judgements(state.value if state else None, as_json, data)


@app.command()
def undo(
    judged: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids as `judge list` shows them.")],
    why: Why = "",
    who: Who = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Undo judgements: the graph is then as if they had never been made, and the file keeps the record.

    `python cli.py judge undo j3f9a1c2b`
    """
    judging.undo(judged, who, why, as_json, data)


@app.command()
def check(as_json: Json = False, judgements: Judgements = None, data: Data = None) -> None:
    """Show what does not act and why: bad rows, contradictions, words that are gone. Exit code 1 where there is any."""
    judging.check(as_json, data)


def _judge(way: str, *given: Any, **more: Any) -> partial[None]:
    """What writes down the judgement that one of the drafting functions makes of what was given."""

    def draft(store: Store) -> Judgement:
        from graph.judging import drafting

        made: Judgement = getattr(drafting, way)(store, *given, **more)
        return made

    return partial(judging.judge, draft)
