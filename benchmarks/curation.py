"""`python -m benchmarks.curation --mirror DIR`: how long a full release takes, step by step."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, mirrored
from data_loaders.curate.geography.outlines import outlines
from data_loaders.curate.geography.places import places
from data_loaders.curate.plans import copied, today
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.seed import pack, unpack
from data_loaders.released.release import Release
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import Silent

KILOBYTES_A_MEGABYTE = 1024


@dataclass
class Steps:
    """Seconds by step, measured from the end of the step before."""

    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)

    def done(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self.since
        self.since = now

    def say(self, text: str) -> None:
        pass

    def count(self, task: str, done: int, total: int) -> None:
        self.done(task)


def main(
    mirror: Annotated[Path, typer.Option(envvar="MIRROR", exists=True, file_okay=False)],
) -> None:
    """Make a release, its digest and the unpacked digest aside, and print what each step took."""
    with TemporaryDirectory() as folder:
        steps = Steps()
        contents = _released(mirror, Path(folder), steps)
        steps.done("flushing to disk")
        Release.open(Path(folder) / "releases" / contents.catalog.release_id)
        steps.done("opening, every hash verified")
        pack(digest(contents), Path(folder) / "seed", Path(folder) / "aside", Silent())
        steps.done("digest and seed")
        unpack(Path(folder) / "seed", Path(folder) / "unpacked", Silent())
        steps.done("unpacking the seed")
        Console().print(_report(steps, contents, Path(folder)))


def _released(mirror: Path, folder: Path, steps: Steps) -> Contents:
    def files_of(source: Source) -> FeedFiles:
        if source.feed is None:
            raise FeedError(f"{source.id} has no feed")
        return mirrored(source.feed, mirror, today())

    shapes = outlines(mirror, steps)
    all_places = places()
    steps.done("finding places")
    plan = Plan(
        root=folder / "releases",
        modules=copied(catalog.MODULES, steps),
        files_of=files_of,
        published_on=today(),
        shapes=shapes,
        places=all_places,
        is_strict=True,
    )
    return build(plan, steps)


def _report(steps: Steps, contents: Contents, folder: Path) -> Table:
    rows = sum(len(table) for table in contents.observations.values())
    size = sum(path.stat().st_size for path in (folder / "releases").rglob("*") if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_A_MEGABYTE
    table = Table("step", "seconds", title=f"{rows:,} observations")
    for name, seconds in steps.seconds.items():
        table.add_row(name, f"{seconds:.1f}")
    table.add_row("in all", f"{sum(steps.seconds.values()):.1f}")
    table.caption = f"{size / 1e6:.0f} MB written; peak memory {peak:.0f} MB"
    return table


if __name__ == "__main__":
    typer.run(main)
