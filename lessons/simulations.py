"""Which simulations there are and what each can be told, read from the catalog beside their sources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

Catalog = dict[str, dict[str, dict[str, Any]]]


@lru_cache(maxsize=1)
def read_catalog() -> Catalog:
    """Name → parameter → `kind` (integer, number, boolean, choice), `min`, `max` or `options`, `default`."""
    path = Path(settings.BASE_DIR) / "static" / "src" / "simulations" / "catalog.json"
    catalog: Catalog = json.loads(path.read_text(encoding="utf-8"))
    return catalog


def find_mistakes(name: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a simulation fence: (parameter or "", found, expected)."""
    known = read_catalog().get(name)
    if known is None:
        yield "", f"the simulation `{name}`", f"one of {', '.join(sorted(read_catalog()))}"
        return
    for key, value in params.items():
        if key not in known:
            yield key, f"the parameter `{key}` of {name}", f"one of {', '.join(sorted(known))}"
        elif expected := _unfit(known[key], value):
            yield key, f"{key}: {value!r}", expected


def _unfit(rule: Mapping[str, Any], value: Any) -> str:
    """What the parameter takes, if it doesn't take this value; else nothing."""
    match rule["kind"]:
        case "boolean":
            return "" if isinstance(value, bool) else "true or false"
        case "choice":
            return "" if value in rule["options"] else f"one of {', '.join(map(str, rule['options']))}"
        case "integer" if isinstance(value, bool) or not isinstance(value, int):
            return "a whole number"
        case _ if isinstance(value, bool) or not isinstance(value, int | float):
            return "a number"
    return "" if rule["min"] <= value <= rule["max"] else f"{rule['min']} to {rule['max']}"
