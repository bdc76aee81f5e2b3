"""Text to graph. Never raises, whatever somebody types; what isn't understood is named by its line."""

from __future__ import annotations

import re
from typing import Final

from mock_interviews.sketch.graph import LONGEST_LABEL, Node, NotRead, Sketch, Unread
from mock_interviews.sketch.kinds import KINDS, read_kind

LONGEST_LINE: Final = 600
MOST_AT_ONCE: Final = 12
"""Parts joined by `&` on one side of a Mermaid arrow."""
HEADER: Final = re.compile(r"flowchart;?|(?:flowchart|graph)\s+(?:LR|RL|TB|BT|TD);?", re.IGNORECASE)
SILENT: Final = re.compile(r"(?:classDef|class|style|linkStyle|click|direction)\s(?!.*-->)|end;?$|```|~~~|---$")
"""How a flowchart looks, and what stands around one."""
BULLET: Final = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s+(?=\S)")
TOKEN: Final = re.compile(
    r'"[^"]*"|\[[^\]]*\]'
    r"|(?P<arrow>"
    r"--\s*(?P<middle>[^-=|>\s][^|>]{0,120}?)\s*--+>|==\s*(?P<thick>[^-=|>\s][^|>]{0,120}?)\s*==+>"
    r"|-\.\s*(?P<dotted>[^-=|>.\s][^|>]{0,120}?)\s*\.+->"
    r"|<?(?:-\.{1,5}-|[-=]{1,10})>|<(?:-\.{1,5}-|[-=]{1,10})|[→⟶⇒↔⇄⇔←⟵⇐]|(?<=\s)--+(?=\s)"
    r")(?:\s*\|(?P<pipe>[^|]*)\|)?"
    r"|(?P<colon>:(?!:|//|\d))"
)
SHAPED: Final = re.compile(r"""([\w.-]+)\s?(\[\(|[\[({>][\[({/\\]?)\s*"?(.*?)"?\s*[\])}/\\]{1,2}""")
STATED: Final = re.compile(r"(.+?)\s*(?:\[([^\]]*)\]|\(([^)]*)\))")
SENTENCE: Final = re.compile(r"[.?!,;]|\S+(?:\s+\S+){4}")
HOW: Final = "An arrow is “A -> B: what flows”, a component “Name [kind]”."


def read_sketch(text: str) -> Sketch:
    """The graph of a text, and the lines that can't be read. Names equal apart from case and spaces are one part."""
    sketch = Sketch()
    is_mermaid = False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if HEADER.fullmatch(line):
            is_mermaid = True
            continue
        if not line or line.startswith(("#", "%%")) or (SILENT.match(line) and (is_mermaid or line[0] in "`~-")):
            continue
        try:
            Line(sketch, is_mermaid=is_mermaid).read(line)
        except NotRead as why:
            sketch.unread.append(Unread(number, line[:LONGEST_LINE], str(why)))
    sketch.name_ids()
    return sketch


class Line:
    """One line on its way into the graph."""

    def __init__(self, sketch: Sketch, *, is_mermaid: bool) -> None:
        self.sketch = sketch
        self.is_mermaid = is_mermaid
        self.doubt = ""

    def read(self, line: str) -> None:
        if len(line) > LONGEST_LINE:
            raise NotRead(f"A line takes at most {LONGEST_LINE} characters.")
        if self.is_mermaid and line.lower().startswith("subgraph"):
            raise NotRead("Groups are not read; the parts in them are.")
        line = BULLET.sub("", line, count=1) if BULLET.match(line) else line
        kind, line = self._split_kind(line.rstrip(";").rstrip())
        pieces, arrows, label = split(line)
        if not arrows:
            self._read_component(line, kind)
        else:
            self._read_arrows(pieces, arrows, label, kind)
        if self.doubt:
            raise NotRead(self.doubt)

    def _split_kind(self, line: str) -> tuple[str, str]:
        """`queue: Orders` and what follows."""
        before, colon, after = line.partition(":")
        kind = read_kind(before) if colon and after.strip() and not self.is_mermaid else ""
        return (kind, after.strip()) if kind else ("", line)

    def _read_component(self, line: str, kind: str) -> None:
        is_plain = STATED.fullmatch(line) is None and SHAPED.fullmatch(line) is None
        if not kind and is_plain and (SENTENCE.search(line) or ":" in line):
            raise NotRead(HOW)
        self._node(line, kind)

    def _read_arrows(self, pieces: list[str], arrows: list[tuple[str, str]], label: str, kind: str) -> None:
        if not all(piece.strip() for piece in pieces):
            raise NotRead("An arrow has nothing at one of its ends.")
        sides = [self._side(piece, kind if at == 0 else "") for at, piece in enumerate(pieces)]
        for at, (arrow, own) in enumerate(arrows):
            is_last = at == len(arrows) - 1
            words = self._label(own or (label if is_last else ""))
            for one in sides[at]:
                for other in sides[at + 1]:
                    if arrow != "back":
                        self.sketch.add_edge(one, other, words)
                    if arrow != "forth":
                        self.sketch.add_edge(other, one, words)

    def _label(self, text: str) -> str:
        words = " ".join(text.strip().strip('"').split())
        if len(words) > LONGEST_LABEL:
            self.doubt = f"What stands on an arrow takes at most {LONGEST_LABEL} characters; the rest is left out."
            return words[: LONGEST_LABEL - 1].rstrip() + "…"
        return words

    def _side(self, piece: str, kind: str) -> list[Node]:
        names = re.split(r"\s&\s", piece) if self.is_mermaid else [piece]
        if len(names) > MOST_AT_ONCE:
            raise NotRead(f"One arrow joins at most {MOST_AT_ONCE} parts on a side.")
        return [self._node(name, kind) for name in names]

    def _node(self, piece: str, kind: str) -> Node:
        piece = re.sub(r":::\s?[\w-]+$", "", piece.strip())
        shaped = SHAPED.fullmatch(piece)
        stated = STATED.fullmatch(piece)
        named = read_kind(stated[2] or stated[3] or "") if stated else ""
        is_close = bool(shaped) and " [" not in piece and piece.endswith("]")
        if stated and named and not self.is_mermaid and not (is_close and stated[2] != stated[2].lower()):
            return self.sketch.add_node(clean(stated[1]), kind=kind or named)
        if shaped and (self.is_mermaid or is_close):
            drum = "database" if shaped[2] == "[(" and not kind else kind
            return self.sketch.add_node(shaped[1], kind=drum, label=clean(shaped[3]))
        if stated and stated[2] is not None and not self.is_mermaid:
            self.doubt = f"“{stated[2].strip()}” is no kind, the rest is read. Kinds: {', '.join(KINDS.values())}."
            return self.sketch.add_node(clean(stated[1]), kind=kind)
        return self.sketch.add_node(clean(piece), kind=kind)


def split(line: str) -> tuple[list[str], list[tuple[str, str]], str]:
    """A line at its arrows: what stands between them, each arrow as (forth, back or both; its own label), and what
    follows the first colon after an arrow. Arrows in quotes and brackets are text."""
    pieces, arrows, start = [], [], 0
    for match in TOKEN.finditer(line):
        if match["arrow"]:
            pieces.append(line[start : match.start()])
            own = match["middle"] or match["thick"] or match["dotted"] or match["pipe"] or ""
            arrows.append((direction_of(match["arrow"]), own))
            start = match.end()
        elif match["colon"] and arrows:
            return [*pieces, line[start : match.start()]], arrows, line[match.end() :]
    return [*pieces, line[start:]], arrows, ""


def direction_of(arrow: str) -> str:
    is_back = arrow[0] in "<↔⇄⇔←⟵⇐"
    is_forth = arrow[-1] in ">→⟶⇒↔⇄⇔" or not arrow.strip("-")
    return "both" if is_back and is_forth else "back" if is_back else "forth"


def clean(name: str) -> str:
    """A name without its quotes, line breaks and doubled spaces."""
    return " ".join(re.sub(r"<br\s?/?>", " ", name).strip().strip("\"'`").split())
