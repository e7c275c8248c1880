"""Writing simulated deliveries, and the demonstration made of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

from data_loaders.curate.deliveries.deliveries import MARK, curate, simulated_plan
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.publication.build import build
from data_loaders.observations.durable import empty
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import (
    DEMONSTRATED_AT,
    HANDOVERS,
    WRITERS,
)
from data_loaders.sources import catalog
from data_loaders.vocabulary.progress import Progress

WORDS = """\
# Simulated deliveries

Everything below this folder is invented, in the formats partners deliver in. No partner supplied
any of it. Each folder is one day on which files were handed over.
"""
# Releases follow a handover as they would a real one.
DAYS_TO_RELEASE = 5


def simulate(
    folder: Path, city: City, scale: float | None, sources: Collection[str], progress: Progress
) -> None:
    """Write `folder/<handover>/<source>/…` for every source named; where none is, for all.

    `scale` is that of every source; None writes each as large as the demonstration needs it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(WORDS, encoding="utf-8")
    chosen = [name for name in WRITERS if name in (sources or WRITERS)]
    unknown = sorted(set(sources) - set(WRITERS))
    if unknown:
        raise FeedError(f"no deliveries are simulated of {unknown}. There are: {list(WRITERS)}")
    steps = [(handover, name) for handover in HANDOVERS for name in chosen]
    for done, (handover, name) in enumerate(steps, start=1):
        progress.count("writing deliveries", done, len(steps))
        target = empty(folder / f"{handover}" / name)
        size = DEMONSTRATED_AT.get(name, 1.0) if scale is None else scale
        if not WRITERS[name](target, city, _before(handover), handover, size):
            target.rmdir()  # a survey of one wave is handed over once


def demonstrate(folder: Path, progress: Progress) -> list[str]:
    """Curate the deliveries of each handover in `folder` and release them; returns release ids.

    Raises what curation and publishing raise: a demonstration that fails its audit is none.
    """
    made = []
    for handover in HANDOVERS:
        on = handover + timedelta(days=DAYS_TO_RELEASE)
        for module in catalog.PARTNERS:
            delivery = folder / f"{handover}" / module.SOURCE.id
            if not delivery.is_dir():
                continue
            outcome = curate(module, [delivery], on, progress, is_simulated=True)
            if outcome.refused:
                sentences = [f.sentence for report in outcome.refused for f in report.findings]
                raise FeedError("\n".join(sentences))
        made.append(build(simulated_plan(on, progress), progress).catalog.release_id)
    return made


def _before(handover: date) -> date | None:
    earlier = [day for day in HANDOVERS if day < handover]
    return max(earlier, default=None)
