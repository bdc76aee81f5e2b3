"""The connections to a model's server, and the SDK where it is wanted."""

from __future__ import annotations

import importlib
import threading
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import ssl

    import httpx2
    import openai

    from llm.client import Server

CONNECT_SECONDS: Final = 10.0
MAX_CONNECTIONS: Final = 256


@cache
def load_sdk() -> Any:
    """The SDK takes more than a second to import; pages and commands that call no model don't wait for it."""
    return importlib.import_module("openai")


@cache
def load_deadline() -> Any:
    return importlib.import_module("llm.deadline")


@cache
def _tls() -> ssl.SSLContext:
    context: ssl.SSLContext = importlib.import_module("httpx2").create_ssl_context()
    return context


class _Own(threading.local):
    """Each thread has connections of its own: a shared pool looks at all of them twice a call."""

    def __init__(self) -> None:
        self.clients: dict[tuple[str, str, float], httpx2.Client] = {}


_own = _Own()


def http_of(server: Server) -> httpx2.Client:
    key = (server.base_url, server.api_key, server.timeout_seconds)
    if key not in _own.clients:
        _own.clients[key] = _new_http(server)
    return _own.clients[key]


def _new_http(server: Server) -> httpx2.Client:
    """Connections to a server, all of them bounded by `llm.deadline`."""
    seconds = server.timeout_seconds
    http: httpx2.Client = load_sdk().DefaultHttpxClient(
        base_url=server.base_url,
        timeout=load_sdk().Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
        limits=importlib.import_module("httpx2").Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=64),
        trust_env=True,
        verify=_tls(),
        headers={"Authorization": f"Bearer {server.api_key or 'none'}", "Accept": "application/json"},
    )
    load_deadline().bound(http)
    return http


@cache
def client_of(server: Server) -> openai.OpenAI:
    """The SDK's client, one a process."""
    http = _new_http(server)
    client: openai.OpenAI = load_sdk().OpenAI(
        base_url=server.base_url,
        api_key=server.api_key or "none",
        max_retries=0,  # retries are ours: counted, budgeted, and spread by the queue
        timeout=http.timeout,
        http_client=http,
    )
    return client
