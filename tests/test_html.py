"""Pages as sites of governments publish them: only the plan's words remain, its tables with their merged cells.

The samples are made for these tests; their forms (layout tables, a form around the page, buttons, lists of links) are those of common site programs.
"""

import quopri
from pathlib import Path

import pytest

from loaders.pipeline import extract
from loaders.read import ReadError, read
from loaders.read.document import Document, Line, Table
from loaders.read.html import read_html

TITLE = "宜昌市营商环境提升行动实施方案"
NUMBERED = [
    "1.打击诈骗。加强行业监管，完善工作机制，严厉打击违法行为。（牵头单位：市公安局；责任单位：市委网信办、市财政局）",
    "2.整治谣言。落实主体责任，健全举报制度，及时处置有害信息。（牵头单位：市委网信办；责任单位：市公安局、市文明办）",
    "3.清理欠款。建立台账，限时清欠，开展督查。（牵头单位：市财政局；责任单位：市住建局、市审计局）",
]
PLAN = [
    TITLE,
    "一、总体要求",
    "深入贯彻落实上级部署，坚持问题导向，持续优化服务，增强群众获得感。",
    "二、重点任务",
    *NUMBERED,
]
PARAGRAPHS = "".join(f"<p>　　{line}</p>" for line in PLAN)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def read_lines(body: str) -> list[str]:
    return lines(read_html(page(body), "a.html"))


MENU = (
    "<ul class='menu'>"
    + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("首页", "新闻", "公开", "互动"))
    + "</ul>"
)
BELOW = "<div class='bottom'>主办：宜昌市人民政府办公室　承办：宜昌市大数据中心<br>备案号：鄂ICP备00000000号　网站标识码：4205000000</div>"


def test_an_editor_block_among_menus_buttons_and_links() -> None:
    body = (
        f"<div class='top'><h1>宜昌市人民政府</h1>{MENU}</div><div class='crumbs'>您当前的位置：<a href='/'>首页</a> &gt; 政策文件</div>"
        f"<div class='content'><div class='info'><span>来源：市文明办</span> <span>发布时间：2018-11-23 09:30</span>"
        "<span>字体：【<a href='javascript:size(18)'>大</a> <a href='javascript:size(16)'>中</a> <a href='javascript:size(14)'>小</a>】</span>"
        "<span>浏览次数：<script>hits()</script>128次</span></div>"
        f"<div class='TRS_Editor'><style>p{{margin:0}}</style>{PARAGRAPHS}</div>"
        "<div><a href='javascript:window.print()'>【打印本页】</a> <a href='javascript:window.close()'>【关闭窗口】</a></div>"
        "<div class='bdsharebuttonbox'>分享到：<a href='#'>微信</a><a href='#'>新浪微博</a></div>"
        "<p>扫一扫在手机打开当前页</p><p>责任编辑：王某</p>"
        "<h3>相关链接</h3><ul><li><a href='/1.html'>宜昌市优化营商环境条例</a></li><li><a href='/2.html'>一图读懂实施方案</a></li></ul>"
        "<p>上一篇：<a href='/3.html'>关于印发节约用水方案的通知</a></p><p>下一篇：没有了</p></div>"
        f"{BELOW}"
    )
    found = read_lines(body)
    assert found == ["来源：市文明办 发布时间：2018-11-23 09:30", *PLAN]  # the header is read from it, too


def test_a_page_within_a_form_and_layout_tables() -> None:
    text = "<br>".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{line}" for line in PLAN[1:])
    body = (
        "<form id='aspnetForm' action='./show.aspx'><input type='hidden' name='__VIEWSTATE' value='dDwtMTc=' />"
        f"<table width='1000'><tr><td><table><tr><td>{MENU}</td></tr></table></td></tr>"
        f"<tr><td><table><tr><td align='center'><b>{TITLE}</b></td></tr>"
        f"<tr><td><font size='3'>{text}</font></td></tr>"
        "<tr><td align='right'>[<a href='#' onclick='window.print()'>打印</a>] [<a href='#' onclick='window.close()'>关闭</a>]</td></tr></table></td></tr>"
        f"<tr><td>{BELOW}</td></tr></table></form>"
    )
    assert read_lines(body) == PLAN


def test_hidden_elements_are_not_printed() -> None:
    body = (
        f"<div><p style='display: none'>隐藏的提示，请勿复制。</p><div hidden>备用内容，不显示。</div>{PARAGRAPHS}"
        "<span style='VISIBILITY:hidden'>水印，勿删。</span><p>4.收尾。（牵头单位：市文明办）<span style='display:none'>市教育局</span></p></div>"
    )
    assert read_lines(body) == [*PLAN, "4.收尾。（牵头单位：市文明办）"]


def test_an_article_that_a_script_shows_is_read() -> None:
    assert read_lines(f"<div>{MENU}</div><div id='print-content' style='display:none'>{PARAGRAPHS}</div>") == PLAN


def test_the_title_label_of_the_page() -> None:
    head = f"<title>{TITLE}_政策文件_宜昌市人民政府</title><meta name='ArticleTitle' content='{TITLE}'>"
    assert read_html(page(PARAGRAPHS, head), "a.html").title == TITLE


TASKS = (
    "<table border='1'><thead><tr><th>序号</th><th>重点任务</th><th colspan='2'>责任单位</th></tr>"
    "<tr><th></th><th></th><th>牵头单位</th><th>配合单位</th></tr></thead><tbody>"
    "<tr><td>1</td><td rowspan='2'>打击<br>诈骗</td><td rowspan='2'><p>市公安局</p></td><td>市委网信办<br/>市财政局</td></tr>"
    "<tr><td>2</td><td>市文明办<table><tr><td>市教育局</td></tr></table></td></tr>"
    "</tbody></table>"
)


def test_a_table_with_merged_cells_breaks_and_a_table_within() -> None:
    (table,) = (block for block in read_html(page(PARAGRAPHS + TASKS), "a.html").blocks if isinstance(block, Table))
    assert [row.cells for row in table.rows] == [
        ("序号", "重点任务", "责任单位", "责任单位"),
        ("", "", "牵头单位", "配合单位"),
        ("1", "打击\n诈骗", "市公安局", "市委网信办\n市财政局"),
        ("2", "打击\n诈骗", "市公安局", "市文明办\n市教育局"),
    ]
    assert table.rows[3].merged == {1, 2}


def test_a_table_of_data_within_layout_tables() -> None:
    body = f"<table><tr><td>{MENU}</td><td><table><tr><td>{PARAGRAPHS}{TASKS}</td></tr></table></td></tr></table>"
    document = read_html(page(body), "a.html")
    assert lines(document) == PLAN
    assert [len(block.rows) for block in document.blocks if isinstance(block, Table)] == [4]


def test_attachments_of_the_plan_stay_and_other_links_go() -> None:
    body = (
        f"<div>{PARAGRAPHS}<p>附件：<a href='/f/1.doc'>重点任务分工表</a></p><p><a href='/f/1.doc'>附件2：责任清单.doc</a></p>"
        "<p><a href='/more'>更多文件</a></p></div>"
    )
    assert read_lines(body) == [*PLAN, "附件：重点任务分工表", "附件2：责任清单.doc"]


def test_words_that_only_look_like_buttons_stay() -> None:
    texts = [
        "推动信息分享和结果互认",
        "关闭落后产能（牵头单位：市经信局）",
        "（四）打印店专项整治",
        "编辑出版行业自律",
        "相关单位",
    ]
    assert read_lines(PARAGRAPHS + "".join(f"<p>{text}</p>" for text in texts)) == [*PLAN, *texts]


def test_numbers_of_an_ordered_list() -> None:
    body = f"{PARAGRAPHS}<ol start='4'><li>打击诈骗（市公安局负责）</li><li><p>整治谣言（市网信办负责）</p></li></ol><ul><li>圆点</li></ul>"
    assert read_lines(body) == [*PLAN, "4.打击诈骗（市公安局负责）", "5.整治谣言（市网信办负责）", "圆点"]


def test_a_page_that_word_saved(tmp_path: Path) -> None:
    """Under the name .doc, as many sites offer it: Word's own marks, numbers of lists in conditional comments."""
    content = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        '<head><meta http-equiv=Content-Type content="text/html; charset=gb2312"><!--[if gte mso 9]><xml><o:p>x</o:p></xml><![endif]-->'
        "<style><!-- p.MsoNormal {margin:0} --></style></head><body lang=ZH-CN><div class=Section1>"
        f"<p class=MsoNormal><b>{TITLE}<o:p></o:p></b></p><p class=MsoNormal><![if !supportLists]>"
        "<span style='mso-list:Ignore'>一、<span>&nbsp;</span></span><![endif]>重点任务<o:p></o:p></p>"
        + "".join(f"<p class=MsoNormal>{line}<span lang=EN-US><o:p></o:p></span></p>" for line in NUMBERED)
        + "</div></body></html>"
    ).encode("gb18030")
    path = tmp_path / "plan.doc"
    path.write_bytes(content)
    document = read(path)[0]
    assert document.format == "html"
    assert [line.replace("\xa0", "") for line in lines(document)] == [TITLE, "一、重点任务", *NUMBERED]


@pytest.mark.parametrize("name", ["plan.mht", "plan.mhtml", "plan.doc", "plan.xls"])
def test_a_page_saved_in_one_file(name: str, tmp_path: Path) -> None:
    text = f"<html><body>{PARAGRAPHS}</body></html>".encode("gb18030")
    path = tmp_path / name
    path.write_bytes(
        b"From: <Saved by Windows Internet Explorer 8>\r\nSubject: =?gb2312?B?1MDC?=\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="B"\r\n\r\n'
        b'--B\r\nContent-Type: text/html;\r\n\tcharset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
        + quopri.encodestring(text)
        + b"\r\n--B\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACw=\r\n--B--\r\n"
    )
    document = read(path)[0]
    assert (document.format, lines(document)) == ("html", PLAN)


def test_a_table_saved_as_xls(tmp_path: Path) -> None:
    """What a button "export to Excel" often gives: a page with one table."""
    path = tmp_path / "tasks.xls"
    path.write_bytes(f"<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>{TASKS}".encode("gb18030"))
    (table,) = read(path)[0].blocks
    assert isinstance(table, Table) and table.rows[2].cells[2] == "市公安局"


@pytest.mark.parametrize(
    ("declared", "used"),
    [("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gb2312", "utf-8"), ("x-unknown", "gb18030"), ("gbk", "gbk")],
)
def test_encodings_as_declared_or_not(declared: str, used: str) -> None:
    content = f"<html><head><meta charset={declared}></head><body>{PARAGRAPHS}</body></html>".encode(used)
    assert lines(read_html(content, "a.html")) == PLAN


def test_scripts_are_never_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        page(
            f"{PARAGRAPHS}<p>4.收尾。（牵头单位：市文<script>alert(1)</script>明办；责任单位：&lt;img src=x onerror=alert(1)&gt;市教育局）</p>"
        )
    )
    names = [party.name for task in extract(path).tasks for party in (*task.lead, *task.support)]
    assert "市文明办" in names
    assert not any("alert(1)" in name and "<script" in name for name in names)


def test_elements_nested_without_end() -> None:
    for depth in (200, 3000):
        content = page("<div>" * depth + PARAGRAPHS + "</div>" * depth)
        try:
            assert lines(read_html(content, "a.html")) == PLAN
        except ReadError as error:
            assert "nested" in str(error)


def test_giant_spans_are_bounded() -> None:
    body = "<table><tr><td colspan=99999999 rowspan=99999999>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>"
    (table,) = (block for block in read_html(page(PARAGRAPHS + body), "a.html").blocks if isinstance(block, Table))
    assert len(table.rows[0].cells) <= 501
