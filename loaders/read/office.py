"""Old Word and WPS files (.doc, .wps), through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from loaders.read.document import Document, ReadError
from loaders.read.word import read_word

SECONDS = 90


def read_office(raw: bytes, name: str) -> Document:
    """The document as LibreOffice converts it to .docx.

    Raises ReadError where LibreOffice is missing or can't convert the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ReadError(
            f"{name}: old Word files need LibreOffice; install it, or save the file as .docx and try again."
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plan.doc"
        source.write_bytes(raw)
        command = [program, f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless"]
        try:
            subprocess.run(
                [*command, "--convert-to", "docx", "--outdir", folder, str(source)],
                capture_output=True,
                timeout=SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise ReadError(f"{name}: LibreOffice took more than {SECONDS} s; save the file as .docx.") from None
        except subprocess.CalledProcessError:
            raise ReadError(f"{name}: LibreOffice can't convert this file; save it as .docx and try again.") from None
        converted = source.with_suffix(".docx")
        if not converted.exists():
            raise ReadError(f"{name}: LibreOffice can't convert this file; save it as .docx and try again.")
        document = read_word(converted.read_bytes(), name)
    return Document(document.blocks, "doc", document.pages, document.title)
