"""The API's documentation as a plain page, read from the same schema that programs read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


def read_operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Every operation of an OpenAPI schema, grouped by the first word of its path."""
    operations = []
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            operations.append(
                {
                    "group": path.removeprefix("/api/v1/").split("/")[0].capitalize(),
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "path": path,
                    "text": operation.get("description", ""),
                    "parameters": operation.get("parameters", []),
                    "fields": fields_of(schema, body.get("schema", {})),
                    "answers": sorted(operation["responses"]),
                    "is_open": not operation.get("security") or {} in operation["security"],
                }
            )
    return sorted(operations, key=lambda row: (row["group"], row["path"], METHODS.index(row["method"].lower())))


def fields_of(schema: dict[str, Any], body: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a JSON body: name, type, whether it must be sent."""
    name = body.get("$ref", "").rpartition("/")[2]
    model = schema.get("components", {}).get("schemas", {}).get(name, body)
    required = set(model.get("required", []))
    return [
        {"name": key, "type": value.get("type", "object"), "is_required": key in required}
        for key, value in model.get("properties", {}).items()
    ]


@require_safe
def show_api_docs(request: HttpRequest) -> HttpResponse:
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return render(request, "api_docs.html", {"operations": read_operations(schema)})
