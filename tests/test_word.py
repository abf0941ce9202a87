"""Word files: what is printed is read, wherever in the XML it stands; what is not printed is not."""

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders.read import ReadError, lists, read
from loaders.read.document import Line, Row, Table

NAMESPACES = nsdecls("w", "r", "wp", "a") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def blocks(tmp_path: Path, body: str, numbering: str = "", styles: str = "") -> tuple[Line | Table, ...]:
    """What is read of a document with this body."""
    document, path = docx.Document(), tmp_path / "a.docx"
    for element in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, element)
    if numbering:
        root = document.part.numbering_part.element
        for element in list(root):
            root.remove(element)
        for element in parse_xml(f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>"):
            root.append(element)
    for element in parse_xml(f"<w:styles {NAMESPACES}>{styles}</w:styles>"):
        document.styles.element.append(element)
    document.save(str(path))
    return read(path)[0].blocks


def lines(*args: object) -> list[str]:
    return [block.text for block in blocks(*args) if isinstance(block, Line)]  # type: ignore[arg-type]


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text if text.startswith('<') else p(text)}</w:tc>"


def numbered(list_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def test_text_in_wrappers_is_read(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p('宜昌市方案')}</w:sdtContent></w:sdt>"
        f"<w:p>{run('于')}<w:smartTag><w:smartTag>{run('2018年')}</w:smartTag>{run('6月')}</w:smartTag>"
        f"<w:ins>{run('底前')}</w:ins><w:del><w:r><w:delText>明年</w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('别处')}</w:moveFrom><w:hyperlink>{run('完成')}</w:hyperlink>"
        f'<w:fldSimple w:instr="DATE">{run("一")}</w:fldSimple><w:r><w:noBreakHyphen/><w:tab/><w:t>二</w:t></w:r></w:p>'
    )
    assert lines(tmp_path, body) == ["宜昌市方案", "于2018年6月底前完成一-\t二"]


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    run = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>".format
    shown = run(' w:val="0"', "显")
    assert lines(tmp_path, f"<w:p>{run('', '隐')}{shown}</w:p>") == ["显"]


def test_a_text_box_is_read_once_and_after_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('宜昌市人民政府文件')}</w:txbxContent>"
    shape = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic><a:graphicData uri='x'>"
        f"<wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(tmp_path, f"<w:p>{shape}<w:r><w:t>正文</w:t></w:r></w:p>") == ["正文", "宜昌市人民政府文件"]


def test_merged_cells_in_both_directions(tmp_path: Path) -> None:
    body = (
        "<w:tbl><w:tr>" + tc("序号") + tc("任务", '<w:gridSpan w:val="2"/>') + tc("单位") + "</w:tr>"
        "<w:tr>" + tc("1") + tc("甲") + tc("乙") + tc("市公安局", '<w:vMerge w:val="restart"/>') + "</w:tr>"
        '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("丙") + tc("丁") + tc("", "<w:vMerge/>") + "</w:tr>"
        "<w:tr><w:trPr><w:del/></w:trPr>" + tc("删") * 4 + "</w:tr></w:tbl>"
    )
    (table,) = blocks(tmp_path, body)
    assert isinstance(table, Table)
    assert table.rows == (
        Row(("序号", "任务", "任务", "单位"), 1),
        Row(("1", "甲", "乙", "市公安局"), 2),
        Row(("", "丙", "丁", "市公安局"), 3, None, frozenset({3})),
    )


def test_a_table_of_one_column_is_a_frame_and_nested_cells_are_read(tmp_path: Path) -> None:
    inner = "<w:tbl><w:tr>" + tc("序号") + tc("单位") + "</w:tr><w:tr>" + tc("1") + tc("市公安局") + "</w:tr></w:tbl>"
    found = blocks(tmp_path, f"<w:tbl><w:tr>{tc(p('方案') + inner)}</w:tr></w:tbl>")
    assert [type(block) for block in found] == [Line, Table]
    cell = "<w:tbl><w:tr>" + tc(p("甲") + inner) + tc("乙") + "</w:tr><w:tr>" + tc("丙") + tc("丁") + "</w:tr></w:tbl>"
    (table,) = blocks(tmp_path, cell)
    assert isinstance(table, Table)
    assert table.rows[0].cells == ("甲\n序号\n单位\n1\n市公安局", "乙")


def level(at: int, form: str, template: str, extra: str = "") -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}<w:lvlText w:val="{template}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "chineseCounting", "%1、", '<w:pStyle w:val="Chapter"/>')
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%3.%4")
    + level(4, "bullet", "●")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="paragraph" w:styleId="Chapter"><w:name w:val="Chapter"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Chapter"/></w:style>'
)


def test_automatic_numbers(tmp_path: Path) -> None:
    body = (
        p("总体要求", '<w:pStyle w:val="Chapter"/>')
        + p("重点任务", '<w:pStyle w:val="Own"/>')
        + "".join(p(text, numbered(1, at)) for at, text in ((1, "治理"), (2, "打击诈骗"), (2, "整治谣言"), (3, "细项")))
        + p("圆点", numbered(1, 4))
        + p("再治理", numbered(1, 1))
        + p("重新起", numbered(1, 2))
        + p("另起", numbered(2, 2))
        + p("接着", numbered(2, 2))
        + p("无号", numbered(0))
        + "<w:tbl><w:tr>"
        + tc(p("", numbered(1, 2)))
        + tc("甲")
        + "</w:tr></w:tbl>"
    )
    found = blocks(tmp_path, body, NUMBERING, STYLES)
    assert [block.text for block in found if isinstance(block, Line)] == [
        *("一、总体要求", "二、重点任务", "（一）治理", "1.打击诈骗", "2.整治谣言", "2.1 细项", "圆点"),
        *("（二）再治理", "1.重新起", "1.另起", "2.接着", "无号"),
    ]
    assert isinstance(found[-1], Table) and found[-1].rows[0].cells == ("3.", "甲")


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        *((10, "chineseCounting", "十"), (12, "chineseCounting", "十二"), (20, "chineseCounting", "二十")),
        *((101, "chineseCounting", "一百零一"), (110, "chineseCounting", "一百一十"), (200, "chineseCounting", "二百")),
        *((4, "upperRoman", "IV"), (3, "lowerLetter", "c"), (3, "decimalEnclosedCircleChinese", "③"), (7, "hex", "7")),
    ],
)
def test_number_formats(value: int, form: str, shown: str) -> None:
    assert lists.formatted(value, form) == shown


def test_a_circle_of_styles_ends(tmp_path: Path) -> None:
    circle = (
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="X"/><w:basedOn w:val="Y"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Y"><w:name w:val="Y"/><w:basedOn w:val="X"/></w:style>'
    )
    assert lines(tmp_path, p("方案", '<w:pStyle w:val="X"/>'), NUMBERING, circle) == ["方案"]


def test_a_giant_span_is_bounded(tmp_path: Path) -> None:
    body = "<w:tbl><w:tr>" + tc("甲", '<w:gridSpan w:val="999999"/>') + tc("乙") + "</w:tr></w:tbl>"
    (table,) = blocks(tmp_path, body)
    assert isinstance(table, Table) and len(table.rows[0].cells) == 201


def test_a_document_without_text(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no text"):
        blocks(tmp_path, p(""))


def replaced(tmp_path: Path, part: str, change: tuple[bytes, bytes]) -> Path:
    """A sound document with one of its parts changed."""
    source, path = tmp_path / "sound.docx", tmp_path / "changed.docx"
    document = docx.Document()
    document.add_paragraph("宜昌市方案")
    document.save(str(source))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            new.writestr(each, content.replace(*change) if each == part else content)
    return path


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(12)
)


@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize(
    "declaration",
    [LAUGHS + b"]>", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b" " * 9000 + LAUGHS + b"]>"],
)
def test_entities_are_refused_wherever_they_stand(tmp_path: Path, part: str, declaration: bytes) -> None:
    path = replaced(tmp_path, part, (b"?>", b"?>" + declaration))
    with pytest.raises(ReadError, match="entities"):
        read(path)


def test_entities_in_another_encoding_are_refused(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    path = replaced(tmp_path, "docProps/core.xml", (b"", b""))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("customXml/item9.xml", text.encode("utf-16"))
    with pytest.raises(ReadError, match="entities"):
        read(path)


def test_a_size_that_the_archive_does_not_tell_truly(tmp_path: Path) -> None:
    """The directory says 100 bytes, the part unpacks to far more: no reader gets to it."""
    path = replaced(tmp_path, "", (b"", b""))
    raw = bytearray(path.read_bytes())
    entry = raw.rindex(b"PK\x01\x02", 0, raw.rindex(b"word/document.xml"))
    raw[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(raw)
    with pytest.raises(ReadError, match="damaged"):
        read(path)


def test_nested_tables_without_end(tmp_path: Path) -> None:
    depth = 400
    body = "<w:tbl><w:tr><w:tc>" * depth + p("方案") + "</w:tc></w:tr></w:tbl>" * depth
    path = replaced(tmp_path, "word/document.xml", (b"<w:sectPr", body.encode() + b"<w:sectPr"))
    with pytest.raises(ReadError, match="damaged"):
        read(path)


def test_no_relation_leads_outside(tmp_path: Path) -> None:
    """A target in another file is not opened."""
    path = replaced(
        tmp_path,
        "word/_rels/document.xml.rels",
        (b'Target="styles.xml"', b'Target="../../../etc/passwd"'),
    )
    with pytest.raises(ReadError, match="damaged"):
        read(path)
