"""Makes sheets and writes them: one call a sheet, for the command line, the app and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from graph.export.provenance import Reader
from graph.sheets.contents import SheetError, find_agency, read_plans
from graph.sheets.layout import Table
from graph.sheets.tasks import task_tables
from graph.sheets.words import LANGUAGES

Some = str | Iterable[str]
"""One name or several."""


def write_tasks(
    store: Reader, path: Path | str, *, plan: Some = (), agency: str | None = None, language: str = "zh"
) -> Path:
    """任务分解表 of the plans named (or all), or of what an agency does in them; as .xlsx or .docx by its name."""
    writer = _writer(Path(path), language)
    found = find_agency(store, agency) if agency else None
    tables = task_tables(read_plans(store, _several(plan)), found, language)
    if not tables:
        raise SheetError(f"{found.name if found else agency} stands on no item of these plans.")
    return _written(writer, tables, Path(path))


def _several(names: Some) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _writer(path: Path, language: str) -> Callable[[Sequence[Table], Path], None]:
    """What writes a file of that name; raises SheetError where nothing does."""
    if language not in LANGUAGES:
        raise SheetError(f"There are no sheets in {language}; languages: {', '.join(LANGUAGES)}.")
    if path.suffix.lower() == ".xlsx":
        from graph.sheets import xlsx

        return xlsx.write
    if path.suffix.lower() == ".docx":
        from graph.sheets import docx

        return docx.write
    raise SheetError(f"{path}: a sheet is written as .xlsx or .docx; end the file's name with one of these.")


def _written(writer: Callable[[Sequence[Table], Path], None], tables: Sequence[Table], path: Path) -> Path:
    try:
        writer(tables, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SheetError(f"{path}: the sheet could not be written ({reason}). Close it where it is open.") from error
    return path
