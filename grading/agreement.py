"""How far a judge agrees with experts: pure functions over pairs of marks."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

BANDS: Final = 5
Pair = tuple[float, float]
"""(judge, expert)."""


def quadratic_weighted_kappa(pairs: Sequence[tuple[int, int]], size: int = BANDS) -> float | None:
    """Cohen's kappa with quadratic weights (Cohen 1968). None when nothing varies: chance can't be told apart."""
    if not pairs:
        return None
    observed = 0
    ours, theirs = [0] * size, [0] * size
    for one, other in pairs:
        observed += (one - other) ** 2
        ours[one] += 1
        theirs[other] += 1
    bands = range(size)
    expected = sum((i - j) ** 2 * ours[i] * theirs[j] for i in bands if ours[i] for j in bands) / len(pairs)
    if not expected:
        return 1.0 if not observed else None
    return 1 - observed / expected


def share_exact(pairs: Sequence[Pair]) -> float | None:
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def share_within_one(pairs: Sequence[Pair]) -> float | None:
    return sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs) if pairs else None


def mean_error(pairs: Sequence[Pair]) -> float | None:
    """Mean absolute error."""
    return sum(abs(a - b) for a, b in pairs) / len(pairs) if pairs else None


def bias(pairs: Sequence[Pair]) -> float | None:
    """Mean of judge less expert: above 0 is generous."""
    return sum(a - b for a, b in pairs) / len(pairs) if pairs else None


def share_ordered(pairs: Sequence[Pair]) -> float | None:
    """Of all pairs of answers that the expert ranks, the share that the judge ranks the same way."""
    ranked = [(one, other) for at, one in enumerate(pairs) for other in pairs[at + 1 :] if one[1] != other[1]]
    right = sum((one[0] - other[0]) * (one[1] - other[1]) > 0 for one, other in ranked)
    return right / len(ranked) if ranked else None


T = TypeVar("T")


def interval(
    answers: Sequence[T], measure: Callable[[Sequence[T]], float | None], rounds: int = 400
) -> tuple[float, float] | None:
    """A 95 % bootstrap interval; the same answers always give the same one.

    Whole answers are drawn, not single bands: bands of one answer go up and down together.
    """
    if len(answers) < 3:
        return None
    dice = random.Random(len(answers))  # noqa: S311 - a resampling, not a secret
    values = [measure([dice.choice(answers) for _ in answers]) for _ in range(rounds)]
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return known[int(0.025 * len(known))], known[min(len(known) - 1, int(0.975 * len(known)))]
