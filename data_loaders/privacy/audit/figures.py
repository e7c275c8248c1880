"""What one source of a release tells, laid out for what others tell beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from data_loaders.privacy.audit import across_parts
from data_loaders.privacy.audit.across_parts import CELL
from data_loaders.privacy.audit.published import HIDDEN
from data_loaders.privacy.tables.counted import BoroughOf
from data_loaders.vocabulary.model import Source


@dataclass(frozen=True)
class Figures:
    """What one source of a release tells."""

    source: Source
    observations: pd.DataFrame
    boroughs: BoroughOf = field(default_factory=dict)

    @property
    def minimum(self) -> int:
        """The fewest people a figure of the source may count."""
        primary = self.source.policy.primary
        return primary.minimum_contributors if primary else 1

    @property
    def level(self) -> int:
        """The least width of a hidden figure's range."""
        return max(self.source.policy.secondary.protection, 1)

    def wholes(self, indicator_id: str) -> list[pd.DataFrame]:
        """What parts of an indicator add up to, once for each way to add them up."""
        if indicator_id not in self._wholes:
            cells = self.series[indicator_id]
            self._wholes[indicator_id] = list(across_parts.wholes(cells, self.boroughs))
        return self._wholes[indicator_id]

    @cached_property
    def _wholes(self) -> dict[str, list[pd.DataFrame]]:
        return {}

    @cached_property
    def series(self) -> dict[str, pd.DataFrame]:
        """Cells of each indicator: `value`, NaN where none is shown, `gap` where it is hidden, and
        `key`, the same of the same cell in every source."""
        table = self.observations[[*CELL, "value"]].assign(
            gap=self.observations["status"].isin(HIDDEN),
            key=pd.util.hash_pandas_object(self.observations[CELL], index=False),
            row=range(len(self.observations)),
        )
        places = self.observations.groupby("indicator_id", sort=False).indices
        none = np.empty(0, dtype=np.int64)
        return {
            one.id: table.iloc[places.get(one.id, none)].reset_index(drop=True)
            for one in self.source.indicators
        }
