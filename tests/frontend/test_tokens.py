"""The tokens are the truth about colour: both dark blocks agree, and every pair on a page has its contrast."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "src" / "css"
TEXT, MARK = 4.5, 3.0
Theme = dict[str, str]


def read_themes() -> tuple[Theme, Theme, Theme]:
    source = (CSS / "tokens.css").read_text(encoding="utf-8")
    light, rest = source.split("@media (max-width", 1)
    by_system, by_choice = rest.split(':root[data-theme="dark"]')
    pattern = re.compile(r"--([a-z0-9-]+): ([^;]+);")
    dark = by_system.split(':not([data-theme="light"])', 1)[1]
    return dict(pattern.findall(light)), dict(pattern.findall(dark)), dict(pattern.findall(by_choice))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, of `#rrggbb`."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *[("ink", ground, TEXT) for ground in ("paper", "sheet", "pad", "marker", "pen-wash", "point-wash", "pass-wash")],
    *[("graphite", ground, TEXT) for ground in ("paper", "sheet", "pad", "point-wash", "pass-wash", "fail-wash")],
    *[("faint", ground, TEXT) for ground in ("paper", "sheet", "pad")],
    *[("pen", ground, TEXT) for ground in ("paper", "sheet", "pad", "pen-wash")],
    ("on-pen", "pen", TEXT),
    ("on-pen", "pen-hover", TEXT),
    ("paper", "ink", TEXT),
    *[("point-text", ground, TEXT) for ground in ("paper", "sheet", "pad", "point-wash")],
    *[("point", ground, MARK) for ground in ("paper", "sheet", "pad")],
    *[("caution", ground, TEXT) for ground in ("paper", "sheet", "marker")],
    *[("pass", ground, TEXT) for ground in ("paper", "sheet", "pass-wash")],
    *[("fail", ground, TEXT) for ground in ("paper", "sheet", "fail-wash")],
    *[("edge", ground, MARK) for ground in ("paper", "sheet", "pad")],
    ("marker-edge", "sheet", MARK),
    *[(f"s{number}", ground, MARK) for number in range(1, 7) for ground in ("sheet", "pad")],
]


def test_both_dark_blocks_say_the_same() -> None:
    light, by_system, by_choice = read_themes()
    assert by_system == by_choice
    assert set(by_system) == {
        name for name, value in light.items() if value.startswith("#") or name in {"float", "veil"}
    }


@pytest.mark.parametrize(("mark", "ground", "least"), PAIRS)
def test_it_can_be_read_in_both_themes(mark: str, ground: str, least: float) -> None:
    light, dark, _ = read_themes()
    assert contrast(light[mark], light[ground]) >= least
    assert contrast(dark[mark], dark[ground]) >= least


def test_no_colour_stands_outside_the_tokens() -> None:
    literal = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
    guilty = [
        str(path.relative_to(CSS))
        for path in CSS.rglob("*.css")
        if path.name != "tokens.css" and literal.search(re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S))
    ]
    assert guilty == []
