"""A partner that hands over one row a person, whose counts are published with noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from data_loaders.delivery.findings import Report
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
from data_loaders.vocabulary.policy import Secondary, SecondaryMethod
from tests.support.clients import POLICY, SOURCE, Clients

NOISE = Noise(1.0, NoiseUnit.PERSON, BudgetPeriod.ALWAYS, bound=1)
NOISY = replace(
    POLICY, primary=None, secondary=Secondary(SecondaryMethod.NONE), noise=NOISE, guessing=None
)


@dataclass(frozen=True)
class NoisyClients(Clients):
    """Clients of a service, one row a person; `noise` is the rule they are published by."""

    noise: Noise = NOISE

    @property
    def SOURCE(self) -> Source:  # noqa: N802 - as in a module
        policy = replace(NOISY, noise=self.noise)
        return replace(SOURCE, policy=policy, delivery_format=self.form)

    @property
    def KEY(self) -> tuple[str, ...]:  # noqa: N802
        return ("month", "area_id", "number")

    def read(self, files: Sequence[Path], report: Report) -> pd.DataFrame | None:
        table = super().read(files, report)
        if table is None:
            return None
        people = table.loc[table.index.repeat(table["clients"].astype(int))]
        number = people.groupby(["month", "area_id"]).cumcount()
        return people.assign(clients=1, number=number).reset_index(drop=True)

    def counted(self, kept: pd.DataFrame) -> pd.DataFrame:
        places = ["month", "day", "area_id"]
        clients = kept.groupby(places, as_index=False)[["clients"]].sum()
        return super().counted(clients)
