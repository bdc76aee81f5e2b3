"""Taking turns at a database that takes one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_turn = threading.RLock()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes.

    SQLite makes all writers but one poll, and with dozens of threads some of them poll until they time out. The threads
    of one process therefore stand in line. Other databases look after that themselves.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with _turn, transaction.atomic():
        yield
