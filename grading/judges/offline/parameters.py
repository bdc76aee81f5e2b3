"""All that is tuned, for every interview alike. A change here is a new VERSION."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

VERSION: Final = "checklist-2"


@dataclass(frozen=True)
class Parameters:
    enough_groups: float = 0.93
    """Share of a criterion's ideas that counts as all of them."""
    elsewhere: float = 0.5
    """What an idea is worth in another section than its own."""
    elsewhere_thin: float = 0.2
    """The same where the own section holds next to nothing of its own."""
    thin_words: int = 12
    own_share: float = 0.35
    """A section of which less than this is its own is a copy, and takes nothing from elsewhere."""
    soft_negation: float = 0.5
    synonym: float = 0.95
    """What a phrase is worth for each word that another one stands for."""
    other_order: float = 0.8
    """What a phrase is worth whose words stand close together in another order."""
    rounding: float = 0.04
    """So far may a large number differ from the one of a phrase."""
    coverage_share: float = 2.4
    coverage_power: float = 0.64
    depth_share: float = 0.6
    argued_share: float = 1.4
    """Of 4: what being covered, being argued, and standing in a section that argues are worth."""
    depth_ramp: float = 1.4
    argued_ramp: float = 3.0
    """Depth counts in full once a criterion is covered to 1 / ramp."""
    argued_enough: int = 35
    """So many numbers, reasons, prices and failures make a section as well argued as it gets."""
    order_slope: float = 0.33
    neighbour_depth: float = 0.8
    """What a reason or number beside the sentence is worth, against one inside it."""
    named_cap: float = 0.45
    """The most for ideas that only stand in a list of keywords."""
    list_density: float = 0.6
    list_function_words: float = 0.12
    topic_floor: float = 0.06
    """Below this share of the rubric's ideas in the whole answer, it is about something else."""
    terms: int = 20
    """So many words of its own tell an interview from others."""
    near_terms: int = 50
    """The same, for one sentence."""
    term_designs: int = 12
    """A word that more of 32 designs use is no word of its own."""
    topic_low: float = 0.24
    topic_high: float = 0.45
    topic_least: float = 0.6
    """Share of the sentences with a point that hold such a word: below, points are worth the least; above, all."""
    near_low: float = 0.4
    near_high: float = 0.62
    near_least: float = 0.6
    """The same for the share that stands near such a word."""
    long_paragraph: int = 4
    paragraph_share: float = 0.4
    """A paragraph of so many sentences of which fewer hold such a word is about something else."""
    off_topic: float = 0.6
    """What a point is worth without such a word in or beside its sentence."""
    aside: float = 0.35
    """The same in a paragraph about something else."""
    most_aside: float = 0.5
    """An answer of which more seems to be about something else has its own way to say things: it is no padding."""
    restated_share: float = 0.75
    """A sentence that shares so many words with the rubric's own is a copy of it."""


PARAMETERS: Final = Parameters()


def as_json() -> dict[str, Any]:
    return asdict(PARAMETERS)
