"""Lists of English words that code compares with, one file a list; `#` begins a comment."""

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def read_words(name: str) -> frozenset[str]:
    """The words of a list, in lower case without apostrophes."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())


@cache
def read_phrases(name: str) -> tuple[str, ...]:
    """The phrases of a list, one a line."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(phrase for line in lines if (phrase := line.partition("#")[0].strip()))


@cache
def read_classes(name: str) -> tuple[tuple[str, ...], ...]:
    """The classes of a list, one a line: words or quoted groups of words, with commas between."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    bare = [line.partition("#")[0].strip() for line in lines]
    return tuple(tuple(one.strip().strip('"') for one in line.split(",")) for line in bare if line)


@cache
def read_counts(name: str) -> dict[str, int]:
    """Word → its count, from lines such as `12: cache queue`."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.partition(":") for line in lines if line and not line.startswith("#")]
    return {word: int(count) for count, _, words in rows for word in words.split()}
