"""What a part of a diagram can be, and what its name gives away."""

from __future__ import annotations

import re
from typing import Final

KINDS: Final[dict[str, str]] = {
    "client": "client",
    "cdn": "CDN",
    "edge": "edge",
    "balancer": "load balancer",
    "gateway": "gateway",
    "service": "service",
    "worker": "worker",
    "scheduler": "scheduler",
    "queue": "queue",
    "topic": "topic",
    "cache": "cache",
    "database": "database",
    "sql": "SQL database",
    "key-value": "key-value store",
    "blob": "blob store",
    "search-index": "search index",
    "vector-index": "vector index",
    "gpu": "GPU pool",
    "model": "model",
    "monitoring": "monitoring",
    "external": "external",
}
"""As the graph spells it → as people read it."""
STENCILS: Final = (
    *("client", "cdn", "balancer", "gateway", "service", "queue", "topic", "cache", "sql", "key-value", "blob"),
    *("search-index", "vector-index", "gpu", "scheduler", "monitoring"),
)
"""What the whiteboard's palette offers."""
DEFAULT: Final = "service"

NAMES: Final[dict[str, str]] = {
    **{key: key for key in KINDS},
    **{title.lower(): key for key, title in KINDS.items()},
    **dict.fromkeys(("lb", "loadbalancer"), "balancer"),
    **dict.fromkeys(("db", "store", "storage"), "database"),
    **dict.fromkeys(("key value", "kv", "kv store", "key value store", "nosql"), "key-value"),
    **dict.fromkeys(("object store", "object storage", "blob storage", "blobs", "files"), "blob"),
    **dict.fromkeys(("vector", "vector store", "vector db", "vector database"), "vector-index"),
    **dict.fromkeys(("search", "search engine"), "search-index"),
    **dict.fromkeys(("gpus", "gpu fleet"), "gpu"),
    **dict.fromkeys(("stream", "log", "pub/sub"), "topic"),
    **dict.fromkeys(("user", "app", "browser"), "client"),
    **dict.fromkeys(("metrics", "alerting"), "monitoring"),
    **dict.fromkeys(("third party", "outside"), "external"),
    "api gateway": "gateway",
    "workers": "worker",
}
"""What may stand in brackets or before a colon → kind."""

GUESSES: Final[dict[str, str]] = {
    **dict.fromkeys(("client", "clients", "browser", "user", "users", "phone", "mobile app", "web app"), "client"),
    "cdn": "cdn",
    **dict.fromkeys(("balancer", "load balancer", "lb", "l7", "l4"), "balancer"),
    **dict.fromkeys(("gateway", "gw"), "gateway"),
    **dict.fromkeys(("service", "server", "api"), "service"),
    **dict.fromkeys(("worker", "workers"), "worker"),
    **dict.fromkeys(("scheduler", "cron"), "scheduler"),
    **dict.fromkeys(("queue", "sqs", "rabbitmq"), "queue"),
    **dict.fromkeys(("topic", "kafka", "pub/sub", "pubsub", "kinesis"), "topic"),
    **dict.fromkeys(("cache", "redis", "memcached"), "cache"),
    **dict.fromkeys(("database", "db"), "database"),
    **dict.fromkeys(("postgres", "postgresql", "mysql", "sql", "aurora", "sqlite", "sql db"), "sql"),
    **dict.fromkeys(("cassandra", "dynamodb", "dynamo", "key-value", "kv store", "key-value store"), "key-value"),
    **dict.fromkeys(("s3", "blob", "blob store", "object store", "object storage", "bucket"), "blob"),
    **dict.fromkeys(("elasticsearch", "opensearch", "search index"), "search-index"),
    **dict.fromkeys(("vector index", "vector db", "vector store", "vector database", "faiss"), "vector-index"),
    **dict.fromkeys(("gpu", "gpus", "gpu pool", "gpu fleet", "gpu workers"), "gpu"),
    **dict.fromkeys(("monitoring", "prometheus", "metrics", "alerting"), "monitoring"),
}


def name_of(kind: str) -> str:
    """As it stands on a part that has no name of its own."""
    name = KINDS.get(kind, "unnamed part")
    return name[:1].upper() + name[1:]


def read_kind(text: str) -> str:
    """The kind that somebody wrote, or nothing if it is none."""
    return NAMES.get(" ".join(text.lower().split()), "")


def guess_kind(name: str) -> str:
    """The kind that the end of a name gives away ("Redis queue" is a queue), or nothing."""
    words = re.findall(r"[a-z0-9][a-z0-9/-]*", name.lower())
    for end in range(len(words), 0, -1):
        pair = " ".join(words[max(0, end - 2) : end])
        if found := GUESSES.get(pair) or GUESSES.get(words[end - 1]):
            return found
    return ""
