"""What is checked without a judge, as sentences beside a step. None of it touches the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from grading.checks.arithmetic import check_sums
from grading.checks.diagram import dangling_edges, single_points, unconnected_nodes
from grading.checks.names import nodes_not_told, parts_not_drawn, resources_without_table
from grading.checks.sums import Sum
from grading.reporting.report import Remark

Sections = Mapping[str, str]
MOST: Final = 4
"""So many remarks of one kind at most; a sixth unconnected node says nothing new."""


def remarks_of(step: str, sections: Sections, diagram: Mapping[str, Any]) -> list[Remark]:
    """The remarks that belong beside this step; none for most."""
    check = _CHECKS.get(step)
    return check(sections, diagram) if check else []


def _of_estimation(sections: Sections, _: Mapping[str, Any]) -> list[Remark]:
    found = check_sums(sections.get("estimation", ""))
    wrong = [one for one in found if not one.is_right]
    if wrong:
        return [Remark(_of_sum(one)) for one in wrong]
    count = "The one sum recomputes" if len(found) == 1 else f"All {len(found)} sums recompute"
    return [Remark(count, is_fine=True)] if found else []


def _of_sum(one: Sum) -> str:
    slip = f" ({one.slip})" if one.slip else ""
    return f"{one.text}: it comes to {shorten(one.computed)}{slip}"


def _of_design(sections: Sections, diagram: Mapping[str, Any]) -> list[Remark]:
    apart = unconnected_nodes(diagram)
    alone = [f"Diagram: {label} has no arrow" for label in apart]
    loose = [f"Diagram: the arrow {edge} has a loose end" for edge in dangling_edges(diagram)]
    undrawn = [
        f"{part} stands in the path of the text and not in the diagram" for part in parts_not_drawn(sections, diagram)
    ]
    untold = [
        f"Diagram: {label} appears nowhere in the text"
        for label in nodes_not_told(sections, diagram)
        if label not in apart
    ]
    single = [
        f"Diagram: without {one.label}, nothing joins {one.one} and {one.other}; no sentence gives it a second copy"
        for one in single_points(diagram, sections)
    ]
    return [Remark(text) for kind in (alone, loose, undrawn, untold, single) for text in kind[:MOST]]


def _of_api(sections: Sections, _: Mapping[str, Any]) -> list[Remark]:
    names = resources_without_table(sections)
    return [Remark(f"/{name}/ has an id in the API and no place in the storage schema") for name in names[:MOST]]


_CHECKS: Final[dict[str, Callable[[Sections, Mapping[str, Any]], list[Remark]]]] = {
    "estimation": _of_estimation,
    "high_level_design": _of_design,
    "api_design": _of_api,
}


def shorten(value: float) -> str:
    """`26.1 M`, as people write it."""
    for size, sign in ((1e12, " T"), (1e9, " B"), (1e6, " M"), (1e4, " k")):
        if value >= size:
            return f"{value / (1e3 if size == 1e4 else size):.4g}{sign}"
    return f"{value:.4g}"
