"""What becomes of a spoiled file where a source is read: refused in words, read right, or not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pandas as pd

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.plausibility.gate import findings
from data_loaders.curate.publication.gather import read_source
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import ObservationError
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Measure, Source
from tests.support.public_deliveries import DELIVERIES
from tests.support.spoiled import Kind

RECEIVED_ON = date(2026, 11, 28)
MODULES: dict[str, ModuleType] = {module.SOURCE.id: module for module in catalog.MODULES}


@dataclass(frozen=True)
class Case:
    """One file of a delivery, spoiled in one way in one column."""

    delivery: str
    file: str
    kind: Kind
    column: int
    content: bytes

    def __str__(self) -> str:
        return f"{self.delivery} · {self.file} · {self.kind.name} · column {self.column}"

    @property
    def module(self) -> ModuleType:
        return MODULES[self.delivery.partition("/")[0]]


@cache
def clean(delivery: str) -> pd.DataFrame:
    """The figures of the whole delivery."""
    with TemporaryDirectory() as name:
        DELIVERIES[delivery](Path(name))
        return _read(MODULES[delivery.partition("/")[0]], Path(name))


def _read(module: ModuleType, folder: Path) -> pd.DataFrame:
    return read_source(module, FeedFiles(folder, "spoiled", RECEIVED_ON)).observations


def fault(case: Case, folder: Path) -> str | None:
    """What is wrong with what the reader made of the case, `folder` holding the whole delivery.

    Raises whatever a reader raises that is no refusal.
    """
    path = folder / case.file
    whole = path.read_bytes()
    before = {each.name for each in folder.rglob("*")}
    path.write_bytes(case.content)
    try:
        told = _told_of(case, folder)
    finally:
        path.write_bytes(whole)
    left = {each.name for each in folder.rglob("*")} - before
    return f"left on disk: {left}" if left else told


def _told_of(case: Case, folder: Path) -> str | None:
    try:
        now = _read(case.module, folder)
    except DeliveryError as error:
        return _unhelpful(case, error)
    except ObservationError as error:
        is_helpful = "Look at" in str(error) and Path(case.file).suffix in str(error)
        return None if is_helpful else f"says too little: {error}"
    return _wrong(case, now)


def _unhelpful(case: Case, error: DeliveryError) -> str | None:
    """A refusal names the file, what was found and expected, and what to do."""
    if "not to be read" in error.found:
        return f"not foreseen: {error}"
    if not (error.file and error.found and error.expected and error.mend):
        return f"says too little: {error}"
    return None if error.file == Path(case.file).name else f"names another file: {error}"


def _wrong(case: Case, now: pd.DataFrame) -> str | None:
    """Figures other than those of the whole file that nobody is told of."""
    last = clean(case.delivery)
    if now.equals(last):
        return None
    if case.kind.name == "negative" and _may_fall(case.module.SOURCE, last, now):
        return None
    doubts = findings(case.module.SOURCE.id, case.module.SOURCE.indicators, now, last)
    if doubts:
        return None
    return f"read otherwise: {_told(last, now)}"


def _may_fall(source: Source, last: pd.DataFrame, now: pd.DataFrame) -> bool:
    """Whether all that differs are changes in percent, of which a fall is one."""
    changes = {each.id for each in source.indicators if each.measure is Measure.PERCENT_CHANGE}
    both = last.merge(now, how="outer", indicator=True)
    return set(both.loc[both["_merge"] != "both", "indicator_id"]) <= changes


def _told(last: pd.DataFrame, now: pd.DataFrame) -> str:
    both = last.merge(now, how="outer", indicator=True)
    return both[both["_merge"] != "both"].head(4).to_string(index=False)


def folders(deliveries: Iterator[str], root: Path) -> Iterator[tuple[str, Path]]:
    """Each delivery in a folder of its own."""
    for number, delivery in enumerate(deliveries):
        folder = root / str(number)
        folder.mkdir()
        DELIVERIES[delivery](folder)
        yield delivery, folder
        shutil.rmtree(folder)
