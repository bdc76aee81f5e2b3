"""Search over what a release publishes: an index on each node's disk, built once a release."""

from courses.search.asking import MAX_QUERY, Found, Hit, search
from courses.search.documents import Document, catalogue_documents, from_json, plain, to_json
from courses.search.index import build_index

__all__ = [
    "MAX_QUERY",
    "Document",
    "Found",
    "Hit",
    "build_index",
    "catalogue_documents",
    "from_json",
    "plain",
    "search",
    "to_json",
]
