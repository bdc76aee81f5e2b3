"""The list of interviews: what it can be filtered by, what fits, and what is in preparation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from courses.queries import Catalogue, InterviewRow
from grading.reshaded import minutes_of

KINDS = {"ai-product": "AI product", "product": "Product", "infrastructure": "Infrastructure"}
DIFFICULTIES = {"easy": "Easy", "medium": "Medium", "hard": "Hard"}
FILTERS = ("kind", "difficulty", "minutes", "module")


def read_wanted(query: Mapping[str, str]) -> dict[str, str]:
    """The filters of an address; what is too long to be one is none."""
    return {name: query[name] for name in FILTERS if query.get(name) and len(query[name]) <= 80}


def fits(row: InterviewRow, wanted: Mapping[str, str]) -> bool:
    values = {"kind": [row["kind"]], "difficulty": [row["difficulty"]], "minutes": [str(row["minutes"])]}
    values["module"] = row["modules"]
    return all(value in values[name] for name, value in wanted.items())


def list_facts(catalogue: Catalogue, wanted: Mapping[str, str]) -> dict[str, Any]:
    """What `mock_interviews/list.html` shows, as JSON."""
    rows = catalogue["interviews"]
    places = {
        module["interview"]: {"number": module["number"], "url": module["url"]}
        for part in catalogue["parts"]
        for module in part["modules"]
        if module["is_mock"]
    }
    written = {row["slug"] for row in rows}
    shares = {row["minutes"]: [*minutes_of(row["minutes"]).values()] for row in rows}
    return {
        "course": {"title": catalogue["course"]["title"]},
        "section": "interviews",
        "wanted": dict(wanted),
        "interviews": [
            {
                **row,
                "is_hidden": not fits(row, wanted),
                "kind_title": KINDS[row["kind"]],
                "shares": shares[row["minutes"]],
                "place": places.get(row["slug"]),
            }
            for row in rows
        ],
        "shown": sum(fits(row, wanted) for row in rows),
        "selects": _selects(catalogue, wanted),
        "planned": [
            {**plan, "place": places.get(plan["slug"])}
            for plan in catalogue["course"].get("interviews", [])
            if plan["slug"] not in written
        ],
    }


def _selects(catalogue: Catalogue, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = catalogue["interviews"]
    modules = {module["slug"]: module["title"] for part in catalogue["parts"] for module in part["modules"]}
    lengths = sorted({row["minutes"] for row in rows})
    used = {slug for row in rows for slug in row["modules"]}
    options = {
        "kind": [(key, title) for key, title in KINDS.items() if any(row["kind"] == key for row in rows)],
        "difficulty": [
            (key, title) for key, title in DIFFICULTIES.items() if any(row["difficulty"] == key for row in rows)
        ],
        "minutes": [(str(length), f"{length} min") for length in lengths],
        "module": [(slug, title) for slug, title in modules.items() if slug in used],
    }
    titles = {"kind": "Kind", "difficulty": "Level", "minutes": "Minutes", "module": "Rehearses the module"}
    return [
        {"name": name, "title": titles[name], "options": options[name], "value": wanted.get(name, "")}
        for name in FILTERS
    ]
