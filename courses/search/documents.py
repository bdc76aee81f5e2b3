"""What search reads: one document a section, term, question, module or interview."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from html import unescape
from typing import Literal

from django.urls import reverse
from django.utils.html import strip_tags

from courses.queries import Catalogue

BLOCK_END = re.compile(r"</(?:p|li|td|th|h\d|dd|dt)>")

Kind = Literal["lesson", "section", "term", "question", "module", "interview"]


@dataclass(frozen=True)
class Document:
    kind: Kind
    title: str
    """What a hit is called: a heading, a term, a question."""
    where: str
    """What it stands in, in words: the lesson of a section, the module of a lesson."""
    url: str
    text: str


def catalogue_documents(catalogue: Catalogue) -> Iterator[Document]:
    """Modules, terms and questions; lessons and interviews bring their own."""
    for part in catalogue["parts"]:
        for module in part["modules"]:
            yield Document("module", module["title"], part["title"], module["url"], module["summary"])
    glossary, faq = reverse("courses:glossary"), reverse("courses:faq")
    for term in catalogue["glossary"]:
        yield Document("term", term["term"], "Glossary", f"{glossary}#{term['slug']}", plain(term["html"]))
    for row in catalogue["faq"]:
        yield Document("question", row["question"], "FAQ", f"{faq}#{row['slug']}", plain(row["html"]))


def plain(html: str) -> str:
    """Words of finished HTML; what stands in blocks of its own doesn't run together."""
    return " ".join(unescape(strip_tags(BLOCK_END.sub(" ", html))).split())


def to_json(documents: Iterable[Document]) -> str:
    return json.dumps([astuple(one) for one in documents], ensure_ascii=False)


def from_json(text: str) -> list[Document]:
    return [Document(*row) for row in json.loads(text)]
