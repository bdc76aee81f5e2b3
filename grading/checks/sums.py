"""What a checked sum is, and what a factor between stated and true usually means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?"
NEAR: Final = 0.06
_USUAL: Final = (
    (8.0, "bits and bytes may be mixed up"),
    (60.0, "minutes and seconds may be mixed up"),
    (24.0, "hours and days may be mixed up"),
    (1_440.0, "minutes and days may be mixed up"),
    (3_600.0, "hours and seconds may be mixed up"),
    (86_400.0, "a day has 86,400 seconds"),
    (365.0, "days and years may be mixed up"),
    (10.0, "one zero too many or too few"),
    (100.0, "two zeros too many or too few"),
    (1e3, "three powers of ten: thousand against million, KB against MB, MB against GB"),
    (1e6, "six powers of ten: thousand against billion, KB against GB, MB against TB"),
)


@dataclass(frozen=True)
class Sum:
    """One sum of the answer, and what it really comes to."""

    start: int
    end: int
    text: str
    stated: float
    computed: float
    is_right: bool

    @property
    def factor(self) -> float:
        """Stated over computed."""
        return self.stated / self.computed

    @property
    def slip(self) -> str:
        """What such a factor usually comes from; empty when it is none of the usual ones."""
        off = max(self.factor, 1 / self.factor)
        return next((words for usual, words in _USUAL if abs(off / usual - 1) <= NEAR), "")
