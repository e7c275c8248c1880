"""One refresh as a program, so that a test may kill it:
`python -m tests.support.refreshing ROOT ADDRESS`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import httpx

from data_loaders.curate.feeds.feeds import fetched_or_cached, trusted
from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.build import Plan
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.refresh.budget import Budget
from data_loaders.curate.refresh.run import refresh
from data_loaders.released.refreshed import Refreshed
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import SILENT
from tests.support.publishers import fed
from tests.support.tiny import DAY, plan


@dataclass
class Installation:
    """A folder of releases and of downloads, and the sources it is fed by."""

    root: Path
    cache: Path
    modules: Sequence[ModuleType]
    seconds: float = 20.0

    def refresh(self) -> Refreshed:
        budget = Budget(httpx.HTTPTransport(verify=trusted()))
        with httpx.Client(transport=budget, timeout=5.0) as http:

            def fetch(source: Source) -> FeedFiles:
                assert source.feed is not None
                with budget.of(self.seconds):
                    return fetched_or_cached(source.id, source.feed, self.cache, http, SILENT)

            def plan_of(files_of: FilesOf) -> Plan:
                return replace(plan(self.root, self.modules, DAY), files_of=files_of)

            return refresh(self.root, self.modules, fetch, plan_of, SILENT)


if __name__ == "__main__":
    folder, address = Path(sys.argv[1]), sys.argv[2]
    modules = [fed(address, "courts"), fed(address, "schools")]
    Installation(folder / "releases", folder / "feeds", modules).refresh()
