"""Old Word and WPS files, RTF and OpenDocument text, through LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from loaders.read import ole
from loaders.read.document import Document, ReadError
from loaders.read.word import read_word

SECONDS = 90
HOW = {
    "linux": "install it (Debian, Ubuntu: sudo apt-get install libreoffice-writer-nogui)",
    "darwin": "install it (brew install --cask libreoffice, or libreoffice.org)",
    "win32": "install it (winget install TheDocumentFoundation.LibreOffice, or libreoffice.org)",
}
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item>
</oor:items>
"""
"""No macros, and no pictures fetched from where a document says that they are: nothing leaves this machine."""
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
"""Where installers put it on systems that leave it off the path."""


def read_office(raw: bytes, name: str) -> Document:
    """The document as LibreOffice converts it to .docx.

    Raises ReadError where LibreOffice is missing or can't convert the file.
    """
    if raw.startswith(ole.MAGIC):
        ole.check_word(raw, name)
    program = _program()
    if program is None:
        how = HOW.get(sys.platform, "install it")
        raise ReadError(
            f"{name}: files of this kind are read through LibreOffice, which is not installed here; "
            f"{how}, or save the file as .docx, and try again."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        converted = _converted(program, raw, Path(folder), name)
        document = read_word(converted, name)
    return Document(document.blocks, "doc", document.pages, document.title)


def _program() -> str | None:
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice", *PLACES))), None)


def _converted(program: str, raw: bytes, folder: Path, name: str) -> bytes:
    """The file as .docx. Each run has a profile folder of its own: two that share one would wait for each other."""
    source = folder / "plan.doc"  # LibreOffice, too, tells the format from the content
    source.write_bytes(raw)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    process = subprocess.Popen(
        [*command, "--convert-to", "docx", "--outdir", str(folder), str(source)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadError(f"{name}: LibreOffice took more than {SECONDS} s; save the file as .docx.") from None
    finally:
        _end(process)
    target = source.with_suffix(".docx")
    if not target.exists():
        raise ReadError(f"{name}: LibreOffice can't convert this file; save it as .docx and try again.")
    return target.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what is still running: LibreOffice is a script that starts a program that starts another one."""
    if process.poll() is None:
        for each in psutil.Process(process.pid).children(recursive=True):
            each.kill()
        process.kill()
        process.wait()
