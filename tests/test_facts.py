"""Measures, deadlines, targets, cited documents and platforms of a task."""

import pytest

from loaders.facts import deadlines, references, sentences, targets
from loaders.platforms import platforms


def test_sentences_are_the_measures() -> None:
    text = "加强管理，完善制度；严厉打击。公布名单。\n建立机制"
    found = list(sentences(text, 0, len(text)))
    assert [span.text for span in found] == ["加强管理，完善制度；严厉打击。", "公布名单。", "建立机制"]
    assert all(text[span.start : span.end] == span.text for span in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在2018年底前完成", [("2018年底前", "2018-12-31")]),
        ("2019年底基本实现", [("2019年底", "2019-12-31")]),
        ("于2018年11月30日下午5:30前报送", [("2018年11月30日下午5:30前", "2018-11-30")]),
        ("2020年6月底前", [("2020年6月底前", "2020-06-30")]),
        ("2024年2月底前", [("2024年2月底前", "2024-02-29")]),
        ("二〇二〇年底前", [("二〇二〇年底前", "2020-12-31")]),
        ("每季度首月10日前填写", [("每季度首月10日前", None)]),
        ("2018年9月起，中央文明办", []),
        ("自2019年起", []),
    ],
)
def test_deadlines(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(item.text, item.date) for item in deadlines(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("覆盖率分别达到70%和80%，", [("分别达到70%和80%", 70.0, "%", ">=")]),
        ("70％以上门票", [("70％以上", 70.0, "%", ">=")]),
        ("治理率不低于80%。", [("不低于80%", 80.0, "%", ">=")]),
        ("之日起7个工作日内", [("7个工作日", 7.0, "个工作日", None)]),
        ("转账24小时后到账制度", [("24小时后到账", 24.0, "小时", None)]),
        ("每周刊发不少于2条诚信建设相关报道", [("每周刊发不少于2条", 2.0, "条", ">=")]),
        ("实现欠薪信息一月一互通，", [("一月一互通", None, None, None)]),
        ("每季度向市交通运输委报送名单", [("每季度向市交通运输委报送", None, None, None)]),
        ("每年记录在50条以上的、隐瞒有关情况", []),
        ("治理全覆盖的机制", []),
    ],
)
def test_targets(text: str, expected: list[tuple[str, float | None, str | None, str | None]]) -> None:
    assert [(t.text, t.value, t.unit, t.comparator) for t in targets(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("落实《刑法》《慈善法》", ["《刑法》", "《慈善法》"]),
        (
            "《关于印发〈工作方案〉的通知》（文明委〔2018〕4号）",
            ["《关于印发〈工作方案〉的通知》", "文明委〔2018〕4号"],
        ),
        ("《湖北省十不准》规定》《全省细则》", ["《湖北省十不准》规定》", "《全省细则》"]),
        ("《方案》和《方案》", ["《方案》"]),
        ("《没有结尾", []),
        ("根据中央文明委〔2018〕4号、鄂文明〔2018〕6号文件要求", ["中央文明委〔2018〕4号", "鄂文明〔2018〕6号"]),
    ],
)
def test_references(text: str, expected: list[str]) -> None:
    assert [span.text for span in references(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "纳入省信用信息公共服务平台或人民银行企业征信系统、国家企业信用信息公示系统。",
            ["省信用信息公共服务平台", "人民银行企业征信系统", "国家企业信用信息公示系统"],
        ),
        ("通过“信用中国（淮安）”等网站集中公开", ["“信用中国（淮安）”"]),
        ("在“信用宜昌”网站公示", ["“信用宜昌”网站"]),
        ("完善市“点对点”查控系统，", ["市“点对点”查控系统"]),
        ("纳入全国信用信息共享平台（天津），", ["全国信用信息共享平台（天津）"]),
        ("加快推进省、市、县区信用信息审查和查询平台“一体化”", ["省、市、县区信用信息审查和查询平台"]),
        ("防范互联网票务交易平台加价售票", []),
        ("新闻网站及相关新媒体平台", []),
        ("“红黑名单”“信用承诺”等信用信息", []),
    ],
)
def test_platforms(text: str, expected: list[str]) -> None:
    found = list(platforms(text, 0, len(text)))
    assert [span.text for span in found] == expected
    assert all(text[span.start : span.end] == span.text for span in found)
