"""What a diagram says by itself: parts that nobody connects, arrows that lead nowhere, parts that nothing replaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from grading.judges.offline.text import sentences_of, words_of
from grading.wordlists import read_words

Graph = dict[str, set[str]]
ALONE_KINDS: Final = frozenset(
    {"gateway", "store", "cache", "queue", "topic", "database", "sql", "key-value", "search-index", "vector-index"}
    | {"broker", "balancer"}
)
"""Parts that hold something or that everything passes; workers and services are taken to be many."""
_REPLICATED: Final = re.compile(
    r"\b(?:replica\w*|copies|cop(?:y|ied)|standby|second|secondar\w+|follower\w*|cluster\w*|quorum|shard\w*|partition\w*|"
    r"stateless|nodes|instances|servers|boxes|machines|hosts|brokers?|workers|gateways|pods|zones?|az|azs|regions?|multi\w*|"
    r"failover|fail over|redundan\w+|managed|several|many|pool\w*|n\+1|raft|paxos|anycast|horizontal\w*|kafka|"
    r"cassandra|dynamo\w*|spanner|s3|cockroach\w*|bigtable|scal\w+ out|auto-?scal\w+|active|"
    r"[2-9]\d* ?x|x ?[2-9]|[2-9]\d*k?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Alone:
    """A part without which one node is cut off from another."""

    label: str
    one: str
    other: str


def label_of(node: Mapping[str, Any]) -> str:
    return str(node.get("label") or node.get("id"))


def unconnected_nodes(diagram: Mapping[str, Any]) -> list[str]:
    """Labels of nodes without an arrow, where the diagram has arrows at all."""
    edges = diagram.get("edges", [])
    touched = {str(edge.get(end)) for edge in edges for end in ("from", "to")}
    if not edges:
        return []
    return [label_of(node) for node in diagram.get("nodes", []) if str(node.get("id")) not in touched]


def dangling_edges(diagram: Mapping[str, Any]) -> list[str]:
    """Arrows with an end at nothing, as "from->to"."""
    known = {str(node.get("id")) for node in diagram.get("nodes", [])}
    return [
        f"{edge.get('from') or '?'}->{edge.get('to') or '?'}"
        for edge in diagram.get("edges", [])
        if not {str(edge.get("from")), str(edge.get("to"))} <= known
    ]


def single_points(diagram: Mapping[str, Any], sections: Mapping[str, str]) -> list[Alone]:
    """Gateways, stores, caches and queues that cut the diagram in two, and of which no sentence names a second copy."""
    nodes = {str(node.get("id")): node for node in diagram.get("nodes", [])}
    graph = _graph(diagram, nodes)
    found = []
    for name, node in nodes.items():
        if str(node.get("kind") or "") not in ALONE_KINDS or _is_replicated(label_of(node), sections):
            continue
        parts = [part for part in _parts(graph, without=name) if not part.isdisjoint(graph[name])]
        if len(parts) >= 2:
            one, other = (next(key for key in graph if key in part) for part in parts[:2])
            found.append(Alone(label_of(node), label_of(nodes[one]), label_of(nodes[other])))
    return found


def _graph(diagram: Mapping[str, Any], nodes: Mapping[str, Any]) -> Graph:
    graph: Graph = {name: set() for name in nodes}
    for edge in diagram.get("edges", []):
        one, other = str(edge.get("from")), str(edge.get("to"))
        if one in graph and other in graph and one != other:
            graph[one].add(other)
            graph[other].add(one)
    return {name: near for name, near in graph.items() if near}


def _parts(graph: Graph, *, without: str) -> list[set[str]]:
    """What the diagram falls into when a node of it is taken out."""
    rest = set(graph) - {without}
    if without not in graph:
        return []
    parts = []
    while rest:
        part, queue = set(), [next(name for name in graph if name in rest)]
        while queue:
            name = queue.pop()
            if name not in part:
                part.add(name)
                queue.extend(graph[name] - part - {without})
        parts.append(part)
        rest -= part
    return parts


def _is_replicated(label: str, sections: Mapping[str, str]) -> bool:
    """Whether the label, or any sentence that names the part, speaks of more than one of it."""
    if _REPLICATED.search(label):
        return True
    light = read_words("function_words")
    wanted = {word.stem for word in words_of(label) if word.text not in light}
    if not wanted:
        return True
    return any(
        _REPLICATED.search(sentence.text) is not None
        for key, text in sections.items()
        for sentence in sentences_of(key, text)
        if not wanted.isdisjoint(word.stem for word in sentence.words)
    )
