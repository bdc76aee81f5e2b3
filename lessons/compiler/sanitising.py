"""The last gate: whatever the compiler produced, only these tags and attributes leave it."""

from __future__ import annotations

from typing import Final

import nh3


def _words(text: str) -> set[str]:
    return set(text.split())


GLOBAL: Final = _words("id class role tabindex lang title hidden")
PROSE: Final = _words(
    """
    a abbr aside b blockquote br caption cite code dd del details div dl dt em figcaption figure h2 h3 h4 hr i kbd li
    mark ol p pre q s section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """
)
FORMS: Final = _words("button fieldset form input label legend option output select textarea")
ISLANDS: Final = {
    f"tradeoff-{kind}"
    for kind in ("quiz", "ordering", "matching", "estimate", "scenario", "simulation", "prompt", "lab")
}
MATHML: Final = _words(
    """
    math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover
    """
)
SVG: Final = _words("svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker clipPath")

MATH_ATTRIBUTES: Final = _words(
    """
    accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence form frame
    height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing
    rowspan rspace scriptlevel separator stretchy symmetric voffset width xmlns
    """
)
SVG_ATTRIBUTES: Final = _words(
    """
    xmlns viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill fill-opacity fill-rule stroke
    stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-opacity opacity font-size font-weight font-style
    text-anchor dominant-baseline dx dy clip-path marker-end marker-start refX refY markerWidth markerHeight orient
    preserveAspectRatio focusable textLength lengthAdjust
    """
)
INPUT_ATTRIBUTES: Final = _words(
    "type name value checked min max step maxlength inputmode autocomplete required disabled readonly size placeholder"
)
ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": GLOBAL,
    "a": {"href", "rel"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "time": {"datetime"},
    "details": {"open"},
    "tradeoff-simulation": {"name", "params"},
    "form": {"action", "method", "novalidate", "autocomplete"},
    "button": {"type", "name", "value", "disabled"},
    "label": {"for"},
    "option": {"value", "selected", "disabled"},
    "select": {"name", "required", "disabled"},
    "textarea": _words("name rows maxlength required spellcheck disabled readonly autocomplete"),
    "output": {"for", "name"},
    "fieldset": {"disabled"},
    "input": INPUT_ATTRIBUTES,
    **dict.fromkeys(MATHML, MATH_ATTRIBUTES),
    **dict.fromkeys(SVG, SVG_ATTRIBUTES),
}
SCHEMES: Final = {"http", "https", "mailto"}

_cleaner = nh3.Cleaner(
    tags=PROSE | FORMS | ISLANDS | MATHML | SVG,
    clean_content_tags={"script", "style", "template", "iframe", "object", "embed"},
    attributes=ATTRIBUTES,
    generic_attribute_prefixes={"data-", "aria-"},
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """The same HTML without anything that is not on the list."""
    return _cleaner.clean(html)
