"""Every source this version can read, as its module states it: partners' too, without a figure.

`python -m data_loaders contracts` writes it from the modules; the site reads it, since it
imports no source.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Source

CONTRACTS = installation.CONTRACTS
FILE = "sources.json"
ENDING = ".odcs.yaml"
TEMPLATE = "template.odcs.yaml"


@cache
def described() -> dict[str, Source]:
    """Sources by id, public ones first."""
    found = msgspec.json.decode((CONTRACTS / FILE).read_bytes(), type=tuple[Source, ...])
    return {source.id: source for source in found}


def contract_file(source_id: str) -> Path | None:
    """The contract of a source; None for an id that has none."""
    return CONTRACTS / f"{source_id}{ENDING}" if source_id in described() else None
