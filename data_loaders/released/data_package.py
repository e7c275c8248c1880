"""Frictionless data packages: what a file of figures holds, for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from data_loaders.released.csv_columns import CSV_COLUMNS, CsvColumn
from data_loaders.vocabulary.model import Grant, Source
from data_loaders.vocabulary.naming import disowned_by

Record = dict[str, object]
DATA_PACKAGE = "datapackage.json"
CSV_TYPE = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
DIALECT: Record = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True}


def table_schema(names: Sequence[str] | None = None) -> Record:
    """The schema of a CSV of figures: of all its columns, or of those an older file has."""
    return schema_of([one for one in CSV_COLUMNS if names is None or one.name in names])


def schema_of(columns: Iterable[CsvColumn]) -> Record:
    """The schema of a CSV with these columns."""
    return {"fields": [_field(column) for column in columns], "missingValues": [""]}


def _field(column: CsvColumn) -> Record:
    constraints: Record = {"required": True} if column.is_required else {}
    if column.one_of:
        constraints["enum"] = list(column.one_of)
    field: Record = {
        "name": column.name,
        "type": column.kind.value,
        "description": column.meaning,
    }
    return {**field, **({"constraints": constraints} if constraints else {})}


def csv_resource(path: str, schema: Record, **more: object) -> Record:
    """A CSV of a package."""
    return {
        "name": resource_name(path),
        "path": path,
        "profile": "tabular-data-resource",
        **CSV_TYPE,
        "dialect": DIALECT,
        "schema": schema,
        **more,
    }


def resource_name(path: str) -> str:
    """A name for a file as a package may have it: small letters, digits, `.`, `-` and `_`."""
    return re.sub(r"[^a-z0-9._-]+", "-", path.lower().rpartition("/")[2])


def source_records(sources: Iterable[Source]) -> list[Record]:
    """Where figures come from, and what their publishers state."""
    return [
        {
            # A simulated source's name begins with its partner's already.
            "title": source.name if disowned_by(source) else f"{source.partner}: {source.name}",
            **({"path": source.publisher_url} if source.publisher_url else {}),
            "citation": source.citation,
        }
        for source in sources
    ]


def license_records(sources: Iterable[Source], pages: Mapping[str, str]) -> list[Record]:
    """Licenses that publishers give; `pages` is where this site says so, by source."""
    given = {Grant.LICENSE, Grant.PUBLIC_DOMAIN, Grant.FREE_TO_USE}
    return [
        {
            "path": pages[source.id],
            "title": f"{source.partner}: {source.terms_of_use.stated}",
        }
        for source in sources
        if source.terms_of_use.grant in given
    ]
