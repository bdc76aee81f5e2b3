"""All that is tuned, for every interview alike. A change here is a new VERSION."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

VERSION: Final = "checklist-1"


@dataclass(frozen=True)
class Parameters:
    enough_groups: float = 0.9
    """Share of a criterion's ideas that counts as all of them."""
    elsewhere: float = 0.5
    """What an idea is worth in another section than its own."""
    elsewhere_thin: float = 0.2
    """The same where the own section holds next to nothing of its own."""
    thin_words: int = 12
    own_share: float = 0.35
    """A section of which less than this is its own is a copy, and takes nothing from elsewhere."""
    soft_negation: float = 0.5
    coverage_share: float = 2.8
    depth_share: float = 1.2
    """Of 4: what being covered and being argued are worth."""
    depth_ramp: float = 1.25
    """Depth counts in full once a criterion is covered to 1 / ramp."""
    neighbour_depth: float = 0.5
    """What a reason or number beside the sentence is worth, against one inside it."""
    named_cap: float = 0.5
    """The most for ideas that only stand in a list of keywords."""
    list_density: float = 0.6
    list_function_words: float = 0.12
    topic_floor: float = 0.06
    """Below this share of the rubric's ideas in the whole answer, it is about something else."""
    restated_share: float = 0.75
    """A sentence that shares so many words with the rubric's own is a copy of it."""


PARAMETERS: Final = Parameters()


def as_json() -> dict[str, Any]:
    return asdict(PARAMETERS)
