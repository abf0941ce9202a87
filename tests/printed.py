"""Sheets on paper: LibreOffice turns a file into a PDF, of which tests read pages and words."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdfplumber
import pytest


@dataclass(frozen=True)
class Page:
    """A page as it is printed, in points."""

    width: float
    height: float
    words: str


def office() -> str:
    """LibreOffice, which CI must have."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        assert not os.environ.get("CI"), "CI needs LibreOffice (libreoffice-writer-nogui, libreoffice-calc-nogui)"
        pytest.skip("LibreOffice is not installed")
    return found


@cache
def _profile() -> Path:
    """LibreOffice's settings, for this process alone: making them takes longer than a sheet."""
    folder = tempfile.mkdtemp(prefix="zeren-office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def printed(path: Path) -> list[Page]:
    """The pages that a printer would give."""
    command = [office(), "--headless", f"-env:UserInstallation={_profile().as_uri()}", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(path.parent), str(path)], check=True, capture_output=True, timeout=300)
    with pdfplumber.open(path.with_suffix(".pdf")) as pdf:
        return [Page(page.width, page.height, "".join((page.extract_text() or "").split())) for page in pdf.pages]
