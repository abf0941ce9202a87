"""What all sessions share: kept within a bound, made once, and changed by nobody who looks at it."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator
from threading import Barrier, Thread

import pytest

from app_pages import data
from app_pages.kept import Kept, once, weight
from app_pages.scope import pick
from graph.store import Store
from tests.showing import Shown, load_five

ADDRESSES: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {"find": "公安"}),
    ("compare", {}),
    ("compare", {"way": "tasks"}),
    ("compare", {"way": "functions"}),
    ("compare", {"way": "lineage"}),
    ("ranking", {}),
    ("ranking", {"plans": "xiqing", "rule": "sole"}),
    ("ranking", {"way": "card"}),
    ("ranking", {"way": "dates"}),
    ("ranking", {"way": "whatif"}),
    ("explore", {}),
    ("explore", {"mode": "agency"}),
    ("plans", {}),
    ("ask", {}),
    ("ask", {"question": "topic_matrix"}),
    ("review", {"way": "judging"}),
    ("export", {}),
)
PICKS = (
    pick(plan="xiqing", role="lead", rule="sole"),
    pick(function="public_security", role="lead"),
)


@pytest.fixture(scope="module", autouse=True)
def loaded(store: Store) -> Iterator[None]:
    load_five(store)
    yield
    data.reconnect()


def digest(value: object) -> str:
    """A short text that changes with the value."""
    return hashlib.sha256(repr(value).encode()).hexdigest()


def digests() -> dict[Hashable, str]:
    return {key: digest(value) for key, value in data.everything_kept()}


def test_no_page_changes_what_all_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page with words picked, in both languages: what is kept in the end is still as it was made."""
    made, put = dict[Hashable, str](), Kept._put

    def noted(kept: Kept, key: Hashable, value: object) -> None:
        made[key] = digest(value)
        put(kept, key, value)

    monkeypatch.setattr(Kept, "_put", noted)
    data.reconnect()
    for page, address in ADDRESSES:
        for lang, picked in zip(("zh", "en"), PICKS, strict=True):
            Shown(page, **{**address, "lang": lang, "pick": picked})
    after = digests()
    assert {"ask", "choices", "roster", "web", "finder"} <= {key[0] for key in after if isinstance(key, tuple)}
    assert len(after) > 100 and after == {key: made[key] for key in after}


def test_a_row_that_is_changed_would_be_seen() -> None:
    rows, before = data.rows(data.revision(), "plans"), digests()
    title = rows[0]["planTitle"]
    rows[0]["planTitle"] = "changed"
    assert sum(before[key] != digest for key, digest in digests().items()) == 1
    rows[0]["planTitle"] = title
    assert before == digests()


def test_all_sessions_get_the_very_same_rows() -> None:
    revised = data.revision()
    assert data.rows(revised, "plans") is data.rows(revised, "plans")


def test_what_was_used_last_is_kept_and_never_more_than_the_bound() -> None:
    kept, made = Kept(10, len), list[str]()

    def asked(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key * 4

        return kept.get(key, make)

    for key in "ababcab":
        assert asked(key) == key * 4
    assert made == ["a", "b", "c", "a", "b"] and kept.held == 8
    assert kept.get("long", lambda: "x" * 99) == "x" * 99 and [key for key, _ in kept.items()] == ["long"]
    kept.clear()
    assert (kept.held, [*kept.items()]) == (0, [])


def test_what_five_ask_for_at_once_is_made_once() -> None:
    kept, start, made, got = Kept(10, lambda _: 1), Barrier(5), list[int](), list[object]()

    def make() -> object:
        made.append(1)
        return object()

    def person() -> None:
        start.wait()
        got.append(kept.get("key", make))

    people = [Thread(target=person) for _ in range(5)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    assert len(made) == 1 and len(got) == 5 and len(set(map(id, got))) == 1


def test_what_fails_is_not_kept_and_may_succeed_later() -> None:
    kept = Kept(10, lambda _: 1)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 7) == 7


def test_of_several_only_those_that_are_not_held_are_made() -> None:
    kept, asked = Kept(10, lambda _: 1), list[list[str]]()

    def make(keys: list[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: key.upper() for key in keys}

    assert kept.each("text", "ab", make) == {"a": "A", "b": "B"}
    assert kept.each("text", "bcb", make) == {"b": "B", "c": "C"}
    assert asked == [["a", "b"], ["c"]]


def test_rows_are_weighed_by_what_they_hold() -> None:
    long = "字" * 1000
    light, heavy = ([{"n": number, "text": text + long} for number in range(2000)] for text in ("", "."))
    assert 300_000 < weight(light) < 1_000_000, "one text, which all rows hold"
    assert 4_000_000 < weight(heavy) < 6_000_000


def test_equal_texts_of_rows_are_held_once() -> None:
    rows = [{"plan": "".join(("xi", "qing")), "tasks": ["".join(("xi", "qing"))]} for _ in range(2)]
    assert rows[0]["plan"] is not rows[1]["plan"]
    found = once(rows)
    assert found == [{"plan": "xiqing", "tasks": ["xiqing"]}] * 2
    assert found[0]["plan"] is found[1]["plan"] is found[1]["tasks"][0]
