"""Visitors from other places by borough and week: Cuebiq's counts of travelers of two weeks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import counts, days, mapped, require_cells, require_unique
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import TextFormat, text_table
from data_loaders.sources.partners import cuebiq_panel
from data_loaders.vocabulary.geography import BOROUGH_IDS, BOROUGH_OF_FIPS
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
)
from data_loaders.vocabulary.policy import (
    LOOSEST,
    MINIMUM_DEVICES,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
    Treatment,
)

KEY = ("day", "area_id")
TOTAL, STAYED, WENT_OUT = (
    "last_14_days_travelers",
    "last_14_days_travelers_sip",
    "last_14_days_travelers_not_sip",
)
COUNTS = (TOTAL, STAYED, WENT_OUT)
LAYOUT = TextFormat(
    columns=(
        *("date", "fips_county", "county", "origin_state", *COUNTS),
        "travelers_not_sip_daily_miles",
    ),
    read=("date", "fips_county", "origin_state", *COUNTS),
    has_header=False,
)
SUNDAY = 6
STATES = """AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,
    DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,
    IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,
    MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,
    NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,
    OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,PR Puerto Rico,RI Rhode Island,
    SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,
    WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming""".replace("\n", "").split(",")
# A name that is no state may be a total over all states, which would be counted twice.
STATE_OF_ORIGIN = {
    spelling: code
    for code, _, name in (text.strip().partition(" ") for text in STATES)
    for spelling in (code, name)
}
PROCESSING = (
    "We add up the counts of all states of origin, of each week's last day (a Sunday), and of the"
    " five boroughs for the city. A week is left out where its last day lacks a borough. Counts of"
    " the days between are not added: each already looks back over 14 days."
)
CAVEATS = (
    "Phones of Cuebiq's panel, not all visitors: compare over time, not with counts of people.",
    "Each figure looks back over 14 days, so a change shows in two weeks' figures.",
    "Someone who went to two boroughs is counted in both, and twice in the city.",
)


def _travelers(indicator_id: str, title: str, noun: str, who: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="travelers",
        title=title,
        noun=noun,
        description="Phones of Cuebiq's panel whose home is in another place and that came to a"
        f" borough{who}. Counted are the last 14 days, up to the week's last day.",
        processing=PROCESSING,
        unit="devices",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.WEEK,
        geographies=(Geography.BOROUGH, Geography.CITY),
        direction=Direction.NONE,
        category=Category.TRANSPORTATION,
        week_ends_on=7,
        baseline="2020-02",
        caveats=CAVEATS,
    )


ALL = _travelers("travelers", "Travelers", "travelers", "")
AT_HOME = _travelers(
    "travelers_staying_in",
    "Travelers staying in",
    "travelers staying in",
    ". They then stayed in one place, as shelter-in-place rules asked",
)
OUT = _travelers(
    "travelers_going_out",
    "Travelers going out",
    "travelers going out",
    " and then moved about",
)
INDICATOR_OF_COUNT = {TOTAL: ALL, STAYED: AT_HOME, WENT_OUT: OUT}
SOURCE = Source(
    id="cuebiq_travelers",
    name="Cuebiq travelers",
    partner=cuebiq_panel.PARTNER,
    publisher_url=cuebiq_panel.PUBLISHER_URL,
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Cuebiq, travelers by county, as curated by NYC Recovery Data.",
    description="How many phones from elsewhere came to each borough in the last 14 days, and how"
    " many of them stayed in or went out.",
    covers=cuebiq_panel.PANEL + " Travelers from abroad are not counted.",
    category=Category.TRANSPORTATION,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="a county, a state of origin and a day",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.DEVICE,
        plain=f"Counts of fewer than {MINIMUM_DEVICES} devices are withheld, with others that "
        "would give them away. Staying in and going out add up to all travelers, and boroughs to "
        "the city. States of origin are added up while a file is read, and not kept.",
        revision=cuebiq_panel.REVISION,
        retention=cuebiq_panel.RETENTION,
        publication_grid=Grid(("borough", "city"), "week"),
        excluded=("county", "travelers_not_sip_daily_miles"),
        primary=Primary(minimum_contributors=MINIMUM_DEVICES),
        guessing=LOOSEST,
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=10, block_periods=13),
        sums=(Sum(ALL.id, (AT_HOME.id, OUT.id)),),
    ),
    indicators=(ALL, AT_HOME, OUT),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                pattern=r"travelers-(?P<date>\d{8})\.csv(000)?(\.gz)?",
                example="travelers-20220331.csv000.gz",
                holds="travelers of the last 14 days by county and state of origin, no header",
                columns=LAYOUT.columns,
            ),
        ),
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Travelers by `day` and borough (`area_id`), all states of origin together."""
    parts = [_totals(file, report) for file in files]
    tables = [part for part in parts if part is not None]
    if len(tables) < len(parts):
        return None
    kept = pd.concat(tables, ignore_index=True)
    require_unique(report, files[0].name, kept, KEY)
    return kept


def _totals(file: Path, report: Report) -> pd.DataFrame | None:
    table = text_table(report, file, LAYOUT)
    if table is None:
        return None
    name = file.name
    rows = cuebiq_panel.without_repeats(report, name, table)
    rows = cuebiq_panel.of_the_city(report, name, rows, "fips_county", BOROUGH_OF_FIPS)
    for column in ("origin_state", *COUNTS):
        require_cells(report, name, rows[column])
    mapped(report, name, rows["origin_state"], STATE_OF_ORIGIN, "states of origin")
    require_unique(report, name, rows, ("date", "fips_county", "origin_state"))
    first, last = cuebiq_panel.FIRST_DAY, cuebiq_panel.LAST_DAY
    rows = rows.assign(
        day=days(report, name, rows["date"], "%Y-%m-%d", first, last),
        area_id=rows["fips_county"].map(BOROUGH_OF_FIPS),
        **{column: counts(report, name, rows[column]) for column in COUNTS},
    )
    _require_sums(report, name, rows)
    return rows.groupby(list(KEY), as_index=False)[list(COUNTS)].sum(min_count=1)


def _require_sums(report: Report, file: str, rows: pd.DataFrame) -> None:
    """Staying in and going out must add up to all: the treatment counts on it."""
    wrong = (rows[STAYED] + rows[WENT_OUT]).ne(rows[TOTAL]) & rows[list(COUNTS)].notna().all(axis=1)
    if wrong.any():
        report.stop(
            file,
            f"{STAYED} and {WENT_OUT} do not add up to {TOTAL}",
            "their sum",
            "Ask the partner which count holds.",
            rows.index[wrong],
        )


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Counts of each week's last day; a device is a contributor."""
    sundays = kept[pd.DatetimeIndex(kept["day"]).day_of_week == SUNDAY]
    boroughs = sundays.groupby("day")["area_id"].transform("nunique")
    whole = sundays[boroughs == len(BOROUGH_IDS)]
    return pd.concat(
        [
            cuebiq_panel.in_grid(_cells(whole, column), one.id, str(Geography.BOROUGH), BOROUGH_IDS)
            for column, one in INDICATOR_OF_COUNT.items()
        ],
        ignore_index=True,
    )


def _cells(whole: pd.DataFrame, column: str) -> pd.DataFrame:
    number = whole[column].astype("float64")
    return pd.DataFrame(
        {
            "area_id": whole["area_id"],
            "industry_id": "all",
            "period_end": whole["day"],
            "value": number,
            "contributors": number,
            # Each device is one; a lone one knows itself.
            "largest": number.clip(upper=1),
            "second": (number - 1).clip(0, 1),
        }
    )
