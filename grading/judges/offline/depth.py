"""What makes a point more than a name: a number, a reason, a price, a failure, a mechanism."""

from __future__ import annotations

import re
from typing import Final

from grading.schemas import Depth

_NUMBER = (
    r"\d(?:[\d,.]*\d)?\s*(?:%|percent|[kmgtp]i?b(?:it|ps)?\b|[kmb]n?\b|ms\b|s\b|sec|min|hour|day|week|month|year|token|"
    r"user|request|prompt|message|stream|connection|node|machine|server|gpu|replica|shard|partition|copies|byte|"
    r"x\b|times|qps|rps|per\b|/)"
)
_ARITHMETIC = r"\d[\d,.]*\s*\w{0,10}\s*[x×*/÷+]\s*[\d(~]|=\s*~?\s*\d|->\s*~?\d|\d\s*=\s|(?:≈|~)\s*\d"
_LIMIT = r"\bp(?:50|90|95|99|999)\b|[<>≤≥]=?\s*\d|\b(?:at most|at least|under|below|within|up to)\s+\d"
_REASON = (
    r"\b(?:because|since|so that|so\b(?!\s+(?:on|far|many|much))|therefore|thus|hence|otherwise|due to|reason|"
    r"as a result|which means|that means|in order to|this way|that way|"
    r"to (?:avoid|prevent|keep|save|survive|protect|reduce|limit|make)|"
    r"why|needs? to|lets? (?:us|the|a)|allows?|else)\b|=>|→"
)
_TRADEOFF = (
    r"\b(?:but|cost(?:s|ing)?|price|instead of|rather than|versus|vs|trade[- ]?offs?|cheaper|slower|faster|however|"
    r"although|though|at the expense|in exchange|worse|better|only if|not worth|worth|accept|downside|drawback|"
    r"alternative|would be|unless|while|still|dominates?|more expensive|gives? (?:up|way)|wins?|loses?|pay)\b"
)
_FAILURE = (
    r"\b(?:fail(?:s|ed|ure|over|ing)?|crash(?:es|ed)?|dies?|died|dead|lost|loss|lose[sd]?|down|outage|timeouts?|"
    r"times? out|retr(?:y|ies|ied)|overload(?:ed)?|full|broken?|breaks?|unavailable|restart(?:s|ed)?|duplicate[sd]?|"
    r"resend|late|disconnect(?:s|ed)?|stale|corrupt|recover[sy]?|hot|stall(?:s|ed)?|429|5\d\d|drops?|dropped|gone|"
    r"partition(?:ed)?|reject(?:s|ed)?|degrad\w+|fall(?:s)? back|spill\w*|drain\w*|expires?d?|evict\w*|preempt\w*)\b"
)
_MECHANISM = (
    r"\b(?:then|first|next|after(?:wards)?|before|until|when|whenever|each|every|on (?:each|every|failure|reconnect)|"
    r"by\b|writes?|written|reads?|sends?|returns?|keeps?|holds?|stores?|stored|checks?|picks?|chooses?|reports?|"
    r"publish\w*|subscrib\w*|forwards?|pushes|pulls?|joins?|leaves?|calls?|builds?|loads?|maps?|hash\w*|keyed|"
    r"partition|append\w*|counts?|limits?|releases?|runs?|stops?|aborts?|replays?|merges?|assigns?|allocat\w+|"
    r"creates?)\b|->|→|\{"
)
_PATTERNS: Final[dict[Depth, re.Pattern[str]]] = {
    "number": re.compile(f"{_NUMBER}|{_ARITHMETIC}|{_LIMIT}", re.IGNORECASE),
    "reason": re.compile(_REASON, re.IGNORECASE),
    "tradeoff": re.compile(_TRADEOFF, re.IGNORECASE),
    "failure": re.compile(_FAILURE, re.IGNORECASE),
    "mechanism": re.compile(_MECHANISM, re.IGNORECASE),
}
DEFAULT: Final[tuple[Depth, ...]] = ("reason", "number")
ARGUMENTS: Final[tuple[Depth, ...]] = ("number", "reason", "tradeoff", "failure")
"""What argues for a point, in any step."""
NAMES: Final[dict[Depth, str]] = {
    "number": "a number",
    "reason": "a reason",
    "tradeoff": "the price of the choice",
    "failure": "what happens when it fails",
    "mechanism": "how it works step by step",
}


def has_depth(kind: Depth, text: str) -> bool:
    return _PATTERNS[kind].search(text) is not None
