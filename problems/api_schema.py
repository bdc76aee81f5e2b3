"""Every operation of the API may refuse; its documentation says how, once, instead of beside each view."""

from typing import Any

METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = {
    "type": "object",
    "description": "A refusal: a word for programs, and a sentence that says what to do.",
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {}, "description": "What is wrong, by field."},
    },
    "required": ["code", "detail"],
}
ANSWER = {
    "description": "Refused.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def add_refusals(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A drf-spectacular postprocessing hook: 401, 404, 429 and the like as each operation's `default` answer."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for item in result["paths"].values():
        for method in METHODS & set(item):
            item[method]["responses"].setdefault("default", ANSWER)
    return result
