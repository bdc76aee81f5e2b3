"""Taking turns at a database that takes one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

_turn = threading.Lock()


@contextmanager
def writing(*, joins: bool = False) -> Iterator[None]:
    """A transaction that writes. One that `joins` an outer one takes all of it along when it fails.

    SQLite makes all writers but one poll, and with dozens of threads some of them poll until they time out. The threads
    of one process therefore stand in line. Other databases look after that themselves.
    """
    # Who is inside a transaction already must not wait for one who waits for the database.
    stands_in_line = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _turn if stands_in_line else nullcontext(), transaction.atomic(savepoint=not joins):
        yield
