"""The command line: reads arguments, calls one function, shows what came back.

What the commands do lives in `commands`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands import (
    WrongUsage,
    analysing,
    asking,
    checking,
    extracting,
    judge_arguments,
    judging,
    launch,
    loading,
    progress_arguments,
    samples,
    serving,
    sheet_arguments,
    terminal,
)
from commands.options import Data, Json, Judgements
from loaders.errors import UserError


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Measure(StrEnum):
    """What load is measured by; graph/workload/measures.yml defines each."""

    leads = "leads"
    fractional = "fractional"
    sole = "sole"
    supports = "supports"
    supportFractional = "supportFractional"
    items = "items"
    workload = "workload"
    workloadMeasures = "workloadMeasures"
    workloadLength = "workloadLength"
    partners = "partners"
    betweenness = "betweenness"


class Export(StrEnum):
    """The formats of `graph.export`."""

    graphml = "graphml"
    gexf = "gexf"
    csv = "csv"
    parquet = "parquet"
    turtle = "turtle"
    jsonld = "jsonld"
    neo4j_admin = "neo4j_admin"


Params = Annotated[
    list[str] | None,
    typer.Option("--param", "-p", metavar="KEY=VALUE", help="A parameter of the question; repeat it for a list."),
]

Plans = Annotated[list[str] | None, typer.Option("--plan", help="Only this plan; repeat it for several.")]
Sections = Annotated[list[str] | None, typer.Option("--section", help="Only this section (id or heading).")]
Topics = Annotated[list[str] | None, typer.Option("--topic", help="Only this topic (key or Chinese name).")]
MeasureBy = Annotated[Measure, typer.Option("--measure", help="What load is measured by.")]
Collective = Annotated[bool, typer.Option("--collective", help="Count collective units (各有关部门) as agencies.")]
SupportWeight = Annotated[float, typer.Option("--support-weight", min=0, help="Weight of support in workload.")]
ItemWeight = Annotated[str, typer.Option("--weight", help="Weight of an item in workload: item, measures, length.")]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Zeren 责任图谱: who is responsible for what in published government plans.",
    epilog="Start with `load data/plans`, then `ask lead_ranking`. COMMAND --help has examples.",
)


app.add_typer(judge_arguments.app, name="judge")
app.add_typer(sheet_arguments.app, name="sheet")
app.add_typer(progress_arguments.app, name="progress")


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Plans to read.")],
    as_json: Json = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write DIR/STEM.json a plan.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show which rule read each name.")] = False,
) -> None:
    """Read plans and show what they say; the graph is not touched.

    `python cli.py extract data/plans/yichang.txt`: a summary

    `python cli.py extract data/plans/yichang.txt --json`: the whole record, one JSON object (several plans: a list)

    `python cli.py extract data/plans/*.txt --out records`: records/yichang.json …

    `python cli.py extract data/plans/yichang.txt --explain`: each name with the rule that read it and its line
    """
    extracting.extract(files, as_json, out, explain)


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Plans, or folders of plans.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and report; change nothing.")] = False,
    bulk: Annotated[
        bool, typer.Option("--bulk", help="A first load of very many plans into the embedded server: all or none.")
    ] = False,
    dask: Annotated[
        str | None, typer.Option("--dask", metavar="ADDRESS", help="Read the files on the cluster of this scheduler.")
    ] = None,
    import_files: Annotated[
        Path | None,
        typer.Option("--import-files", metavar="FOLDER", help="Load nothing: write files for neo4j-admin's import."),
    ] = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Load plans into the graph: each plan whole or not at all, the others of the run regardless.

    `python cli.py load data/plans`

    `python cli.py load 方案/ 新方案.txt --dry-run`: what would come of it

    `python cli.py load 方案库/ --bulk`: thousands of plans into an empty graph, in half the time

    `python cli.py load 方案库/ --dask tcp://192.168.1.5:8786`: read by the workers of a Dask cluster

    `python cli.py load 方案库/ --import-files 导入/`: files for a first load of very many plans into a Neo4j

    A plan loaded before is replaced when it changed and left alone when not. Exit code 1 when a file failed.
    """
    given = [name for name, on in (("--bulk", bulk), ("--dry-run", dry_run), ("--import-files", import_files)) if on]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} are different things to do; give one of them")
    loading.load(paths, dry_run, bulk, as_json, data, dask, import_files)


@app.command()
def plans(as_json: Json = False, data: Data = None) -> None:
    """List the plans that are loaded."""
    loading.plans(as_json, data)


@app.command()
def remove(
    plan: Annotated[list[str], typer.Argument(metavar="PLAN…", help="Ids as `plans` lists them.")],
    data: Data = None,
) -> None:
    """Remove plans from the graph, and what only they used.

    `python cli.py remove yichang`
    """
    loading.remove(plan, data)


@app.command()
def rebuild(
    plan: Annotated[list[str] | None, typer.Argument(metavar="[PLAN]…", help="Ids as `plans` lists them.")] = None,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Build loaded plans anew, after a table or the file of judgements was edited; their files are not needed.

    `python cli.py rebuild`: all that are loaded

    `python cli.py rebuild yichang huaian`: these two

    Each plan is replaced whole where the tables give something else now, and left alone where not.
    """
    loading.rebuild(plan or [], as_json, data)


@app.command()
def review(
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many of each kind.")] = 50,
    as_json: Json = False,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Show what waits for a person: names that no table knows, with candidates; doubts; judgements that do not act.

    `python cli.py review`, then `python cli.py judge same 420500:市诚信办 宜昌市文明办`
    """
    judging.review(limit, as_json, data)


@app.command()
def link(as_json: Json = False, judgements: Judgements = None, data: Data = None) -> None:
    """Make the links between plans anew: counterparts, measures alike, topics that follow from them.

    `python cli.py link`

    `load` and `remove` do it by themselves while there are at most 300 plans.
    """
    loading.link(as_json, data)


@app.command()
def ask(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A question by its name or in plain words; none lists them.")
    ] = None,
    param: Params = None,
    columns: Annotated[str, typer.Option("--columns", metavar="A,B,…", help="Only these columns of NAME.")] = "",
    form: Annotated[Form | None, typer.Option("--format", help="How rows are printed [default: table].")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to FILE.csv or FILE.json instead.")
    ] = None,
    cypher: Annotated[str | None, typer.Option("--cypher", help="Run this read-only query.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most rows of --cypher.")] = 1000,
    explain: Annotated[bool, typer.Option("--explain", help="Show what NAME means, takes and gives.")] = False,
    data: Data = None,
) -> None:
    """Ask the graph.

    `python cli.py ask`: the questions there are

    `python cli.py ask lead_ranking -p plan=xiqing -p limit=5`

    `python cli.py ask "西青区哪个部门牵头最多"`: plain words, Chinese or English; it says how they were taken

    `python cli.py ask topic_matrix -p topic=telecom_fraud --columns jurisdiction,leadNames,supports`

    `python cli.py ask topic_assignment -p topic=telecom_fraud --format json`

    `python cli.py ask load_balance -p plan=yichang -p plan=huaian --out load.csv`

    `python cli.py ask --cypher "MATCH (a:Agency)-[r:LEADS {origin: 'printed'}]->(t:Task) RETURN a.name, count(t)"`
    """
    if (name is not None) and (cypher is not None):
        raise typer.BadParameter("give a question's NAME or --cypher, not both")
    form = _form_of(form, out)
    if cypher is not None:
        asking.ask_cypher(cypher, param or [], form, out, limit, data)
    elif name is None:
        asking.list_questions(form, out)
    elif explain:
        asking.explain(name)
    elif asking.is_plain(name):
        asking.ask_plainly(name, [*filter(None, columns.split(","))], form, out, data)
    else:
        asking.ask(name, param or [], [*filter(None, columns.split(","))], form, out, data)


def _form_of(form: Form | None, out: Path | None) -> Form:
    """The form asked for, or that a file's ending calls for; a table is for the screen."""
    named = {".csv": Form.csv, ".json": Form.json}.get(out.suffix.lower()) if out else Form.table
    chosen = form or named
    if chosen and not (out and chosen is Form.table):
        return chosen
    raise typer.BadParameter(f"{out}: a file is written as csv or json; say which with --format")


@app.command()
def measure(
    show: Annotated[str, typer.Option("--show", help="agencies, groups, positions or definitions.")] = "agencies",
    plan: Plans = None,
    section: Sections = None,
    topic: Topics = None,
    within: Annotated[
        str, typer.Option("--within", help="Groups of items: plan, section, topic, level, year, all.")
    ] = "plan",
    by: Annotated[str, typer.Option("--by", help="Whose load: agency, function, level.")] = "agency",
    by_measure: MeasureBy = Measure.leads,
    collective: Collective = False,
    support_weight: SupportWeight = 0.3,
    weight: ItemWeight = "item",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Measure load: what each agency carries, how uneven it is, and where each plan stands among all.

    `python cli.py measure --plan xiqing`: leads in full, shared and alone, supports, workload, partners, betweenness

    `python cli.py measure --show groups --measure fractional`: Gini, Theil, HHI, variation and top shares a plan

    `python cli.py measure --show positions --plan yichang`: its percentile among the loaded plans

    `python cli.py measure --within section --plan huaian --by function`

    `python cli.py measure --show definitions`: what each measure is, where it comes from, what to beware of
    """
    scope = analysing.Scope(plan, section, topic, by_measure.value, collective, support_weight, weight)
    analysing.measure(scope, show, within, by, as_json, data)


@app.command()
def explain(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Its id or name.")],
    plan: Annotated[str | None, typer.Option("--plan", help="The plan, where several name the agency.")] = None,
    by_measure: MeasureBy = Measure.leads,
    support_weight: SupportWeight = 0.3,
    weight: ItemWeight = "item",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Explain what makes an agency's load: which sections, which co-leads, which items that others lead elsewhere.

    `python cli.py explain 西青区发展改革委`

    `python cli.py explain 宜昌市文明办 --measure workload --json`: every item, and parts that add up
    """
    scope = analysing.Scope(measure=by_measure.value, support_weight=support_weight, weight=weight)
    analysing.explain(agency, plan, scope, as_json, data)


@app.command()
def network(
    show: Annotated[str, typer.Option("--show", help="figures, nodes or ties.")] = "figures",
    plan: Plans = None,
    section: Sections = None,
    topic: Topics = None,
    within: Annotated[str, typer.Option("--within", help="plan, year, level, topic, section or all.")] = "plan",
    by: Annotated[str, typer.Option("--by", help="agency, function or level.")] = "agency",
    weight: Annotated[str, typer.Option("--weight", help="Of a tie: count, newman or jaccard.")] = "count",
    collective: Collective = False,
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Who stands on items with whom: networks side by side, and the place of each agency or functional system.

    `python cli.py network`: figures of all plans side by side

    `python cli.py network --by function --within year --weight newman`

    `python cli.py network --plan yichang --show nodes`: degree, betweenness, core, community
    """
    scope = analysing.Scope(plan, section, topic, collective=collective)
    analysing.network(scope, show, within, by, weight, as_json, data)


@app.command()
def whatif(
    name: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]…", help="Scenarios; several are compared, none lists them.")
    ] = None,
    do: Annotated[str | None, typer.Option("--do", metavar="KIND", help="Add this change to NAME.")] = None,
    param: Params = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last change of NAME.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Delete NAME.")] = False,
    note: Annotated[str | None, typer.Option("--note", help="Write down what NAME is for.")] = None,
    take: Annotated[Path | None, typer.Option("--import", metavar="FILE", help="Save a scenario's file.")] = None,
    give: Annotated[Path | None, typer.Option("--export", metavar="FILE", help="Write NAME to a file.")] = None,
    put: Annotated[bool, typer.Option("--apply", help="Put NAME into the graph, as judgements.")] = False,
    take_back: Annotated[bool, typer.Option("--take-back", help="Undo what --apply did.")] = False,
    who: Annotated[str | None, typer.Option("--who", help="Who applies it or takes it back.")] = None,
    plan: Plans = None,
    by_measure: MeasureBy = Measure.leads,
    collective: Collective = False,
    support_weight: SupportWeight = 0.3,
    weight: ItemWeight = "item",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """What if an item moved: scenarios of changes, measured beside the plans as they are, which stay as they are.

    Only `--apply` puts a scenario into the graph: as judgements, which stand apart from what is printed; `--take-back`
    undoes them.

    `python cli.py whatif relief --do move -p item=xiqing/3/1 -p agency=西青区发展改革委 -p to=西青区公安分局`

    `python cli.py whatif relief`: what each change does, and what comes of it; `--undo` takes the last one back

    `python cli.py whatif relief reform --measure fractional`: two scenarios side by side

    `python cli.py whatif reform --do merge -p agencies=西青区文明办 -p agencies=西青区委宣传部 -p into=西青区委宣传部`

    Changes: move, add, drop (item, agency, role; move: to, stays), merge (agencies, into, name), split (agency, into,
    items, name), new_agency, new_item (item, plan, title, leads, supports), drop_item. Agencies by name or id.
    """
    scope = analysing.Scope(plan, None, None, by_measure.value, collective, support_weight, weight)
    edit = analysing.Edit(do, tuple(param or ()), undo, remove, note, take, give, put, take_back, who)
    analysing.whatif(name or [], edit, scope, as_json, data)


@app.command()
def rebalance(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Id as `plans` lists it.")],
    to: Annotated[float, typer.Option("--to", min=0, help="Value that the figure is not to exceed.")],
    figure: Annotated[str, typer.Option("--figure", help="largest, top1, top3, top10 or gini.")] = "largest",
    moves: Annotated[int | None, typer.Option("--moves", min=0, help="Most moves.")] = None,
    keep_item: Annotated[list[str] | None, typer.Option("--keep-item", help="Leave the leads of this item.")] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", help="This agency keeps all that it leads.")] = None,
    closed: Annotated[list[str] | None, typer.Option("--closed", help="This agency gets nothing.")] = None,
    ban: Annotated[
        list[str] | None, typer.Option("--ban", metavar="ITEM=AGENCY", help="This agency must not lead that item.")
    ] = None,
    usual: Annotated[bool, typer.Option("--usual", help="Only where the system leads such an item elsewhere.")] = False,
    save: Annotated[str | None, typer.Option("--save", metavar="NAME", help="Save it as a scenario.")] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, help="Time that the search may take.")] = 8.0,
    section: Sections = None,
    topic: Topics = None,
    by_measure: MeasureBy = Measure.leads,
    support_weight: SupportWeight = 0.3,
    weight: ItemWeight = "item",
    as_json: Json = False,
    data: Data = None,
) -> None:
    """Propose the fewest moves of leads that bring the load to a wanted value, each with its reasons and precedents.

    `python cli.py rebalance xiqing --to 15`: nobody leads more than 15 items

    `python cli.py rebalance xiqing --measure fractional --figure top1 --to 0.3 --moves 5 --usual`

    `python cli.py rebalance yichang --figure gini --to 0.55 --keep 宜昌市文明办 --save even`, then `whatif even`

    A lead passes only to an agency on the item, or of the system that leads such an item elsewhere. Nothing is changed.
    """
    scope = analysing.Scope([plan], section, topic, by_measure.value, False, support_weight, weight)
    wanted = analysing.Wanted(figure, to, moves, keep_item or (), keep or (), closed or (), ban or (), usual, seconds)
    analysing.rebalance(plan, wanted, scope, save, as_json, data)


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="A file; for csv and parquet a folder.")],
    form: Annotated[Export, typer.Option("--format", help="What to write.")] = Export.graphml,
    plan: Annotated[list[str] | None, typer.Option("--plan", help="Only this plan; repeat it for several.")] = None,
    data: Data = None,
) -> None:
    """Write the graph for other programs.

    `python cli.py export --format graphml --out graph.graphml`: for Gephi, yEd, Cytoscape

    `python cli.py export --format gexf --out graph.gexf`: the same with places and colours, for Gephi

    `python cli.py export --format csv --out tables --plan yichang`: nodes_LABEL.csv and edges_TYPE.csv

    `python cli.py export --format parquet --out tables`: the same, typed

    `python cli.py export --format turtle --out graph.ttl`, `--format jsonld`: RDF in W3C terms

    `python cli.py export --format neo4j_admin --out import`: for `neo4j-admin database import`

    Each holds all attributes, the places of words in the text, the version and a hash of the data.
    """
    loading.export(form.value, out, plan or [], data)


@app.command()
def codebook(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write to FILE.md instead.")] = None,
) -> None:
    """Print the codebook: what every label, relationship, property and measure means, as Markdown.

    `python cli.py codebook --out codebook.md`
    """
    checking.codebook(out)


@app.command()
def serve(data: Data = None) -> None:
    """Start the embedded graph server (every command starts it by itself when it is needed)."""
    serving.serve(data)


@app.command()
def stop(data: Data = None) -> None:
    """Stop the embedded graph server. What was loaded stays on disk."""
    serving.stop(data)


@app.command()
def status(as_json: Json = False, data: Data = None) -> None:
    """Show whether a server runs, where, and what it holds."""
    serving.status(as_json, data)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file; .zip by custom.")], data: Data = None
) -> None:
    """Write the graph to one file: the plans as they were read, and what people wrote down.

    `python cli.py backup zeren.zip`

    Works while others read; refuses while another program loads. The file serves both servers and later versions.
    """
    serving.backup(file, data)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")], data: Data = None
) -> None:
    """Put a backup in the place of the graph: all of it, or nothing is changed.

    `python cli.py restore zeren.zip`: what stood there is kept beside it until the next restore

    `python cli.py restore zeren.zip --data other`: into a folder of its own

    A Neo4j (NEO4J_URI) takes it only into a database without other plans.
    """
    serving.restore(file, data)


@app.command()
def tables() -> None:
    """Check the tables of data/reference: functions, bodies, places, topics, reforms.

    `python cli.py tables`: what is wrong, by file and line; exit code 1 when something is
    """
    checking.check_tables()


@app.command(name="app")
def open_app(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Another is taken when it is in use.")] = 8501,
    load_samples: Annotated[bool, typer.Option(help="Load data/plans into an empty graph first.")] = True,
    judgements: Judgements = None,
    data: Data = None,
) -> None:
    """Open the app in the browser (what `make run` does)."""
    if load_samples:
        samples.load_samples(data)
    port = launch.free_port(port)
    terminal.remark(f"Zeren opens at http://{launch.ADDRESS}:{port}")
    terminal.remark("Ctrl-C ends it; the graph server goes on until `cli.py stop`.")
    launch.run_app(port, data)


def main(arguments: list[str] | None = None) -> None:
    """Runs a command; a failure that a user can act on becomes one sentence and exit code 1, or 2 for wrong usage."""
    terminal.use_utf8()
    try:
        app(arguments, prog_name="cli.py")
    except WrongUsage as error:
        terminal.fail(str(error), code=2)
    except UserError as error:
        terminal.fail(str(error))
    finally:
        checking.tell_problems()


if __name__ == "__main__":
    main()
