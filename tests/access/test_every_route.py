"""Every URL pattern and API operation, tried by its owner, another person, a guest, nobody and staff."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from pytest_django import Settings

from accounts.models import User
from tests.access.cases import CASES, RESET, Case
from tests.access.world import SECRET, World, fingerprint, make_world
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db

METHODS = ("POST", "PUT", "PATCH", "DELETE")
ADMIN = "admin/"


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from walk(entry, path)


ROUTES = sorted(set(walk(get_resolver())))
PAGES = [route for route in ROUTES if not route.startswith(ADMIN)]
ADMIN_ROUTES = [route for route in ROUTES if route.startswith(ADMIN)]


def pattern_of(key: str) -> str:
    return key.partition(" ")[2].removeprefix("graded:")


def methods_of(route: str) -> set[str]:
    return {key.partition(" ")[0] for key in CASES if pattern_of(key) == route}


@pytest.fixture
def world(alice: User, tmp_path: Path, settings: Settings) -> World:
    settings.PAGES_DIR = tmp_path
    return make_world(alice, tmp_path)


@pytest.fixture
def actors(alice: User, bob: User, charlie: User, guest: User) -> dict[str, User | None]:
    return {"owner": alice, "other": charlie, "guest": guest, "nobody": None, "staff": bob}


def knock(client: Client, key: str, case: Case, world: World) -> Any:
    method, _, pattern = key.partition(" ")
    if pattern.startswith("graded:"):
        world.values["public_id"] = world.values["graded"]
    address = case.path.format(**world.values) if case.path else world.address(pattern.removeprefix("graded:"))
    if method == "GET":
        return client.get(address)
    data = {name: _filled(value, world) for name, value in (case.data or {}).items()}
    if case.is_json:
        return client.generic(method, address, json.dumps(data), content_type="application/json")
    return client.post(address, data)


def _filled(value: object, world: World) -> object:
    return world.written_at if value == "{written_at}" else value


def body_of(answer: Any) -> bytes:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content


def test_every_route_has_a_case_and_every_case_a_route() -> None:
    known = {pattern_of(key) for key in CASES}
    assert sorted(set(PAGES) - known) == [], "write who may open these, in tests/access/cases.py"
    assert sorted(known - set(ROUTES)) == [], "these lines are about addresses that are gone"


def test_every_operation_of_the_api_has_a_case() -> None:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    documented = {
        (method.upper(), path)
        for path, item in schema["paths"].items()
        for method in item
        if method in {"get", "post", "put", "patch", "delete"}
    }
    told = {(key.partition(" ")[0], _as_documented(pattern_of(key))) for key in CASES}
    assert sorted(documented - told) == []


def _as_documented(pattern: str) -> str:
    return "/" + pattern.replace("<slug:", "{").replace("<int:", "{").replace("<str:", "{").replace(">", "}")


@pytest.mark.parametrize("key", CASES)
def test_everybody_gets_what_the_table_says(key: str, world: World, actors: dict[str, User | None]) -> None:
    case = CASES[key]
    clients = {name: signed_in(person) if person else Client() for name, person in actors.items()}
    before = fingerprint(world.alice.pk)
    got: dict[str, int] = {}
    wanted: dict[str, int] = {}
    for name, client in clients.items():
        wanted[name] = case.other if name == "staff" and case.staff is None else getattr(case, name)
        with transaction.atomic():
            answer = knock(client, key, case, world)
            got[name] = answer.status_code
            if name not in {"owner", "staff"}:
                assert SECRET.encode() not in body_of(answer), f"{name} reads what is alice's at {key}"
                assert fingerprint(world.alice.pk) == before, f"{name} changed what is alice's with {key}"
            transaction.set_rollback(True)
    assert got == wanted


def test_methods_without_a_case_are_refused(world: World) -> None:
    """A view that begins to take another method fails here until the table says who may."""
    client = signed_in(world.alice)
    before = fingerprint(world.alice.pk)
    taken = []
    for route in PAGES:
        if route == RESET:  # shows that its link is wrong, whatever the method
            continue
        for method in {"GET", *METHODS} - methods_of(route):
            if method == "PUT" and "POST" in methods_of(route):  # Django's form views take PUT for POST
                continue
            with transaction.atomic():
                answer = client.generic(method, address_of(route, world), "{}", content_type="application/json")
                is_led_away = answer.status_code == 302 and fingerprint(world.alice.pk) == before
                # 403: a view for staff asks who it is before it looks at the method.
                if answer.status_code not in {403, 405} and not is_led_away:
                    taken.append(f"{method} {route} answers {answer.status_code}")
                transaction.set_rollback(True)
    assert taken == [], "write who may do this, in tests/access/cases.py"


def address_of(route: str, world: World) -> str:
    case = next(case for key, case in CASES.items() if pattern_of(key) == route)
    return case.path.format(**world.values) if case.path else world.address(route)


def test_the_admin_is_for_staff_alone(world: World, actors: dict[str, User | None]) -> None:
    opened = []
    for name in ("owner", "other", "guest", "nobody"):
        person = actors[name]
        client = signed_in(person) if person else Client()
        for address in {admin_address(route, world) for route in ADMIN_ROUTES}:
            for answer in (client.get(address), client.post(address, {"post": "yes"})):
                assert SECRET.encode() not in answer.content
                if answer.status_code not in {302, 403, 404}:
                    opened.append(f"{name} {address} {answer.status_code}")
    assert opened == []


def admin_address(route: str, world: World) -> str:
    if "(?P<url>" in route:
        return "/admin/nothing"
    if "(?P<app_label>" in route:
        return "/admin/accounts/"
    return "/" + re.sub(r"<\w+:\w+>", str(world.alice.pk), route)
