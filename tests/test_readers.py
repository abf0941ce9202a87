"""Readers: what each format gives, and what bad files get."""

import datetime
import importlib.util
import io
import os
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from opencc import OpenCC
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.batch import extract_many
from loaders.clean import clean
from loaders.errors import UserError
from loaders.pipeline import extract, extract_document
from loaders.read import ReadError, ocr, read
from loaders.read.document import Document, Line, Table
from loaders.records import Source


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def word(paragraphs: list[str]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def pdf(lines: list[str], *, password: str | None = None) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password) if password else None)
    canvas.setFont("STSong-Light", 14)
    for index, text in enumerate(lines):
        canvas.drawString(70, 780 - 30 * index, text)
    canvas.save()
    return out.getvalue()


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def test_html_keeps_the_article_and_drops_the_page(tmp_path: Path) -> None:
    sentence = "加强管理，完善制度，严厉打击违法行为。"
    page = (
        "<html><head><title>某市方案_某市政府网</title></head><body><nav>首页，公开，服务。</nav><div>您的位置：首页</div>"
        f"<div><h1>某市方案</h1><p>一、任务</p><p>1.打击。{sentence * 9}<b>（牵头</b>单位：市公安局）</p></div>"
        "<div>主办：某市政府，备案号。</div></body></html>"
    )
    document, _ = read(written(tmp_path, "a.html", page.encode()))
    assert lines(document)[:2] == ["某市方案", "一、任务"]
    assert lines(document)[-1].endswith("（牵头单位：市公安局）")
    assert document.title == "某市方案_某市政府网"


def test_word_automatic_numbers_are_counted(tmp_path: Path) -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("某市实施方案")
    for text in ("打击诈骗。加强。（牵头单位：市公安局）", "整治谣言。加强。（牵头单位：市网信办）"):
        document.add_paragraph(text, style="List Number")
    document.save(out)
    record = extract(written(tmp_path, "a.docx", out.getvalue()))
    assert [party.name for task in record.tasks for party in task.lead] == ["市公安局", "市网信办"]


def test_sheet_formulas_dates_and_titles(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["某市重点任务分解表"],
        ["序号", "任务", "责任单位", "完成时限"],
        [1.0, "打击诈骗", "市公安局", datetime.datetime(2024, 6, 30)],
        [2, "=1+1", "市网信办", "持续推进"],
    ]
    document, _ = read(written(tmp_path, "a.xlsx", sheet(rows)))
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert lines(document) == ["某市重点任务分解表"]
    assert table.rows[1].cells == ("1", "打击诈骗", "市公安局", "2024年6月30日")


def test_pdf_pages_lines_and_numbers(tmp_path: Path) -> None:
    record = extract(
        written(
            tmp_path, "a.pdf", pdf(["某市实施方案", "一、任务", "1.打击诈骗。加强。（牵头单位：市公安局）", "— 1 —"])
        )
    )
    (task,) = record.tasks
    assert [party.name for party in task.lead] == ["市公安局"]
    assert record.lines.page(task.lead[0].start) == 1
    assert record.plan.source.pages == 1


@pytest.mark.parametrize("name", ["plan.doc", "plan.html", "plan.txt", "plan"])
def test_the_content_tells_the_format(tmp_path: Path, name: str) -> None:
    for content, suffix in (
        (word(["某市方案"]), "docx"),
        (pdf(["某市方案"]), "pdf"),
        (sheet([["序号", "任务"], ["1", "二"]]), "xlsx"),
    ):
        assert read(written(tmp_path, name, content))[0].format == suffix


FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)


def picture(tmp_path: Path) -> Path:
    """A page as a scanner gives it: nothing but an image."""
    font = next((path for path in FONTS if Path(path).exists()), None)
    extra = importlib.util.find_spec("rapidocr")
    if font is None or extra is None:
        assert not os.environ.get("CI"), "CI needs a Chinese font and the packages of requirements-ocr.txt"
        pytest.skip("no Chinese font here, or requirements-ocr.txt is not installed")
    image = Image.new("RGB", (1100, 420), "white")
    draw = ImageDraw.Draw(image)
    page = [
        "某市实施方案",
        "一、重点任务",
        "1. 打击电信网络诈骗。加强管理，完善制度。（牵头单位：市公",
        "安局；责任单位：市财政局、各县〔市、区〕政府）",
        "—9—",
    ]
    for index, text in enumerate(page):
        draw.text((80, 40 + 66 * index), text, fill="black", font=ImageFont.truetype(font, 32))
    path = tmp_path / "scan.png"
    image.save(path)
    return path


def test_a_scan_is_recognised(tmp_path: Path) -> None:
    path = picture(tmp_path)
    scanned = tmp_path / "scan.pdf"
    Image.open(path).save(scanned)
    for file, suffix in ((path, "ocr"), (scanned, "ocr")):
        record = extract(file)
        (task,) = record.tasks
        assert [party.name for party in task.lead] == ["市公安局"]
        assert [party.name for party in task.support] == ["市财政局", "各县〔市、区〕政府"]
        assert record.plan.source.format == suffix


def test_a_scan_without_the_extra_names_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ocr._load.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(ReadError, match=r"requirements-ocr\.txt"):
        extract(written(tmp_path, "scan.pdf", pdf([])))
    ocr._load.cache_clear()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    return out.getvalue()


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    """An office file as Word and Excel save it with a password."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt("secret", out)
    return out.getvalue()


BAD = {
    "cut.docx": (word(["方案"])[:-200], "damaged"),
    "bomb.docx": (bomb(), "unpacks"),
    "entities.docx": (entities(), "entities"),
    "protected.docx": (encrypted(word(["方案"])), "password"),
    "protected.xlsx": (encrypted(sheet([["方案"]])), "password"),
    "cut.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    "protected.pdf": (pdf(["方案"], password="secret"), "password"),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj\n<<", "PDF"),
    "bad.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
    "cut.xlsx": (sheet([["序号"]])[:-100], "damaged"),
    "english.html": (b"<html><body><p>Only English here.</p></body></html>", "Chinese"),
    "binary.csv": (bytes(range(256)) * 9, "binary"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_get_a_sentence(tmp_path: Path, name: str) -> None:
    content, words = BAD[name]
    with pytest.raises(ReadError) as error:
        extract(written(tmp_path, name, content))
    assert words in str(error.value)
    assert name in str(error.value)


@pytest.mark.skipif(os.name == "nt", reason="Windows takes no such names")
@pytest.mark.parametrize("name", [b"plan\nof\x1b[31m.txt", "宜昌方案.txt".encode("gb18030")])
def test_names_that_are_no_text(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(str(tmp_path)) + b"/" + name))
    path.write_text("某市实施方案\n一、任务\n1.打击。加强。（牵头单位：市公安局）\n", encoding="utf-8")
    record = extract(path)
    for shown in (record.plan.source.file, record.plan.id, record.tasks[0].id):
        assert shown.isprintable() and shown.encode("utf-8")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_MAX_MIB", "1")
    with pytest.raises(ReadError, match=r"limit of 1 MiB.*ZEREN_MAX_MIB"):
        extract(written(tmp_path, "large.txt", "方案".encode() * 200_000))
    monkeypatch.setenv("ZEREN_MAX_MIB", "much")
    with pytest.raises(ReadError, match="ZEREN_MAX_MIB is 'much'"):
        extract(written(tmp_path, "small.txt", "方案".encode()))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=3000), st.sampled_from([".txt", ".html", ".pdf", ".docx", ".xlsx", ".csv"]))
def test_no_bytes_crash_a_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    path = tmp_path_factory.mktemp("fuzz") / f"a{suffix}"
    path.write_bytes(content)
    try:
        extract(path)
    except UserError as error:
        assert str(error)


ALPHABET = "牵头责任参与单位部门：:；;，,、（）()〔〕《》一二三1234.．年月日底前市省区县局委办公安厅各有关等负责\n \t。"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=600))
def test_no_text_crashes_the_grammar(text: str) -> None:
    document = Document(tuple(Line(line, number) for number, line in enumerate(text.split("\n"), 1)), "text")
    record = extract_document(document, Source("a.txt", "", "text"), "a")
    for task in record.tasks:
        for party in (*task.lead, *task.support):
            assert record.text[party.start : party.end] == party.name
            assert party.name.strip()
    assert clean(document).text == record.text


PLAN = ["宜昌市实施方案", "一、重点任务", "1.打击诈骗，完善机制。（牵头单位：市公安局；责任单位：市财政局、市文明办）"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030", "big5hkscs"]
)
@pytest.mark.parametrize("times", [1, 40])
def test_encodings_with_and_without_a_mark(tmp_path: Path, encoding: str, times: int) -> None:
    text = "\n".join(PLAN * times)
    if encoding.startswith("big5"):  # few letters tell it from GB18030
        text = OpenCC("s2t").convert(text * 2)
    document, _ = read(written(tmp_path, "a.txt", text.encode(encoding)))
    assert (lines(document), document.notes) == (text.split("\n"), ())


def test_a_damaged_character_is_told_with_its_line(tmp_path: Path) -> None:
    content = "\n".join(PLAN * 20).encode("gb18030") + b"\n\xff" + "附件".encode("gb18030")
    document, _ = read(written(tmp_path, "a.txt", content))
    assert lines(document)[-1] == "\ufffd附件"
    (note,) = document.notes
    assert "1 characters that are no gb18030" in note and "line 61" in note


def test_control_characters_are_left_out_and_told(tmp_path: Path) -> None:
    content = "\n".join(PLAN * 9).replace("宜昌", "宜\0昌", 1).encode()
    document, _ = read(written(tmp_path, "a.txt", content))
    assert lines(document)[0] == "宜昌市实施方案"
    assert "line 1" in document.notes[0]


def test_mixed_encodings_are_refused(tmp_path: Path) -> None:
    text = "\n".join(PLAN * 20)
    for first, second in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        with pytest.raises(ReadError, match="mixes encodings"):
            read(written(tmp_path, "a.txt", text.encode(first) + b"\n" + text.encode(second)))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    (tmp_path / "folder.txt").mkdir()
    for name, words in (
        ("pipe", "pipe or a device"),
        ("device", "pipe or a device"),
        ("dangling", "no such file"),
        ("folder", "folder"),
    ):
        path = tmp_path / f"{name}.txt"
        ((_, outcome),) = extract_many([path])
        assert isinstance(outcome, ReadError) and words in str(outcome) and name in str(outcome)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, "a.txt", "方案".encode())
    monkeypatch.setattr(Path, "open", refuse)  # permissions do not bind root, who runs tests in containers
    with pytest.raises(ReadError, match="check its permissions"):
        read(path)


def test_a_giant_file_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "giant.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(ReadError, match="200 MiB is more than the limit of 50 MiB"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ofd", b"", "save it as PDF"),
        ("a.txt", b"Rar!\x1a\x07\x01\0" + b"x" * 50, "unpack it"),
        ("a.doc", b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "unpack it"),
        ("a.ceb", b"\1\2\3 founder", "print it as PDF"),
        ("a.zip", b"", "unpack it"),
        ("a.pptx", b"", "slides"),
    ],
)
def test_formats_that_are_known_and_not_read(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    member = {"a.ofd": "OFD.xml", "a.zip": "方案.txt", "a.pptx": "ppt/presentation.xml"}.get(name)
    if member:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(member, "x")
        content = out.getvalue()
    with pytest.raises(ReadError, match=words):
        read(written(tmp_path, name, content))


@pytest.mark.parametrize(
    ("name", "expected"), [("a.doc", "text"), ("a.wps", "text"), ("a.xls", "csv"), ("a.et", "csv")]
)
def test_plain_text_under_an_office_name(tmp_path: Path, name: str, expected: str) -> None:
    content = "序号\t任务\t牵头单位\n1\t打击诈骗\t市公安局\n".encode("gb18030")
    assert read(written(tmp_path, name, content))[0].format == expected


def test_formulas_without_saved_values_are_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["序号", "任务", "责任单位"],
        [1, "打击诈骗", "市公安局"],
        ["=A2+1", "整治谣言", "市网信办"],
    ]
    document, _ = read(written(tmp_path, "a.xlsx", sheet(rows)))
    (table,) = document.blocks
    assert isinstance(table, Table) and table.rows[2].cells == ("", "整治谣言", "市网信办")
    (note,) = document.notes
    assert "the first is A3" in note and "save it" in note
    assert note in extract(tmp_path / "a.xlsx").report.warnings


def test_saved_values_of_formulas_are_read(tmp_path: Path) -> None:
    raw, out = sheet([["序号", "任务", "责任单位"], ["=1+1", "打击诈骗", "市公安局"]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(
                part, old.read(part).replace(b"</f><v />", b"</f><v>2</v>").replace(b"</f><v></v>", b"</f><v>2</v>")
            )
    document, _ = read(written(tmp_path, "a.xlsx", out.getvalue()))
    (table,) = document.blocks
    assert isinstance(table, Table) and table.rows[1].cells[0] == "2"
    assert document.notes == ()


def old_sheet() -> bytes:
    """A workbook as Excel 97 to 2003 and WPS (.et) save it: merged cells, a formula, a date, a hidden sheet."""
    book, out = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    tasks = book.add_sheet("任务")
    tasks.write_merge(0, 0, 0, 3, "宜昌市重点任务分解表")
    for column, head in enumerate(("序号", "重点任务", "责任单位", "完成时限")):
        tasks.write(1, column, head)
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, (number, task) in enumerate(((1, "打击诈骗"), (2, "整治谣言")), 2):
        tasks.write(row, 0, number)
        tasks.write(row, 1, task)
        tasks.write(row, 3, datetime.date(2024, 6, 30), day)
    tasks.write_merge(2, 3, 2, 2, "市公安局")
    hidden = book.add_sheet("隐藏")
    hidden.visibility = 1
    hidden.write(0, 0, "不显示")
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.doc", "a.xlsx"])
def test_old_spreadsheets(tmp_path: Path, name: str) -> None:
    document, _ = read(written(tmp_path, name, old_sheet()))
    assert (document.format, lines(document)) == ("xls", ["宜昌市重点任务分解表"])
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [row.cells for row in table.rows[1:]] == [
        ("1", "打击诈骗", "市公安局", "2024年6月30日"),
        ("2", "整治谣言", "市公安局", "2024年6月30日"),
    ]
    assert table.rows[2].merged == {2}


def test_an_old_spreadsheet_that_is_cut_off(tmp_path: Path) -> None:
    content = old_sheet()
    for share in (0.1, 0.4, 0.8):
        with pytest.raises(ReadError, match="damaged"):
            read(written(tmp_path, "a.xls", content[: int(len(content) * share)]))
