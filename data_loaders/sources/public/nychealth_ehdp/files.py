"""Reading the Health Department's neighborhood data: one column-wise JSON file an indicator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    AreaKind,
    Frequency,
    Geography,
    Indicator,
    Reason,
    Status,
)

METADATA = "indicators/metadata/metadata.json"
TIME_PERIODS = "indicators/metadata/TimePeriods.json"
COLUMNS = ("MeasureID", "GeoID", "GeoType", "TimePeriodID", "Value", "Note", "DisplayValue")
# The newest periods, and back to the last that ends before any change the pandemic made.
EARLIEST_END = pd.Timestamp("2017-12-31")
GEOGRAPHY_OF_TYPE = {
    "Citywide": Geography.CITY,
    "Borough": Geography.BOROUGH,
    "CD": Geography.CD,
    "CDTA2020": Geography.CDTA2020,
    "NTA2010": Geography.NTA2010,
    "NTA2020": Geography.NTA2020,
    "UHF42": Geography.UHF42,
}
# Areas of the publisher that this project does not draw.
NOT_DRAWN = frozenset({"Subboro", "UHF34"})
# The last digits of county codes, without zeros before: 005 is the Bronx.
COUNTIES = ("5", "47", "61", "81", "85")
REASON_OF_NOTE = {
    "* Estimate is based on small numbers so should be interpreted with caution.": (
        Reason.FEW_CASES
    ),
    "** Estimate is suppressed due to insufficient data.": Reason.PUBLISHER_UNSURE,
    "*** Number is suppressed for confidentiality reasons.": Reason.PUBLISHER_HID,
}
STATUS_OF_NOTE = {
    "": Status.NORMAL,
    **{note: reason.status for note, reason in REASON_OF_NOTE.items()},
}
YEARS = {Frequency.YEAR: 1, Frequency.TOTAL: 5}


@dataclass(frozen=True, slots=True)
class Extract:
    """One measure of one file: `name` is what the publisher's metadata must call it.

    `earliest_end` is the last day of the oldest period kept.
    """

    indicator: Indicator
    file_id: int
    measure_id: int
    name: str
    earliest_end: pd.Timestamp = EARLIEST_END

    @property
    def file(self) -> str:
        return f"indicators/{self.file_id}.json"


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """A JSON file, of records or of columns, as a table that has `columns`.

    Raises DeliveryError where it is absent, cut off, uneven or lacks one of them.
    """
    try:
        table = pd.DataFrame(json.loads(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError as error:
        raise DeliveryError(path, "not found", "the file", "Download the feed again.") from error
    except ValueError as error:  # bytes that are no text, text that is no JSON, uneven columns
        raise DeliveryError(
            path, f"not readable: {error}", "a whole JSON table", "Fetch it again."
        ) from error
    absent = [name for name in columns if name not in table.columns]
    if absent:
        raise DeliveryError(
            path, f"{absent} missing", f"{list(columns)}", "Map the new names in the reader."
        )
    return table


def time_periods(folder: Path) -> pd.DataFrame:
    """`first` and `last` day of each of the publisher's periods, by its id."""
    table = _table(folder / TIME_PERIODS, ("TimePeriodID", "start_period", "end_period"))
    for column, source in (("first", "start_period"), ("last", "end_period")):
        days = pd.to_datetime(table[source], unit="ms").dt.normalize()
        table[column] = days.astype("datetime64[ms]")
    return table.set_index("TimePeriodID")[["first", "last"]]


def measure_names(folder: Path) -> dict[tuple[int, int], str]:
    """What the publisher calls each measure, by (indicator id, measure id)."""
    table = _table(folder / METADATA, ("IndicatorID", "Measures"))
    return {
        (int(indicator_id), int(measure["MeasureID"])): str(measure["MeasureName"])
        for indicator_id, measures in zip(table["IndicatorID"], table["Measures"], strict=True)
        for measure in measures
    }


def observations_of(
    folder: Path,
    extract: Extract,
    periods: pd.DataFrame,
    names: Mapping[tuple[int, int], str],
) -> pd.DataFrame:
    """Observations of one measure: every area of each geography in each of its periods.

    Raises DeliveryError where the measure is another than expected, or a row has an unknown
    kind of area, area, period, note or value.
    """
    path = folder / extract.file
    measure_name = names.get((extract.file_id, extract.measure_id))
    if measure_name != extract.name:
        raise DeliveryError(
            path,
            f"measure {extract.measure_id} is {measure_name!r}",
            repr(extract.name),
            RENUMBERED,
        )
    rows = _dated(path, _rows(path, extract), periods, extract)
    rows["area_id"] = [
        area_id(kind, code) for kind, code in zip(rows["GeoType"], rows["GeoID"], strict=True)
    ]
    rows["geography"] = rows["GeoType"].map(GEOGRAPHY_OF_TYPE)
    _reject(path, rows, rows["geography"].isna(), "a known kind of area")
    rows["status"] = _statuses(path, rows)
    groups = rows.groupby(["GeoType", "first"], sort=True)
    parts = [_grid(path, group, extract.indicator) for _key, group in groups]
    return pd.concat(parts, ignore_index=True)


RENUMBERED = "The publisher renumbered its measures: find the new number in its metadata."


def _rows(path: Path, extract: Extract) -> pd.DataFrame:
    """The rows of one measure, of the kinds of area this project draws."""
    table = _table(path, COLUMNS)
    rows = table[table["MeasureID"].eq(extract.measure_id) & ~table["GeoType"].isin(NOT_DRAWN)]
    if rows.empty:
        raise DeliveryError(path, f"no rows of {extract.measure_id}", "some", RENUMBERED)
    return rows.copy()


def _dated(path: Path, rows: pd.DataFrame, periods: pd.DataFrame, extract: Extract) -> pd.DataFrame:
    """Rows with `first` and `last` day, of the periods kept; each whole calendar years."""
    unknown = ~rows["TimePeriodID"].isin(periods.index)
    _reject(path, rows, unknown, f"a period of {Path(TIME_PERIODS).name}")
    dated = rows.join(periods, on="TimePeriodID")
    dated = dated[dated["last"] >= extract.earliest_end]
    length = YEARS[extract.indicator.frequency]
    first, last = dated["first"], dated["last"]
    years = last.dt.year - first.dt.year + 1
    whole = first.dt.is_year_start & last.dt.is_year_end & years.eq(length)
    _reject(path, dated, ~whole, f"periods of {length} whole years")
    return dated


def area_id(kind: str, code: object) -> str:
    """Our id of an area by the publisher's code: 470101 is BK0101, borough 1 the Bronx."""
    text = str(code)
    match GEOGRAPHY_OF_TYPE.get(kind):
        case Geography.CITY:
            return geography.CITY_ID
        case Geography.BOROUGH:
            return {str(k): v for k, v in geography.BOROUGH_OF_EHDP.items()}.get(text, text)
        case Geography.NTA2010 | Geography.NTA2020 | Geography.CDTA2020:
            county = next((each for each in COUNTIES if text.startswith(each)), "")
            borough_id = geography.BOROUGH_OF_FIPS.get(f"36{county:0>3}", "")
            return borough_id + text.removeprefix(county)
        case _:
            return text


def _statuses(path: Path, rows: pd.DataFrame) -> pd.Series:
    """Why each row has, or lacks, a value; a hidden number must not stand in the file."""
    statuses = rows["Note"].map(STATUS_OF_NOTE)
    _reject(path, rows, statuses.isna(), "a known note")
    is_number = rows["Value"].map(lambda value: isinstance(value, int | float))
    _reject(path, rows, ~is_number & rows["Value"].notna(), "a number or nothing as Value")
    hidden = statuses.eq(Status.WITHHELD)
    _reject(path, rows, hidden & rows["Value"].notna(), "no value beside a note of hiding")
    absent = rows["Value"].isna() & ~hidden
    _reject(path, rows, absent & rows["DisplayValue"].ne("-"), '"-" where no value is')
    return statuses.mask(absent, Status.NOT_REPORTED)


def _grid(path: Path, group: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """One period in one geography: parks and the like have hardly anyone to ask."""
    where = group["geography"].iloc[0]
    known = {area.id: area for area in geography.areas()[where]}
    _reject(path, group, ~group["area_id"].isin(known), f"an area of {where}")
    _reject(path, group, group["area_id"].duplicated(keep=False), "each area and period once")
    by_area = group.set_index("area_id").reindex(sorted(known))
    lives_there = [known[each].kind is AreaKind.RESIDENTIAL for each in by_area.index]
    absent = [Status.NOT_REPORTED if one else Status.NOT_APPLICABLE for one in lives_there]
    status = by_area["status"].where(
        by_area["status"].notna(), pd.Series(absent, index=by_area.index)
    )
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(where),
            "area_id": by_area.index,
            "period_start": group["first"].iloc[0],
            "industry_id": ALL_INDUSTRIES,
            "period_end": group["last"].iloc[0],
            "value": by_area["Value"].astype("float64").array,
            "status": status.astype("str").to_numpy(),
            "reason": by_area["Note"].map(REASON_OF_NOTE).astype("object").fillna("").to_numpy(),
        }
    )


def _reject(path: Path, rows: pd.DataFrame, bad: pd.Series, expected: str) -> None:
    """Raise DeliveryError if any row is `bad`, naming the first five by area and period."""
    if bad.any():
        shown = rows.loc[bad, ["GeoType", "GeoID", "TimePeriodID", "Note"]].head(5)
        problem = f"{int(bad.sum())} rows unreadable ({shown.to_dict('records')})"
        raise DeliveryError(path, problem, expected, "Ask the publisher, or extend the reader.")
