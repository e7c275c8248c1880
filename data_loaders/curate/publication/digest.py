"""A digest: the same figures over longer periods, small enough to ship with the code.

Days become weeks that end on Saturday, the week health agencies count in, and weeks become
months; a week counts to the month its last day is in. An indicator with a daily series by
neighborhood becomes monthly in all its geographies, so that they stay comparable.

Of no publisher the whole table ships: figures begin in 2017, industries are sectors and not their
parts, second columns of a table stay out, and values are rounded as pages show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.standouts import standouts
from data_loaders.observations.table import COLUMNS, REASON, tidy
from data_loaders.released.coarser import PRECEDENCE, SATURDAY
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.half_up import half_up
from data_loaders.vocabulary.model import (
    CUT_OFF,
    Catalog,
    Changes,
    Frequency,
    Indicator,
    Measure,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.terms import is_passed_on

FIRST_DAY = pd.Timestamp(2017, 1, 1)
LONGER = {Frequency.DAY: Frequency.WEEK, Frequency.WEEK: Frequency.MONTH}
SECTOR_DIGITS = 2
# Households and cases beside the people in them, who are counted in each cell of the same table.
SECOND_COLUMNS = frozenset({"snap_households", "cash_assistance_cases", "medicaid_only_recipients"})
SERIES = ["geography", "area_id", "industry_id"]
FRAME = ["geography", "industry_id"]
RANK = {str(status): rank for rank, status in enumerate(PRECEDENCE)}
VALUED_RANKS = [rank for rank, status in enumerate(PRECEDENCE) if status.has_value]


def digest(contents: Contents) -> Contents:
    """The digest of a release: sources whose terms let figures be passed on, coarser.

    An indicator without one whole longer period is left out, and a source without indicators.
    """
    observations = {
        source.id: table
        for source in contents.catalog.sources
        if is_passed_on(source) and len(table := _coarser(contents.observations[source.id], source))
    }
    catalog = replace(
        contents.catalog,
        digest=True,
        sources=tuple(
            _restated(source, observations[source.id])
            for source in contents.catalog.sources
            if source.id in observations
        ),
        deliveries=tuple(d for d in contents.catalog.deliveries if d.source_id in observations),
    )
    catalog = replace(catalog, changes=_changes(catalog, observations))
    ids = {indicator.id for source in catalog.sources for indicator in source.indicators}
    histories = tuple(each for each in contents.histories if each.indicator_id in ids)
    return replace(contents, catalog=catalog, observations=observations, histories=histories)


def _changes(catalog: Catalog, observations: Mapping[str, pd.DataFrame]) -> Changes:
    """Cells were counted in figures of shorter periods, so no count of them is true here."""
    made = catalog.changes or Changes()
    unusual = standouts(catalog.sources, observations, catalog.published_on)
    return Changes(failures=made.failures, note=made.note, standouts=unusual)


def coarser_frequency(indicator: Indicator) -> Frequency:
    """How long the periods of an indicator are in a digest."""
    if indicator.frequency in LONGER and NEIGHBORHOODS.intersection(indicator.geographies):
        return Frequency.MONTH
    return LONGER.get(indicator.frequency, indicator.frequency)


def is_digested(indicator: Indicator) -> bool:
    """Whether an indicator is in digests at all: neither parts of sectors nor a second column."""
    is_of_parts = any(_is_part_of_sector(one.naics) for one in indicator.industries)
    return not is_of_parts and indicator.id not in SECOND_COLUMNS


def _is_part_of_sector(naics: str) -> bool:
    return "-" not in naics and len(naics) > SECTOR_DIGITS


def _is_total(indicator: Indicator) -> bool:
    """Whether parts add up. Months have four weeks or five, so weekly counts are averaged."""
    return indicator.measure is Measure.COUNT and indicator.frequency is Frequency.DAY


def _restated(source: Source, table: pd.DataFrame) -> Source:
    present = set(table["indicator_id"])
    return replace(
        source,
        indicators=tuple(_restated_indicator(i) for i in source.indicators if i.id in present),
    )


def _restated_indicator(indicator: Indicator) -> Indicator:
    frequency = coarser_frequency(indicator)
    if frequency is indicator.frequency:
        return indicator
    how = "total" if _is_total(indicator) else "mean"
    if indicator.share_of:
        how = "mean, weighted by what the shares are of,"
    if indicator.smoothed_over:
        how += f" (of such {indicator.smoothed_over}-day means as share no day)"
    longer = "week that ends on Saturday" if frequency is Frequency.WEEK else "month"
    counted = "" if indicator.frequency is Frequency.DAY else _WEEKS_IN_MONTHS
    processing = (
        f"{indicator.processing} This digest shows the {how} of each {longer}, from figures by "
        f"{indicator.frequency}.{counted} A {frequency} is shown only if none of its parts is "
        f"hidden or missing. A first or last {frequency} that is not whole is left out."
    )
    week_ends_on = SATURDAY if frequency is Frequency.WEEK else None
    is_mean_count = indicator.measure is Measure.COUNT and not _is_total(indicator)
    return replace(
        indicator,
        unit=f"{indicator.unit} a week" if is_mean_count else indicator.unit,
        frequency=frequency,
        week_ends_on=week_ends_on,
        processing=processing.strip(),
    )


_WEEKS_IN_MONTHS = (
    " A week counts to the month its last day is in, so a month holds four or five weeks."
)


def _coarser(table: pd.DataFrame, source: Source) -> pd.DataFrame:
    known: Mapping[str, Indicator] = {i.id: i for i in source.indicators}
    parts = [
        _coarser_indicator(
            _with_base(group, known[str(indicator_id)], table), known[str(indicator_id)]
        )
        for indicator_id, group in table.groupby("indicator_id", sort=True)
        if is_digested(known[str(indicator_id)])
    ]
    return tidy(parts) if parts else table.iloc[:0]


def _coarser_indicator(table: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    frequency = coarser_frequency(indicator)
    if frequency is not indicator.frequency:
        table = _joined(_with_longer_periods(table, indicator, frequency), indicator)
    return _recent(table).assign(value=lambda recent: _as_shown(recent["value"], indicator))


def _recent(table: pd.DataFrame) -> pd.DataFrame:
    """Periods that reach into 2017 and later; where there are none, the newest alone."""
    newest = table["period_end"].max()
    return table[table["period_end"] >= min(FIRST_DAY, newest)]


def _as_shown(values: pd.Series, indicator: Indicator) -> pd.Series:
    shown = [float(half_up(value, indicator.decimals)) for value in values.to_numpy().tolist()]
    return pd.Series(shown, index=values.index, dtype="float64")


def _with_base(shares: pd.DataFrame, indicator: Indicator, table: pd.DataFrame) -> pd.DataFrame:
    """Shares with what each is a share of, which weighs it in a mean; 1 for other figures."""
    if not indicator.share_of:
        return shares.assign(base=1.0)
    key = [*SERIES, "period_start"]
    counts = table[table["indicator_id"].eq(indicator.share_of)].set_index(key)["value"]
    counted = counts.reindex(pd.MultiIndex.from_frame(shares[key])).to_numpy()
    # Of a share of nothing it cannot be told what it is a share of.
    return shares.assign(base=counted / shares["value"].where(shares["value"] > 0))


def _with_longer_periods(
    table: pd.DataFrame, indicator: Indicator, frequency: Frequency
) -> pd.DataFrame:
    """Each part with its longer period's first and last day, and how many parts that has."""
    last = table["period_end"]
    if frequency is Frequency.WEEK:
        end = last + pd.to_timedelta((SATURDAY - 1 - last.dt.day_of_week) % 7, unit="D")
        start, expected = end - pd.Timedelta(days=6), pd.Series(7, index=table.index)
    else:
        start = last.dt.to_period("M").dt.start_time
        end = start + pd.offsets.MonthEnd(0)
        is_daily = indicator.frequency is Frequency.DAY
        expected = end.dt.day if is_daily else _weekdays(last, end)
    return table.assign(
        period_start=start, period_end=end, part=last, expected=expected
    ).reset_index(drop=True)


def _weekdays(day: pd.Series, month_end: pd.Series) -> pd.Series:
    """How often the weekday of `day` occurs in its month."""
    first = (day.dt.day - 1) % 7 + 1
    return (month_end.dt.day - first) // 7 + 1


def _joined(parts: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    parts = parts[_is_whole_or_inside(parts)]
    # The reason of a longer period is that of the part whose status it takes.
    parts = parts.assign(rank=parts["status"].map(RANK)).sort_values(["rank", REASON, "part"])
    is_count = _is_total(indicator)
    if indicator.smoothed_over and indicator.frequency is Frequency.DAY:
        parts = parts.assign(value=_apart(parts, indicator.smoothed_over))
    # A mean of shares is weighted by what they are shares of: quiet days weigh less.
    parts = parts.assign(
        weighted=parts["value"] * (1 if is_count else parts["base"]),
        weight=parts["base"].where(parts["value"].notna()),
        is_cut_off=parts[REASON].isin([str(each) for each in CUT_OFF]),
    )
    groups = parts.groupby([*SERIES, "period_start"], sort=True)
    joined = groups.agg(
        period_end=("period_end", "first"),
        weighted=("weighted", _whole if indicator.share_of else "sum"),
        weight=("weight", _whole if indicator.share_of else "sum"),
        rank=("rank", "min"),
        reason=(REASON, "first"),
        alike=(REASON, "nunique"),
        is_cut_off=("is_cut_off", "any"),
        parts=("part", "size"),
        expected=("expected", "first"),
    ).reset_index()
    joined = _judged(joined, is_count=is_count)
    names = {rank: str(status) for rank, status in enumerate(PRECEDENCE)}
    return joined.assign(
        indicator_id=indicator.id,
        status=joined["rank"].map(names),
        value=joined["value"].where(joined["rank"].isin(VALUED_RANKS)),
    )[COLUMNS]


def _judged(joined: pd.DataFrame, *, is_count: bool) -> pd.DataFrame:
    """Longer periods with their value, and the status and reason of what lacks a part."""
    weight = 1 if is_count else joined["weight"].where(joined["weight"] > 0)
    joined["value"] = joined["weighted"] / weight
    unweighed = joined["value"].isna() & joined["rank"].isin(VALUED_RANKS)
    joined["rank"] = joined["rank"].mask(unweighed, RANK[str(Status.NOT_REPORTED)])
    joined[REASON] = joined[REASON].mask(unweighed, str(Reason.INCOMPLETE))
    if is_count:
        # A total that lacks a part is no total, while a mean of the parts there are still is one.
        lacks_parts = joined["parts"] < joined["expected"]
        absent = RANK[str(Status.NOT_REPORTED)]
        is_cut = (lacks_parts & (joined["rank"] > absent)).to_numpy()
        joined["rank"] = np.where(is_cut, absent, joined["rank"])
        joined[REASON] = np.where(is_cut, str(Reason.INCOMPLETE), joined[REASON])
    is_normal = joined["rank"] == RANK[str(Status.NORMAL)]
    joined[REASON] = joined[REASON].mask(is_normal & (joined["alike"] > 1), "")
    # A mean or sum is this much, or more, if one of its parts is.
    is_cut_off = is_normal & joined["is_cut_off"]
    joined[REASON] = joined[REASON].mask(is_cut_off, str(Reason.CAPPED))
    return joined


def _whole(values: pd.Series) -> float:
    """The sum; nothing where a part is not known."""
    return values.sum(skipna=False)


def _apart(parts: pd.DataFrame, smoothed_over: int) -> pd.Series:
    """Values of parts that share no day, counted back from the end of each longer period."""
    days = (parts["period_end"] - parts["part"]).dt.days
    return parts["value"].where(days % smoothed_over == 0)


def _is_whole_or_inside(parts: pd.DataFrame) -> pd.Series:
    """False for parts of the first or last longer period of a frame that lacks some of them."""
    there = parts.groupby([*FRAME, "period_start"])["part"].transform("nunique")
    frames = parts.groupby(FRAME)["period_start"]
    at_edge = parts["period_start"].isin([])
    for edge in ("min", "max"):
        at_edge |= parts["period_start"] == frames.transform(edge)
    return ~at_edge | (there >= parts["expected"])
