"""What must not earn anything: denials, keyword lists, text for the grader, copies of the rubric, repetitions.

Each guard looks at one sentence, so that nothing written before or after it changes what it earns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from grading.judges.offline.depth import DEFAULT, has_depth
from grading.judges.offline.matching import Hit
from grading.judges.offline.parameters import PARAMETERS
from grading.judges.offline.text import Sentence, count_function_words, sentences_of
from grading.schemas import AnyRubric, Depth
from grading.wordlists import read_words

REACH: Final = 4
"""A negation reaches so many words ahead, and no further than its clause."""
_DENIED_AFTER = re.compile(
    r"^\W*(?:(?:is|are|was|were|be|do|does|will|would)\s+)?"
    r"(?:not|isn'?t|aren'?t|wasn'?t|never|won'?t be)\s+(?:really\s+|even\s+)?"
    r"(?:needed|used|required|necessary|considered|included|there|important|supported|planned|done|part|relevant|handled)"
    r"|^\W*(?:is|are)\s+(?:unnecessary|irrelevant|absent|missing|overkill|useless)",
    re.IGNORECASE,
)
MIN_PAIRS: Final = 5
_COMMAS = re.compile(r"[,;/|•]|\band\b")


def negation_factor(hit: Hit, own_negation_nearby: bool) -> float:
    """1 for what is said, 0 for what is denied, between for what is left open ("without batching")."""
    if hit.has_own_negation or own_negation_nearby:
        return 1.0
    words = hit.sentence.words
    breaks = read_words("clause_breaks")
    denying, softening = read_words("negation_cues"), read_words("soft_negation_cues")
    for at in range(hit.words[0] - 1, max(-1, hit.words[0] - 1 - REACH), -1):
        word = words[at].text
        if word in breaks or _ends_clause(hit.sentence, at):
            break
        if word in denying:
            return 1.0 if at + 1 < len(words) and words[at + 1].text == "only" else 0.0
        if word in softening:
            return PARAMETERS.soft_negation
    rest = hit.sentence.text[words[hit.words[-1]].end - hit.sentence.text_start :]
    return 0.0 if _DENIED_AFTER.match(rest) else 1.0


def _ends_clause(sentence: Sentence, at: int) -> bool:
    """Whether punctuation that ends a thought follows this word. A comma doesn't: "no cache, queue or relay"."""
    if at + 1 >= len(sentence.words):
        return False
    between = sentence.text[
        sentence.words[at].end - sentence.text_start : sentence.words[at + 1].start - sentence.text_start
    ]
    return any(sign in between for sign in (":", ";", "(", ")", "->", "→", "=>", " - ", " – ", "—"))


def is_keyword_list(sentence: Sentence, hit_words: set[int]) -> bool:
    """Whether it only strings terms together: nearly all of it is hint words, or short items between commas."""
    total = len(sentence.words)
    glue = count_function_words(sentence.words) / total
    density = len(hit_words) / max(1, total - count_function_words(sentence.words))
    is_dense = density >= PARAMETERS.list_density and glue < PARAMETERS.list_function_words
    if is_dense and not _says_something(sentence.text):
        return True
    items = [piece for piece in _COMMAS.split(sentence.text) if piece.strip()]
    is_enumeration = len(items) >= 6 and total / len(items) <= 3 and glue < 0.3
    return is_enumeration and (len(items) >= 20 or not re.search(r"[(){}=<>→]|->", sentence.text))


def is_thin(sentence: Sentence, hit_words: set[int], looks_for: Iterable[Depth]) -> bool:
    """Whether it names a point and says next to nothing of it: "Batching is important."."""
    known = read_words("function_words") | read_words("empty_words")
    rest = sum(1 for at, word in enumerate(sentence.words) if at not in hit_words and word.text not in known)
    telling = [kind for kind in looks_for if kind not in {"number", "mechanism"}]
    return rest == 0 or (rest == 1 and not any(has_depth(kind, sentence.text) for kind in telling))


def _says_something(text: str) -> bool:
    return any(has_depth(kind, text) for kind in (*DEFAULT, "failure"))


class Repeats:
    """Sentences that were there before, in this section or another."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()

    def has_seen(self, sentence: Sentence) -> bool:
        stems = tuple(word.stem for word in sentence.words)
        if len(stems) < 2:
            return False
        if stems in self._seen:
            return True
        self._seen.add(stems)
        return False


class Copied:
    """Sentences of the rubric, or of what the candidate was told: whoever copies them has not designed anything."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [_pairs(one) for text in texts for one in sentences_of("", text)]

    def holds(self, sentence: Sentence) -> bool:
        pairs = _pairs(sentence)
        if len(pairs) < MIN_PAIRS:
            return False
        enough = PARAMETERS.restated_share * len(pairs)
        return any(len(pairs & other) >= enough for other in self._texts)


def texts_of(rubric: AnyRubric) -> list[str]:
    """What a candidate could copy out of a report."""
    criteria = [one for step in rubric.steps.values() for one in step.criteria]
    return [text for one in criteria for text in (one.title, one.evidence, *one.bands.values())]


def _pairs(sentence: Sentence) -> set[tuple[str, str]]:
    stems = [word.stem for word in sentence.words]
    return set(pairwise(stems))
