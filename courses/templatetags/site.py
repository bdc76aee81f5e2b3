"""Tags that every template has: hashed assets and icons."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@lru_cache(maxsize=4)
def _manifest(path: Path, changed_ns: int) -> dict[str, str]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def read_manifest() -> dict[str, str]:
    """Source name → hashed name of every built asset; read again when the build changed."""
    path = Path(settings.ASSET_DIR) / "manifest.json"
    try:
        return _manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise RuntimeError("The front end is not built. Run `make assets`.") from None


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built asset, such as `{% asset "app.css" %}`."""
    return f"{settings.STATIC_URL}{read_manifest()[name]}"


@register.simple_tag
def module(name: str) -> SafeString:
    """A script that `boot.js` starts after the first paint, such as `{% module "lesson.js" %}` in the head."""
    return format_html('<meta name="module" content="{}">', asset(name))


@register.simple_tag
def demo_mode() -> bool:
    """Whether this site shows invented people; stored pages have no context processor to say so."""
    return bool(settings.DEMO)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless it has a label."""
    sprite = asset("icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, sprite, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)


@register.simple_tag
def band_cells(band: int, lift: bool = False) -> SafeString:
    """The four cells of the band scale; with `lift`, the next one is hatched."""
    cells = [
        '<i class="on"></i>' if cell < band else '<i class="next"></i>' if lift and cell == band else "<i></i>"
        for cell in range(4)
    ]
    return mark_safe("".join(cells))  # noqa: S308 - built from constants


@register.filter
def duration(minutes: int) -> str:
    """65 → `1 h 05 min`, with spaces that don't break."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02d}\u00a0min" if rest else f"{hours}\u00a0h"


@register.filter
def site_part(path: str) -> str:
    """Which word of the header a personal page belongs to; stored pages say it themselves."""
    parts = {"learn": "learn", "attempts": "interviews", "interviews": "interviews"}
    return parts.get(str(path).strip("/").partition("/")[0], "")
