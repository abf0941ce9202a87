"""Ten files as somebody has them who collects plans: of several formats, one broken, one twice."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.browser.support import ROOT
from tests.test_readers import sheet

SHEET = (
    ("镇江市2020年优化营商环境重点任务分解表",),
    ("序号", "重点任务", "牵头单位", "责任单位", "完成时限"),
    (1, "推行一网通办", "市行政审批局", "市公安局、市财政局", "2020年6月底前"),
    (2, "压缩企业开办时间", "市市场监管局", "市税务局", "2020年9月底前"),
    (3, "打击电信网络诈骗", "市公安局", "人民银行镇江市中心支行", "持续推进"),
)
LIST = (
    ("盐城市2021年诚信建设重点任务清单",),
    ("序号", "任务", "牵头单位", "责任单位"),
    ("1", "治理电信网络诈骗", "市公安局", "市通管办、市金融监管局"),
    ("2", "治理互联网虚假信息", "市委网信办", "市公安局"),
)
LETTER = (
    "泰州市2020年政务诚信建设实施方案",
    "一、重点任务",
    "1.健全守信践诺机制。加强监督，2020年12月底前完成。（牵头单位：市发展改革委；责任单位：市财政局、市司法局）",
    "2.清理拖欠账款。建立台账。（牵头单位：市工业和信息化局；责任单位：市财政局）",
    "泰州市人民政府办公室",
    "2020年3月2日",
)


def ten_files(folder: Path) -> list[Path]:
    """Writes them: the five plans as text, Word, PDF, web page and text in GB18030, three others, a copy, a broken one."""
    lines = {path.stem: path.read_text("utf-8").splitlines() for path in (ROOT / "data" / "plans").glob("*.txt")}
    made = {
        "宜昌市.txt": "\n".join(lines["yichang"]).encode(),
        "淮安市.docx": word(lines["huaian"]),
        "常州市.pdf": pdf(lines["changzhou"]),
        "西青区.html": page(lines["xiqing"]),
        "云南省.txt": "\n".join(lines["yunnan"]).encode("gb18030"),
        "镇江市.xlsx": sheet(SHEET),
        "盐城市.csv": "\n".join(",".join(row) for row in LIST).encode("gb18030"),
        "泰州市.mht": saved(page(list(LETTER))),
        "宜昌市（副本）.txt": "\n".join(lines["yichang"]).encode(),
        "坏了的.docx": word(lines["huaian"])[:3000],
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


def word(lines: list[str]) -> bytes:
    """A Word document with a paragraph a line."""
    document, out = docx.Document(), io.BytesIO()
    for line in filter(str.strip, lines):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def pdf(lines: list[str]) -> bytes:
    """Pages of forty lines, each numbered at its foot."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    printed = [line for line in lines if line.strip()]
    for number, start in enumerate(range(0, len(printed), 40), start=1):
        canvas.setFont("STSong-Light", 10)
        for row, line in enumerate(printed[start : start + 40]):
            canvas.drawString(60, 790 - 18 * row, line)
        canvas.drawString(290, 40, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def page(lines: list[str]) -> bytes:
    """A page of a government's site, with its menu and its foot."""
    text = "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    return (
        '<html><head><meta charset="utf-8"><title>政府信息公开</title></head><body><nav>首页 公开 服务</nav>'
        f"<div class=article>{text}</div><footer>主办：市政府办公室</footer></body></html>"
    ).encode()


def saved(content: bytes) -> bytes:
    """A page as a browser saves it in one file."""
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    return head + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + content + b"\r\n--B--\r\n"
