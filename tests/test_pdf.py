"""PDF files: what is printed is read once, pictures of pages are recognised, and files that break the rules end soon."""

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.batch import extract_many
from loaders.read import ReadError, glyphs, ocr
from loaders.read.document import Document, Line
from loaders.read.pdf import read_pdf

ITEM = "1.打击诈骗。加强管理。（牵头单位：市公安局；责任单位：市财政局、市文明办、市委网信办、市教育局）"


def made(*pages: Callable[[Canvas], object], encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF with these pages, not compressed so that a test can change its words."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=encrypt, pageCompression=0)
    for draw in pages:
        canvas.setFont("STSong-Light", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def words(text: str, x: float = 40, y: float = 700) -> Callable[[Canvas], object]:
    return lambda canvas: canvas.drawString(x, y, text)


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def test_letters_drawn_twice_to_look_bold_are_read_once() -> None:
    def bold(canvas: Canvas) -> None:
        for shift in (0, 0.2, 0.4):
            canvas.drawString(40 + shift, 700 - shift, "一、牵头单位：市公安局")
        canvas.drawString(40, 650, "人人有责，层层落实")

    assert lines(read_pdf(made(bold), "a.pdf")) == ["一、牵头单位：市公安局", "人人有责，层层落实"]


def test_a_page_on_its_side() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.drawString(70, 500, "第一行")
        canvas.drawString(70, 470, "第二行")

    assert lines(read_pdf(made(turned), "a.pdf")) == ["第一行", "第二行"]


def test_a_password_only_against_changes_does_not_matter() -> None:
    content = made(words(ITEM), encrypt=StandardEncryption("", ownerPassword="own"))
    assert lines(read_pdf(content, "a.pdf")) == [ITEM]


def test_damaged_tables_of_contents_are_repaired() -> None:
    content = made(words(ITEM))
    for damaged in (
        re.sub(rb"startxref\n\d+", b"startxref\n99999", content),
        re.sub(rb"\n\d{10} 00000 n", b"\n0000000007 00000 n", content),
    ):
        assert damaged != content
        assert lines(read_pdf(damaged, "a.pdf")) == [ITEM]
    with pytest.raises(ReadError, match="damaged"):
        read_pdf(content[: content.rindex(b"xref")], "a.pdf")


def scanned(canvas: Canvas) -> None:
    """A page that is a picture, with the mark that a scanning program prints on it."""
    picture = Image.new("RGB", (300, 400), "white")
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.drawString(400, 20, "扫描全能王 创建")


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that go to the recogniser, which is replaced: what it reads is tested elsewhere."""
    asked: list[int] = []

    def page(engine: object, raw: bytes, page: int, name: str) -> list[str]:
        asked.append(page + 1)
        return [ITEM]

    monkeypatch.setattr(ocr, "engine_or_none", lambda: "engine")
    for module in (ocr, "loaders.read.pdf"):
        target = module if isinstance(module, str) else module.__name__
        monkeypatch.setattr(f"{target}.recognised_page", page)
    monkeypatch.setattr("loaders.read.pdf.engine_or_none", lambda: "engine")
    return asked


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine_or_none", lambda: None)
    monkeypatch.setattr("loaders.read.pdf.engine_or_none", lambda: None)


def test_pages_that_are_pictures_are_recognised_among_others(recognised: list[int]) -> None:
    document = read_pdf(made(words(ITEM), scanned, words("附件")), "a.pdf")
    assert recognised == [2]
    assert [(block.text, block.page) for block in document.blocks if isinstance(block, Line)] == [
        (ITEM, 1),
        (ITEM, 2),
        ("附件", 3),
    ]
    assert (document.format, document.notes) == ("pdf", ())


def test_pages_that_are_pictures_are_told_without_the_extra(no_extra: None) -> None:
    document = read_pdf(made(words(ITEM), scanned, scanned), "a.pdf")
    assert lines(document)[0] == ITEM
    (note,) = document.notes
    assert "(2, 3)" in note and "requirements-ocr.txt" in note


def test_a_scan_with_nothing_but_a_mark_is_a_scan(recognised: list[int]) -> None:
    assert read_pdf(made(scanned, scanned), "a.pdf").format == "ocr"
    assert recognised == [1, 2]


def test_a_scan_with_nothing_but_a_mark_without_the_extra(no_extra: None) -> None:
    with pytest.raises(ReadError, match=r"requirements-ocr\.txt"):
        read_pdf(made(scanned), "a.pdf")


NAMELESS = made(words(ITEM)).replace(b"/UniGB-UCS2-H", b"/Identity-H   ").replace(b"(GB1)", b"(XX1)")
"""A PDF whose font does not say in the usual way which characters it prints."""


def test_the_second_library_names_characters(no_extra: None) -> None:
    assert lines(read_pdf(NAMELESS, "a.pdf")) == [ITEM]


def test_characters_without_a_name_are_recognised(recognised: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_names", lambda *_: {})
    assert lines(read_pdf(NAMELESS, "a.pdf")) == [ITEM]
    assert recognised == [1]


def test_characters_without_a_name_without_the_extra(no_extra: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_names", lambda *_: {})
    with pytest.raises(ReadError, match=r"requirements-ocr\.txt"):
        read_pdf(NAMELESS, "a.pdf")


def with_objects(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Root 1 0 R /Size 99 >>\nstartxref\n0\n%%EOF"


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
ENDLESS = {
    "a circle of pages": with_objects(CATALOGUE, b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"),
    "a tree that doubles": with_objects(
        CATALOGUE,
        *(b"<< /Type /Pages /Count 9 /Kids [%d 0 R %d 0 R] >>" % (at, at) for at in range(3, 60)),
        b"<< /Type /Page >>",
    ),
    "a deep tree": with_objects(
        CATALOGUE, *(b"<< /Type /Pages /Count 9 /Kids [%d 0 R] >>" % at for at in range(3, 5000)), b"<< /Type /Page >>"
    ),
    "no pages": with_objects(CATALOGUE, b"<< /Type /Pages /Count 0 /Kids [] >>"),
    "no catalogue": with_objects(b"<< >>"),
    "a stream that needs itself": with_objects(
        CATALOGUE,
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length 4 0 R >> stream\nx\nendstream",
    ),
    "a form that draws itself": with_objects(
        CATALOGUE,
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        b"<< /Length 5 >> stream\n/X Do\nendstream",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 5 >> "
        b"stream\n/X Do\nendstream",
    ),
    "a page without size": with_objects(
        CATALOGUE, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 0 0] >>"
    ),
}


@pytest.mark.parametrize("case", ENDLESS)
def test_a_pdf_that_breaks_the_rules_gets_a_sentence(case: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(ENDLESS[case])
    ((_, outcome),) = extract_many([path], seconds=100)
    assert isinstance(outcome, ReadError)
    assert "took more" not in str(outcome), "it went on until it was stopped"


def test_a_stream_that_swells_is_stopped(tmp_path: Path) -> None:
    packer = zlib.compressobj(1)
    head, block = packer.compress(b""), packer.compress(b" " * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + block * 128  # the last of its sums is missing, and is never reached
    content = with_objects(
        CATALOGUE,
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (len(packed), packed),
    )
    bomb, sound = tmp_path / "bomb.pdf", tmp_path / "sound.pdf"
    bomb.write_bytes(content)
    sound.write_bytes(made(words("宜昌市实施方案"), words(ITEM)))
    outcomes = dict(extract_many([bomb, sound]))
    assert "1024 MiB of memory" in str(outcomes[bomb])
    assert not isinstance(outcomes[sound], ReadError)
