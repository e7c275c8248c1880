"""The API described as OpenAPI 3.1, written from its types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from components.api_reference import records
from components.api_reference.endpoints import (
    ENDPOINTS,
    FAIR_USE_A_SECOND,
    FAIR_USE_BURST,
    Endpoint,
    ProblemType,
)

Schema = dict[str, object]
REFERENCE = "#/components/schemas/{name}"
JSON, CSV, PROBLEM = "application/json", "text/csv", "application/problem+json"
VERSION = "1.0.0"
FAIR_USE = (
    f"Fair use: {FAIR_USE_BURST} requests at once from one address, and "
    f"{FAIR_USE_A_SECOND:g} a second after that. Beyond, 429 with Retry-After."
)
ABOUT = (
    "Real figures of NYC Recovery Data, read with GET; simulated figures are not in it. A figure "
    "that is withheld has a status and no value. With `release` an answer never changes. "
    + FAIR_USE
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address; `default` is empty where leaving it out is said in words."""

    name: str
    description: str
    is_required: bool
    default: str
    schema: Schema


@cache
def parameters(endpoint: Endpoint) -> tuple[Parameter, ...]:
    """The parameters of an address, in the order of their type."""
    (_, defined) = msgspec.json.schema_components([endpoint.query], ref_template=REFERENCE)
    described = defined[endpoint.query.__name__]
    required = described.get("required", [])
    return tuple(
        _parameter(name, dict(schema), name in required)
        for name, schema in described["properties"].items()
    )


def _parameter(name: str, schema: Schema, is_required: bool) -> Parameter:
    default = schema.pop("default", None)
    description = str(schema.pop("description", ""))
    if "anyOf" in schema:  # it says all that the plain type does
        schema.pop("type", None)
    if default not in (None, ""):
        schema["default"] = default
    return Parameter(name, description, is_required, str(default or ""), schema)


def document(site: str) -> Schema:
    """The whole description; `site` is the public address, empty without one."""
    types = [*(endpoint.answer for endpoint in ENDPOINTS), records.Problem]
    (_, answers) = msgspec.json.schema_components(types, ref_template=REFERENCE)
    queries = [endpoint.query for endpoint in ENDPOINTS]
    (_, asked) = msgspec.json.schema_components(queries, ref_template=REFERENCE)
    enums = {name: schema for name, schema in asked.items() if "properties" not in schema}
    enums.pop("NoQuery", None)
    return {
        "openapi": "3.1.0",
        "info": {"title": "NYC Recovery Data", "version": VERSION, "description": ABOUT},
        "servers": [{"url": site or "/"}],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": {**enums, **answers}},
    }


def _operation(endpoint: Endpoint) -> Schema:
    return {
        "operationId": endpoint.name or "entry",
        "summary": endpoint.summary,
        "parameters": [
            {
                "name": parameter.name,
                "in": "query",
                "required": parameter.is_required,
                "description": parameter.description,
                "schema": parameter.schema,
            }
            for parameter in parameters(endpoint)
        ],
        "responses": {
            "200": _answered(endpoint),
            "304": {"description": "You have it already: If-None-Match holds its ETag."},
            **{str(problem.status): _refused(problem) for problem in endpoint.problems},
        },
    }


def _answered(endpoint: Endpoint) -> Schema:
    content: Schema = {JSON: {"schema": _reference(endpoint.answer)}}
    if endpoint.has_csv:
        content[CSV] = {"schema": {"type": "string"}}
    names = {"ETag": "What to send as If-None-Match."}
    if "next" in endpoint.answer.__struct_fields__:
        names["Link"] = "The next page, where there is one."
    return {
        "description": endpoint.summary,
        "content": content,
        "headers": {name: _header(words, name == "ETag") for name, words in names.items()},
    }


def _refused(problem: ProblemType) -> Schema:
    refused: Schema = {
        "description": f"{problem.title}. {problem.meaning}",
        "content": {PROBLEM: {"schema": _reference(records.Problem)}},
    }
    if problem in (ProblemType.TOO_MANY, ProblemType.UNAVAILABLE):
        refused["headers"] = {"Retry-After": _header("Seconds to wait.", True)}
    return refused


def _header(words: str, is_always: bool) -> Schema:
    return {"description": words, "required": is_always, "schema": {"type": "string"}}


def _reference(kind: type[msgspec.Struct]) -> Schema:
    return {"$ref": REFERENCE.format(name=kind.__name__)}
