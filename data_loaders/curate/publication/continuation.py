"""A source that goes on in another publisher's figures, once those are read.

A reader module may have `extend(own, others)`: its own observations continued with those of the
sources that its indicators name in `continued_with`. Its `own_end(own)` is the last day of its own
figures, so that every later one can be said to be another publisher's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType

import pandas as pd

from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.publication.frame_tables import require_whole
from data_loaders.curate.publication.last_good import Curated
from data_loaders.observations import table as observations
from data_loaders.vocabulary.model import Source


def is_continued(module: ModuleType) -> bool:
    """Whether a module continues its figures with those of others."""
    return hasattr(module, "extend")


def continued(module: ModuleType, gathered: Mapping[str, Curated]) -> Curated:
    """A source with its series continued; its delivery stays that of its own files.

    Raises FeedError where a source to continue with is absent, ObservationError where the
    result is not whole.
    """
    source: Source = module.SOURCE
    inputs = {name.split(":")[0] for i in source.indicators for name in i.continued_with}
    absent = sorted(inputs - gathered.keys())
    if absent:
        raise FeedError(f"goes on in {', '.join(absent)}, which this release lacks")
    own = gathered[source.id]
    others = pd.concat([gathered[name].observations for name in sorted(inputs)])
    table: pd.DataFrame = module.extend(own.observations, others)
    observations.check(table, own.source.indicators)
    require_whole(table)
    source = _dated(own.source, module.own_end(own.observations) + timedelta(days=1))
    return replace(own, source=source, observations=table.reset_index(drop=True))


def _dated(source: Source, first: date) -> Source:
    """The source, its continued indicators saying from which day the figures are another's."""
    dated = [
        replace(each, continued_from=first) if each.continued_with else each
        for each in source.indicators
    ]
    return replace(source, indicators=tuple(dated))
