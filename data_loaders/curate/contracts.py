"""Data contracts: an Open Data Contract Standard file for every source, written from its module.

Whatever a contract says stands in the source's module; nothing is added here but the standard's
own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import msgspec
import yaml

from data_loaders.csv_rows import COLUMNS
from data_loaders.model import Cadence, Source
from data_loaders.privacy.policy import Policy, public_record
from data_loaders.records.described import ENDING, FILE

VERSION = "v3.1.0"
Contract = dict[str, object]
CADENCES: Mapping[Cadence, tuple[int, str]] = {
    Cadence.DAY: (1, "d"),
    Cadence.WEEK: (7, "d"),
    Cadence.TWO_WEEKS: (14, "d"),
    Cadence.MONTH: (1, "m"),
    Cadence.QUARTER: (3, "m"),
    Cadence.HALF_YEAR: (6, "m"),
    Cadence.YEAR: (1, "y"),
}
# What each column of a download holds; a column that is not here is text.
TYPES = {
    "period_start": "date",
    "period_end": "date",
    "value": "number",
    "shown_value": "number",
    "is_simulated": "boolean",
}
OPTIONAL = frozenset(
    {"industry_id", "industry", "value", "shown_value", "shown_unit", "baseline", "methodology"}
)


class ContractError(ValueError):
    """A contract the standard's schema refuses; the message says where and why."""


def write_contracts(sources: Iterable[Source], folder: Path) -> list[Path]:
    """Write a contract for each source, and the list the site reads; remove those of no source."""
    folder.mkdir(parents=True, exist_ok=True)
    published = tuple(replace(each, policy=public_record(each.policy)) for each in sources)
    files = {folder / f"{each.id}{ENDING}": written(contract(each)) for each in published}
    files[folder / FILE] = f"{msgspec.json.format(msgspec.json.encode(published)).decode()}\n"
    for old in set(folder.glob(f"*{ENDING}")) - set(files):
        old.unlink()
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return sorted(files)


def written(found: Contract) -> str:
    """A contract as YAML, after the standard's schema has passed it. Raises ContractError."""
    require_valid(found)
    return yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=100)


def require_valid(found: object) -> None:
    """Raise ContractError with everything that breaks the standard's schema."""
    text = (resources.files("open_data_contract_standard") / "schema.json").read_text("utf-8")
    checker = jsonschema.Draft201909Validator(msgspec.json.decode(text))
    faults = sorted(checker.iter_errors(found), key=lambda fault: list(map(str, fault.path)))
    if faults:
        raise ContractError("\n".join(_words(fault) for fault in faults))


def _words(fault: jsonschema.ValidationError) -> str:
    place = ".".join(str(step) for step in fault.absolute_path) or "the contract"
    return f"{place}: {fault.message[:300]}"


def contract(source: Source) -> Contract:
    """The contract of a source: what it is, its columns, how often it comes, and its rules."""
    return {
        "apiVersion": VERSION,
        "kind": "DataContract",
        "id": source.id,
        "name": source.name,
        "version": "1.0.0",
        "status": "retired" if source.ended_on else "active",
        "domain": str(source.category),
        "dataProduct": source.partner,
        "description": {
            "purpose": source.description,
            "limitations": source.covers,
            "usage": source.terms,
        },
        "schema": list(_tables(source)),
        "slaProperties": list(_promises(source)),
        "customProperties": list(_rules(source.policy)),
        **_definitions(source),
    }


def _definitions(source: Source) -> Contract:
    if not source.publisher_url:
        return {}
    return {"authoritativeDefinitions": [{"type": "publisher", "url": source.publisher_url}]}


def _tables(source: Source) -> Iterator[Contract]:
    """A partner's files as delivered; of any other source what can be downloaded of it."""
    if source.delivery_format is None:
        yield {
            "name": "observations",
            "logicalType": "object",
            "physicalType": "csv",
            "description": "One row is one figure of one area in one period.",
            "properties": [_column(name) for name in COLUMNS],
            "quality": [_one_of("indicator_id", [each.id for each in source.indicators])],
        }
        return
    for file in source.delivery_format.files:
        yield {
            "name": _table_name(file.example),
            "physicalName": file.example,
            "logicalType": "object",
            "physicalType": file.example.rpartition(".")[2],
            "description": f"Holds {file.holds}.",
            "customProperties": [{"property": "fileNamePattern", "value": file.pattern}],
        }


def _table_name(example: str) -> str:
    """A name for a kind of file, without the date in it."""
    stem = re.sub(r"[\W_]*\d[\d_-]*", "_", example.partition(".")[0]).strip("_")
    return re.sub(r"\W+", "_", stem).lower() or "records"


def _column(name: str) -> Contract:
    kind = TYPES.get(name, "string")
    return {"name": name, "logicalType": kind, "required": name not in OPTIONAL}


def _one_of(column: str, values: list[str]) -> Contract:
    return {
        "type": "library",
        "metric": "invalidValues",
        "mustBe": 0,
        "arguments": {"property": column, "validValues": values},
        "description": f"Every {column} is one of those listed.",
    }


def _promises(source: Source) -> Iterator[Contract]:
    if source.cadence in CADENCES and source.ended_on is None:
        value, unit = CADENCES[source.cadence]
        yield {"property": "frequency", "value": value, "unit": unit}
    if source.ended_on is not None:
        yield {"property": "endOfSupport", "value": f"{source.ended_on}"}
    yield {"property": "retention", "value": source.policy.retention}


def _rules(policy: Policy) -> Iterator[Contract]:
    """The privacy record as it is published: every number a page states comes from it."""
    plain: Contract = msgspec.json.decode(msgspec.json.encode(policy))
    for name, value in plain.items():
        if value not in (None, "", [], {}):
            yield {"property": f"privacy.{name}", "value": value}
