"""Hiding beside noise on the same deliveries: what each loses, and what each lets a reader learn.

Run as `python -m benchmarks.noise`: sources of single records, invented, two handovers of each.
Their counts go through the source's own rules, and through noise at several epsilons, as two
releases. Writes what `/demo/privacy` shows, and `docs/noise.md`. The city has a seed; noise has
none, so that its figures are of several draws.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from math import exp
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd

from components.privacy import compared
from components.privacy.compared import Comparison, Method, Size, SourceCompared
from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.observations.durable import write_whole
from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import guess, noisy
from data_loaders.privacy.tables.counted import BoroughOf, borough_of
from data_loaders.privacy.tables.cube import cubes
from data_loaders.privacy.tables.network import Floats, Mask
from data_loaders.privacy.treatment import noise as drawing
from data_loaders.privacy.treatment.noised import noised
from data_loaders.privacy.treatment.treat import treat
from data_loaders.simulated.city import SEED, City
from data_loaders.simulated.deliveries import HANDOVERS, WRITERS
from data_loaders.sources.contracts import Partner
from data_loaders.sources.partners.ioby import source as ioby
from data_loaders.sources.partners.oats import source as oats
from data_loaders.sources.partners.upsolve import source as upsolve
from data_loaders.vocabulary import geography, installation
from data_loaders.vocabulary.model import Indicator
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
from data_loaders.vocabulary.policy import (
    Contributors,
    Grid,
    Policy,
    Secondary,
    SecondaryMethod,
)

EPSILONS = (0.5, 1.0, 2.0)
DRAWS = 9
FAR = 0.1
SIZES = ((0, 0), (1, 10), (11, 100), (101, None))
DOCUMENT = installation.ROOT / "docs" / "noise.md"


@dataclass(frozen=True)
class Chosen:
    """A source, the figures of it that are compared, and who noise protects."""

    module: Partner
    indicators: tuple[Indicator, ...]
    unit: NoiseUnit
    cells_per_record: int


# A record of OATS adds to people and to one answer of each of five questions; one of Upsolve to
# people, age, race, gender, COVID-19 and as many of twelve reasons as a person marks.
CHOSEN = (
    Chosen(ioby, (ioby.GIFTS,), NoiseUnit.GIFT, 1),
    Chosen(oats, oats.INDICATORS, NoiseUnit.PERSON, 1 + 5),
    Chosen(upsolve, upsolve.INDICATORS, NoiseUnit.PERSON, 5 + 12),
)


def with_noise(chosen: Chosen, epsilon: float) -> Policy:
    """The source's policy with noise in place of what hides figures."""
    own = chosen.module.SOURCE.policy
    return replace(
        own,
        contributors=Contributors.COUNTED,
        unit_of_observation=str(chosen.unit),
        primary=None,
        secondary=Secondary(SecondaryMethod.NONE),
        guessing=None,
        guessing_beside=None,
        additive=(),
        sums=(),
        ratios=(),
        bases=(),
        at_most=(),
        noise=Noise(epsilon, chosen.unit, BudgetPeriod.ALWAYS, 1, chosen.cells_per_record),
    )


@dataclass(frozen=True)
class Truth:
    """The true counts of a source at its second handover, totals included, and what both
    handovers counted."""

    chosen: Chosen
    counted: tuple[pd.DataFrame, ...]
    grid: Grid
    boroughs: BoroughOf

    @cached_property
    def table(self) -> pd.DataFrame:
        last = self._counts(self.counted[-1])
        return noisy.with_totals(noisy.leaves(last), self.grid, self.boroughs)

    @cached_property
    def counts(self) -> Floats:
        return self.table["value"].to_numpy("float64")

    @cached_property
    def small(self) -> Mask:
        """Counts of somebody that the source's own rules never show."""
        return (self.counts > 0) & (self.counts < self.minimum)

    @property
    def minimum(self) -> int:
        rules = self.chosen.module.SOURCE.policy.primary
        if rules is None:
            raise ValueError(
                f"{self.chosen.module.SOURCE.id} hides nothing; there is no comparison"
            )
        return rules.minimum_contributors

    def _counts(self, counted: pd.DataFrame) -> pd.DataFrame:
        ids = [each.id for each in self.chosen.indicators]
        return counted[counted["indicator_id"].isin(ids)]

    def hidden_twice(self) -> pd.DataFrame:
        """The second of two releases by the source's own rules."""
        source, before = self.chosen.module.SOURCE, None
        for counted in self.counted:
            before = treat(counted, source.policy, source.indicators, before).observations
        assert before is not None
        return self._counts(before)

    def noisy_twice(self, policy: Policy) -> pd.DataFrame:
        """The second of two releases with noise."""
        released: list[pd.DataFrame] = []
        for counted in self.counted:
            table = noised(
                self._counts(counted),
                policy,
                self.chosen.indicators,
                released,
                self.boroughs,
                drawing.drawn,
            )
            released.insert(0, table)
        return released[0]

    def of(self, published: pd.DataFrame) -> Floats:
        """The published value of each true count, NaN where it is hidden."""
        beside = self.table[KEY].merge(published[[*KEY, "value"]], on=KEY, how="left")
        return beside["value"].to_numpy("float64")


def truth_of(chosen: Chosen, city: City, folder: Path) -> Truth:
    """What a source counts at both handovers, from files as its partner would hand them over."""
    counted, after = [], None
    for handover in HANDOVERS:
        target = folder / f"{handover}"
        target.mkdir(parents=True)
        source_id = chosen.module.SOURCE.id
        files = WRITERS[source_id](target, city, after, handover, 1.0)
        kept, report = read_delivery(chosen.module, files)
        if kept is None:
            raise ValueError(f"{source_id}: {report.findings}")
        counted.append(chosen.module.counted(kept))
        after = handover
    grid = chosen.module.SOURCE.policy.publication_grid
    if grid is None:
        raise ValueError(f"{chosen.module.SOURCE.id} has no publication grid")
    return Truth(chosen, tuple(counted), grid, borough_of(geography.areas()))


def sizes(truth: Floats, shown: Sequence[Floats]) -> Iterator[Size]:
    """Errors by the size of the true count, of all draws together."""
    for least, most in SIZES:
        chosen = (truth >= least) & (truth <= (np.inf if most is None else most))
        errors = np.concatenate([np.abs(each - truth)[chosen] for each in shown])
        known = errors[np.isfinite(errors)]
        hidden = int(chosen.sum()) - len(known) // len(shown)
        middle, of_95 = (None, None) if not len(known) else np.quantile(known, [0.5, 0.95]).tolist()
        yield Size(least, most, int(chosen.sum()), hidden, middle, of_95)


def _share(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def measured(truth: Truth, shown: Sequence[Floats]) -> dict[str, object]:
    """What a method loses: the same of both."""
    values, far, known = truth.counts, 0, 0
    whole = truth.table["geography"].eq("city").to_numpy() & (values > 0)
    totals: list[Floats] = []
    for each in shown:
        is_shown = np.isfinite(each) & (values > 0)
        known += int(is_shown.sum())
        far += int((np.abs(each - values) > FAR * values)[is_shown].sum())
        of_city = whole & np.isfinite(each)
        totals.append(np.abs(each - values)[of_city] / values[of_city])
    hidden = int(np.isnan(shown[0]).sum())
    return {
        "hidden": _share(hidden, len(values)),
        "sizes": tuple(sizes(values, shown)),
        "far": _share(far, known),
        "totals": 100 * float(np.median(np.concatenate(totals))),
    }


def by_hiding(truth: Truth) -> Method:
    """The source's own rules: what is shown is exact, and what is hidden is guessed."""
    published = truth.hidden_twice().sort_values(KEY, ignore_index=True)
    shown = truth.of(published)
    policy = truth.chosen.module.SOURCE.policy
    tables = list(cubes(published, truth.boroughs))
    ways = guess.guesses(published, tables, policy)
    keyed = [truth.of(published.assign(value=way)) for way in ways]
    score = guess.best(keyed, truth.counts, truth.small)
    return Method(
        epsilon=None,
        scale=None,
        exact=_share(score.exact, score.cells),
        close=_share(score.close, score.cells),
        told=told_for_certain(truth, shown),
        **measured(truth, [shown]),  # type: ignore[arg-type]
    )


def told_for_certain(truth: Truth, shown: Floats) -> float:
    """The share of records of which one exact figure of the finest table is made: whoever knows
    the others in it subtracts them."""
    first = truth.chosen.indicators[0].id
    rows = truth.table["indicator_id"].eq(first) & truth.table["geography"].eq("borough")
    counts, is_shown = truth.counts[rows.to_numpy()], np.isfinite(shown[rows.to_numpy()])
    return _share(float(counts[is_shown].sum()), float(counts.sum()))


def by_noise(truth: Truth, epsilon: float) -> Method:
    """Noise of one epsilon: the best guess at a count is what is published, or its neighbors in
    time beside it; a second release adds nothing."""
    policy = with_noise(truth.chosen, epsilon)
    shown, exact, close = [], 0, 0
    for _ in range(DRAWS):
        published = truth.noisy_twice(policy)
        shown.append(truth.of(published))
        ways = [shown[-1], truth.of(smoothed(published))]
        score = guess.best([np.rint(way) for way in ways], truth.counts, truth.small)
        exact, close = exact + score.exact, close + score.close
    cells = DRAWS * int(truth.small.sum())
    noise = policy.noise
    assert noise is not None
    return Method(
        epsilon=epsilon,
        scale=noise.scale(truth.grid.frequency),
        exact=_share(exact, cells),
        close=_share(close, cells),
        told=100 * exp(epsilon) / (1 + exp(epsilon)),
        **measured(truth, shown),  # type: ignore[arg-type]
    )


def smoothed(published: pd.DataFrame) -> pd.DataFrame:
    """Each figure as the mean of its own and those of the period before and after."""
    table = published.sort_values(KEY)
    series = [name for name in KEY if name != "period_start"]
    mean = table.groupby(series, sort=False)["value"].transform(
        lambda values: values.rolling(3, center=True, min_periods=1).mean()
    )
    return table.assign(value=mean)


def source_compared(chosen: Chosen, city: City, folder: Path) -> SourceCompared:
    """One source by each method."""
    truth, source = truth_of(chosen, city, folder), chosen.module.SOURCE
    methods = (by_hiding(truth), *(by_noise(truth, epsilon) for epsilon in EPSILONS))
    return SourceCompared(
        source_id=source.id,
        name=source.name,
        unit=chosen.unit,
        minimum=truth.minimum,
        cells_per_record=chosen.cells_per_record,
        figures=len(truth.counts),
        small=int(truth.small.sum()),
        methods=methods,
    )


def run(seed: int = SEED) -> Comparison:
    """All sources."""
    with tempfile.TemporaryDirectory() as folder:
        sources = tuple(
            source_compared(chosen, City(seed), Path(folder) / chosen.module.SOURCE.id)
            for chosen in CHOSEN
        )
    today = datetime.now(UTC).date()
    return Comparison(today, seed, DRAWS, HANDOVERS, sources)


def document(comparison: Comparison) -> str:
    """The comparison as a page of docs/, in the words of the site's page."""
    lines = ["# Hiding or noise: a choice", "", *_paragraphs(compared.meaning())]
    lines += _paragraphs([compared.how(comparison)])
    for source in comparison.sources:
        lines += [f"## {source.name}", "", *_paragraphs([compared.about(source)])]
        lines += _table(compared.LOST, [compared.lost(each) for each in source.methods])
        lines += _table(compared.PROTECTED, [compared.protected(each) for each in source.methods])
        lines += _table(compared.SIZES, list(compared.sizes(source)))
    return "\n".join(lines).rstrip() + "\n"


def _paragraphs(texts: Sequence[str]) -> list[str]:
    return [line for text in texts for line in (text, "")]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = "|".join(["---"] * len(heads))
    return [
        *(f"| {' | '.join(row)} |" for row in [heads]),
        f"|{rule}|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def main() -> int:
    """Measure, print and write."""
    comparison = run()
    content = msgspec.json.format(msgspec.json.encode(comparison), indent=1) + b"\n"
    write_whole(compared.COMPARED, content)
    text = document(comparison)
    write_whole(DOCUMENT, text.encode())
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
