"""What a source's module offers, as types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pandas as pd

from data_loaders.delivery.findings import Report
from data_loaders.vocabulary.model import Source


class Partner(Protocol):
    """What a partner's module offers."""

    @property
    def SOURCE(self) -> Source: ...  # noqa: N802 - a module's constant

    @property
    def KEY(self) -> tuple[str, ...]: ...  # noqa: N802

    def read(self, files: Sequence[Path], report: Report) -> pd.DataFrame | None: ...

    def counted(self, kept: pd.DataFrame) -> pd.DataFrame: ...
