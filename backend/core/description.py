"""How the API describes itself: whatever a route answers, a refusal has the one form of all refusals."""

from dataclasses import fields
from typing import Any, cast, get_args

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from backend.core.errors import Fix

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457, with what the person can do about it. What else there is, is data of the code.",
    "required": ["type", "title", "status", "detail", "code", "fix", "retry"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fix": {"type": "string", "enum": list(get_args(Fix))},
        "retry": {"type": "boolean"},
    },
}
REFUSAL = {
    "description": "It was refused, and nothing was changed",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class _Described(OpenAPI):
    """Litestar's description, which knows its own errors alone and says them where ours are answered."""

    def to_schema(self) -> dict[str, Any]:
        found = _unions(super().to_schema())
        for operations in found["paths"].values():
            for operation in operations.values():
                operation["responses"].pop("400", None)
                operation["responses"]["default"] = REFUSAL
                operation["responses"].get("204", {}).pop("content", None)  # nothing, whatever the route is typed as
        found["components"]["schemas"]["Problem"] = PROBLEM
        return found


def _unions(schema: Any) -> Any:
    """Python's unions are anyOf: a row may have all that another kind of row has. Litestar says oneOf."""
    if isinstance(schema, dict):
        members = cast("dict[str, Any]", schema).items()
        return {"anyOf" if name == "oneOf" else name: _unions(value) for name, value in members}
    return [_unions(one) for one in cast("list[Any]", schema)] if isinstance(schema, list) else schema


class Description(OpenAPIConfig):
    """Says of every route how it refuses."""

    def to_openapi_schema(self) -> OpenAPI:
        found = super().to_openapi_schema()
        return _Described(**{field.name: getattr(found, field.name) for field in fields(found)})
