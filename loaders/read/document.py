"""What every reader gives: the lines of a file, each with its number and page."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.errors import UserError


class ReadError(UserError):
    """A file that can't be read as a plan; the text names file, place and remedy."""


@dataclass(frozen=True)
class Line:
    """One line of the file as printed, without its line end."""

    text: str
    number: int
    page: int | None = None


@dataclass(frozen=True)
class Document:
    """A file's text in reading order."""

    lines: tuple[Line, ...]
    format: str
    pages: int | None = None
