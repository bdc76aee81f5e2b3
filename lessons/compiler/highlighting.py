"""Code in colours: Pygments classes, kept by digest because highlighting is the slowest part of a publish."""

from __future__ import annotations

from functools import lru_cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

PLAIN = {"", "text", "plain", "txt"}
MAX_CODE = 20_000


class UnknownLanguage(ValueError):
    pass


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        raise UnknownLanguage(language) from None


@lru_cache(maxsize=2048)
def highlight_code(code: str, language: str) -> str:
    """`<div class="highlight"><pre …>`; raises UnknownLanguage."""
    lexer = _lexer("text" if language in PLAIN else language)
    formatter = HtmlFormatter(nowrap=True)
    inner = highlight(code, lexer, formatter).rstrip("\n")
    label = "Code" if language in PLAIN else f"Code, {language}"
    return (
        f'<div class="highlight"><pre tabindex="0" role="group" aria-label="{label}"><code>{inner}</code></pre></div>\n'
    )
