"""A deadline for a whole call. An HTTP timeout is for one read, and a server that trickles bytes never meets it."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from httpcore2 import NetworkBackend, NetworkStream, ReadTimeout, SyncBackend, WriteTimeout


class _Deadline(threading.local):
    at: float = math.inf


_deadline = _Deadline()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What this thread reads and writes through a bounded client ends in a timeout once these seconds are over."""
    before, _deadline.at = _deadline.at, time.monotonic() + seconds
    try:
        yield
    finally:
        _deadline.at = before


def _left(timeout: float | None, error: type[Exception]) -> float:
    left = _deadline.at - time.monotonic()
    if left <= 0:
        raise error("the whole call took too long")
    return left if timeout is None else min(timeout, left)


class BoundedStream(NetworkStream):
    def __init__(self, inner: NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _finite(_left(timeout, ReadTimeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _finite(_left(timeout, WriteTimeout)))

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, *args: Any, **kwargs: Any) -> NetworkStream:
        return BoundedStream(self._inner.start_tls(*args, **kwargs))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class BoundedBackend(NetworkBackend):
    def __init__(self) -> None:
        self._inner = SyncBackend()

    def connect_tcp(self, *args: Any, **kwargs: Any) -> NetworkStream:
        return BoundedStream(self._inner.connect_tcp(*args, **kwargs))

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> NetworkStream:
        return BoundedStream(self._inner.connect_unix_socket(*args, **kwargs))

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


def _finite(seconds: float) -> float | None:
    return None if math.isinf(seconds) else seconds


def bound(client: Any) -> None:
    """Make an HTTP client, and what it mounts for proxies, keep the deadlines of `within`.

    httpx passes no network backend on, so its pools are given ours; a test holds that it works.
    """
    for transport in (client._transport, *client._mounts.values()):
        if transport is not None:
            transport._pool._network_backend = BoundedBackend()
