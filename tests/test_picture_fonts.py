"""The font that goes with a saved picture: its signs, its licence, nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app_pages import fonts


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    fonts.face.cache_clear()
    yield
    fonts.face.cache_clear()


@pytest.fixture
def free() -> fonts.Face:
    found = fonts.face()
    if found is None:
        pytest.skip("no free Chinese font on this machine")
    return found


def test_a_part_has_the_signs_asked_for_and_no_others(free: fonts.Face) -> None:
    found = fonts.part("西青区 25 项，西青")
    assert found is not None and found.startswith(b"wOFF") and len(found) < 20_000
    font = TTFont(io.BytesIO(found))
    assert {chr(sign) for sign in font.getBestCmap()} == set("西青区 25 项，")
    assert free.family in fonts.FREE


def test_copyright_and_licence_stay_with_a_part(free: fonts.Face) -> None:
    font = TTFont(io.BytesIO(fonts.part("西") or b""))
    assert "Adobe" in font["name"].getDebugName(0) and "OFL" in font["name"].getDebugName(14)


def test_a_machine_without_such_a_font_gives_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "NotoSansSC-Regular.otf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path), str(tmp_path / "missing")))
    monkeypatch.delenv("ZEREN_FONT", raising=False)
    assert fonts.face() is None and fonts.part("西") is None


def test_a_named_file_is_used(monkeypatch: pytest.MonkeyPatch, free: fonts.Face, tmp_path: Path) -> None:
    own = tmp_path / "own.ttf"
    font = TTFont(io.BytesIO(fonts.part("西青") or b""))
    font.flavor = None
    font.save(own)
    fonts.face.cache_clear()
    monkeypatch.setattr(fonts, "FOLDERS", ())
    monkeypatch.setenv("ZEREN_FONT", str(own))
    assert fonts.face() == fonts.Face(own, 0, free.family)
