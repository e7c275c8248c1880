"""Data contracts: an Open Data Contract Standard file for every source, written from its module.

Whatever a contract says stands in the source's module; nothing is added here but the standard's
own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

import jsonschema
import msgspec
import yaml

from data_loaders.records.described import ENDING, FILE, TEMPLATE
from data_loaders.released.csv_rows import COLUMNS
from data_loaders.vocabulary.model import Cadence, Source, Terms
from data_loaders.vocabulary.policy import Policy, public_record

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
    "lower": "number",
    "upper": "number",
    "is_simulated": "boolean",
}
# How a day is written, in the words of the standard (those of Java).
A_DAY: Contract = {"logicalTypeOptions": {"format": "yyyy-MM-dd"}}
OPTIONAL = frozenset(
    {
        "industry_id",
        "industry",
        "value",
        "shown_value",
        "shown_unit",
        "baseline",
        "methodology",
        "value_reason",
        "lower",
        "upper",
    }
)


TEMPLATE_WORDS = """\
# A data contract in the Open Data Contract Standard 3.1. Replace everything below with your own:
# what the data is, who it leaves out, and each column. Then check a file against it:
#   python -m data_loaders check --contract template.odcs.yaml visits_2026-11.csv
"""


class ContractError(ValueError):
    """A contract the standard's schema refuses; the message says where and why."""


def write_contracts(sources: Iterable[Source], folder: Path) -> list[Path]:
    """Write a contract for each source, and the list the site reads; remove those of no source."""
    folder.mkdir(parents=True, exist_ok=True)
    published = tuple(replace(each, policy=public_record(each.policy)) for each in sources)
    files = {folder / f"{each.id}{ENDING}": written(contract(each)) for each in published}
    files[folder / TEMPLATE] = TEMPLATE_WORDS + written(template())
    files[folder / FILE] = f"{msgspec.json.format(msgspec.json.encode(published)).decode()}\n"
    for old in set(folder.glob(f"*{ENDING}")) - set(files):
        old.unlink()
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return sorted(files)


def written(document: Contract) -> str:
    """A contract as YAML, after the standard's schema has passed it. Raises ContractError."""
    require_valid(document)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)


def require_valid(document: object) -> None:
    """Raise ContractError with everything that breaks the standard's schema."""
    faults = faults_of(document)
    if faults:
        raise ContractError("\n".join(f"{place}: {message}" for place, message in faults))


def faults_of(document: object) -> list[tuple[str, str]]:
    """Everything that breaks the standard's schema, as (where in the contract, what)."""
    faulty = _checker().iter_errors(document)  # pyright: ignore[reportArgumentType]
    faults = sorted(faulty, key=lambda fault: list(map(str, fault.path)))
    return [
        (".".join(map(str, fault.absolute_path)) or "the contract", fault.message[:300])
        for fault in faults
    ]


@cache
def _checker() -> jsonschema.Draft201909Validator:
    """The standard's own schema, as the package that publishes it ships it."""
    text = (resources.files("open_data_contract_standard") / "schema.json").read_text("utf-8")
    return jsonschema.Draft201909Validator(msgspec.json.decode(text))


def contract(source: Source) -> Contract:
    """The contract of a source: what it is, its columns, how often it comes, and its rules."""
    terms = source.terms_of_use
    usage = terms.stated or terms.available or terms.shared_under
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
            **({"usage": usage} if usage else {}),
        },
        "schema": list(_tables(source)),
        "slaProperties": list(_promises(source)),
        "customProperties": [*_record("privacy", source.policy), *_record("terms", terms)],
        **_definitions(source),
    }


def template() -> Contract:
    """A contract to fill in: one file, one column of each kind."""
    return {
        "apiVersion": VERSION,
        "kind": "DataContract",
        "id": "your-organization-visits",
        "name": "Visits by ZIP Code and week",
        "version": "0.1.0",
        "status": "draft",
        "domain": "foot_traffic",
        "dataProduct": "Your organization",
        "description": {
            "purpose": "What the data measures, in a sentence.",
            "limitations": "Who is in it, and who is missing.",
            "usage": "What the City and the public may do with it.",
        },
        "schema": [
            {
                "name": "visits",
                "logicalType": "object",
                "physicalType": "csv",
                "description": "One row is one ZIP Code in one week.",
                "customProperties": [
                    {"property": "fileNamePattern", "value": r"visits_\d{4}-\d{2}\.csv"}
                ],
                "properties": _template_columns(),
                "quality": [
                    {"type": "library", "metric": "rowCount", "mustBeGreaterThan": 0},
                ],
            }
        ],
        "slaProperties": [
            {"property": "frequency", "value": 7, "unit": "d"},
            {"property": "retention", "value": 2, "unit": "y"},
        ],
    }


def _template_columns() -> list[Contract]:
    zip_code = {"pattern": "1[01]\\d{3}"}
    return [
        {"name": "week_start", "logicalType": "date", "required": True, **A_DAY},
        {
            "name": "zip_code",
            "logicalType": "string",
            "required": True,
            "logicalTypeOptions": zip_code,
        },
        {
            "name": "visits",
            "logicalType": "integer",
            "required": False,
            "logicalTypeOptions": {"minimum": 0},
            "description": "Left empty where it is not known; never 0 for unknown.",
        },
        {
            "name": "people",
            "logicalType": "integer",
            "required": True,
            "logicalTypeOptions": {"minimum": 0},
            "description": "How many people stand behind the row: what is too few is hidden.",
        },
    ]


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
    never_read = frozenset(source.policy.excluded)
    for file in source.delivery_format.files:
        yield {
            "name": _table_name(file.example),
            "physicalName": file.example,
            "logicalType": "object",
            "physicalType": file.example.rpartition(".")[2],
            "description": f"Holds {file.holds}.",
            "customProperties": [{"property": "fileNamePattern", "value": file.pattern}],
            "properties": [_delivered(name, name in never_read) for name in file.columns],
        }


def _table_name(example: str) -> str:
    """A name for a kind of file, without the date in it."""
    stem = re.sub(r"[\W_]*\d[\d_-]*", "_", example.partition(".")[0]).strip("_")
    return re.sub(r"\W+", "_", stem).lower() or "records"


def _column(name: str) -> Contract:
    kind = TYPES.get(name, "string")
    options = A_DAY if kind == "date" else {}
    return {"name": name, "logicalType": kind, "required": name not in OPTIONAL, **options}


def _delivered(name: str, is_never_read: bool) -> Contract:
    """A column as the partner writes it: text, until the source's reader has checked it."""
    column: Contract = {"name": name, "logicalType": "string", "physicalType": "text"}
    if is_never_read:
        column["description"] = "Never read: it is dropped while the file is opened."
        column["classification"] = "restricted"
    return column


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


def _record(word: str, record: Policy | Terms) -> Iterator[Contract]:
    """A record as it is published, field by field: every number a page states comes from it."""
    plain: Contract = msgspec.json.decode(msgspec.json.encode(record))
    for name, value in plain.items():
        if value not in (None, "", [], {}):
            yield {"property": f"{word}.{name}", "value": value}
