"""A partner small enough to read in a test: clients of a service by borough and month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import counts, days, mapped, require_unique
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import TextFormat, text_table
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    DeliveryFile,
    DeliveryFormat,
    Frequency,
    Geography,
    Source,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Treatment,
)
from tests.support.tiny import COURTS, FILINGS

MONTHS = ("2021-01-01", "2021-02-01", "2021-03-01")
FIRST, LAST = date(2020, 1, 1), date(2022, 12, 31)
LAYOUT = TextFormat(("month", "borough", "clients", "name"), read=("month", "borough", "clients"))
MONTHLY = DeliveryFormat(
    (DeliveryFile(r"clients-\d{4}-\d{2}\.csv", "clients-2021-01.csv", "a month's clients"),),
    is_file_by_file=True,
)
WHOLE = DeliveryFormat(
    (DeliveryFile(r"clients-all-\d+\.csv", "clients-all-1.csv", "all clients so far"),),
    is_cumulative=True,
)
CLIENTS = replace(
    FILINGS,
    id="clients",
    family="clients",
    title="Clients",
    noun="clients",
    unit="people",
    frequency=Frequency.MONTH,
    geographies=(Geography.BOROUGH, Geography.CITY),
    baseline=None,
)
POLICY = Policy(
    sensitivity=Sensitivity.PERSONAL_AGGREGATE,
    unit_of_observation="one person",
    treatment=Treatment.OURS,
    contributors=Contributors.COUNTED,
    contributor_unit=ContributorUnit.PERSON,
    plain="Clients, counted.",
    revision="Never.",
    retention="A year.",
    publication_grid=Grid(("borough", "city"), "month"),
    excluded=("name",),
    primary=Primary(minimum_contributors=10),
    secondary=Secondary(SecondaryMethod.NETWORK, protection=3),
)
SOURCE = replace(
    COURTS,
    id="helper",
    name="Clients of a service",
    partner="Helper",
    feed=None,
    cadence=Cadence.MONTH,
    policy=POLICY,
    indicators=(CLIENTS,),
    delivery_format=MONTHLY,
)


@dataclass(frozen=True)
class Clients:
    """The partner's module; `form` says how it delivers."""

    form: DeliveryFormat = MONTHLY

    @property
    def SOURCE(self) -> Source:  # noqa: N802 - as in a module
        return replace(SOURCE, delivery_format=self.form)

    @property
    def KEY(self) -> tuple[str, ...]:  # noqa: N802
        return ("month", "area_id")

    def read(self, files: Sequence[Path], report: Report) -> pd.DataFrame | None:
        tables = [self._read(file, report) for file in files]
        tables_there = [table for table in tables if table is not None]
        return (
            pd.concat(tables_there, ignore_index=True) if len(tables_there) == len(tables) else None
        )

    def _read(self, file: Path, report: Report) -> pd.DataFrame | None:
        table = text_table(report, file, LAYOUT)
        if table is None:
            return None
        require_unique(report, file.name, table, ["month", "borough"])
        month = days(report, file.name, table["month"], "%Y-%m-%d", FIRST, LAST)
        return pd.DataFrame(
            {
                "month": month,
                "day": month + pd.offsets.MonthEnd(0),
                "area_id": mapped(report, file.name, table["borough"], BOROUGH_OF_NAME, "boroughs"),
                "clients": counts(report, file.name, table["clients"]),
            }
        )

    def counted(self, kept: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "indicator_id": CLIENTS.id,
                "geography": "borough",
                "area_id": kept["area_id"],
                "period_start": kept["month"],
                "industry_id": ALL_INDUSTRIES,
                "period_end": kept["day"],
                "value": kept["clients"],
                "status": "normal",
                "contributors": kept["clients"],
                "largest": kept["clients"].clip(upper=1),
                "second": (kept["clients"] - 1).clip(0, 1),
            }
        )


def month_of(*clients: int, month: str = "2021-01-01", secret: str = "Ann Example") -> str:
    """One month's file: clients of the Bronx, Brooklyn, Manhattan, Queens, Staten Island."""
    rows = zip(BOROUGH_OF_NAME, clients, strict=True)
    lines = [f"{month},{borough},{number},{secret}" for borough, number in rows]
    return "\n".join(["month,borough,clients,name", *lines, ""])


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
