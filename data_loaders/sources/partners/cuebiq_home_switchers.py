"""Who moved to another county, by borough left and week: Cuebiq's home switchers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import numbers, require_cells, require_unique
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
    MINIMUM_DEVICES,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

KEY: tuple[str, ...] = ()
LAYOUT = TextFormat(
    columns=(
        *("ref_week_code", "ref_week_name", "new_fips_county", "new_county"),
        *("old_fips_county", "old_county", "home_switcher_pct"),
        *("top10_home_switcher_pct", "bottom10_home_switcher_pct"),
    ),
    read=("ref_week_code", "new_fips_county", "old_fips_county", "home_switcher_pct"),
)
ROUNDING = 0.01
PROCESSING = (
    "Cuebiq gives the share by new county. We add up the new counties; single counties are not"
    f" shown. Rounded to {ROUNDING:g} points."
)
CAVEATS = (
    f"Flows of fewer than {MINIMUM_DEVICES} devices between two counties are not in Cuebiq's file,"
    " so the true share is somewhat higher.",
    "A new home is where a phone now spends most nights: a long visit looks like a move.",
    "People who came to the city are not in it, so it does not say whether a borough grew.",
)


def _moved(indicator_id: str, title: str, noun: str, where: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="home_switchers",
        title=title,
        noun=noun,
        description=f"The share of phones that had a new home {where} in that week. It is of the "
        "phones of Cuebiq's panel that had their home in a borough.",
        processing=PROCESSING,
        unit="% of devices",
        measure=Measure.PERCENT,
        decimals=2,
        frequency=Frequency.WEEK,
        geographies=(Geography.BOROUGH,),
        direction=Direction.NONE,
        category=Category.HOUSING,
        week_ends_on=7,
        caveats=CAVEATS,
    )


LEFT_CITY = _moved(
    "moved_out_of_city",
    "Moved out of the city",
    "people who moved out of the city",
    "outside the city",
)
STAYED_IN_CITY = _moved(
    "moved_to_another_borough",
    "Moved to another borough",
    "people who moved within the city",
    "in another borough",
)
INDICATOR_OF_COLUMN = {"left_city": LEFT_CITY, "other_borough": STAYED_IN_CITY}
SOURCE = Source(
    id="cuebiq_home_switchers",
    name="Cuebiq home switchers",
    partner=cuebiq_panel.PARTNER,
    publisher_url=cuebiq_panel.PUBLISHER_URL,
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Cuebiq, home switchers by county, as curated by NYC Recovery Data.",
    description="The share of phones of each borough that moved home to another county, week by"
    " week: out of the city, or to another borough.",
    covers=cuebiq_panel.PANEL + " Children move with their parents and are not counted.",
    category=Category.HOUSING,
    cadence=Cadence.WEEK,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="two counties and a week",
        treatment=Treatment.OURS,
        contributors=Contributors.ATTESTED,
        contributor_unit=ContributorUnit.DEVICE,
        plain=f"Percents by borough left, never by county moved to. {cuebiq_panel.MINIMUM_SAID}",
        revision=cuebiq_panel.REVISION,
        retention=cuebiq_panel.RETENTION,
        publication_grid=Grid(("borough",), "week"),
        excluded=(
            *("ref_week_name", "new_county", "old_county"),
            *("top10_home_switcher_pct", "bottom10_home_switcher_pct"),
        ),
        primary=Primary(minimum_contributors=MINIMUM_DEVICES),
        rounding=ROUNDING,
    ),
    indicators=(LEFT_CITY, STAYED_IN_CITY),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                pattern=r"ri-(?P<date>\d{8})\.csv(000)?(\.gz)?",
                example="ri-20220331.csv000.gz",
                holds="share of devices with a new home by old and new county, all weeks so far",
                columns=LAYOUT.columns,
            ),
        ),
        is_file_by_file=True,
        is_cumulative=True,
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Percents by `day` (Sunday) and borough left (`area_id`): `left_city`, `other_borough`."""
    (file,) = files
    table = text_table(report, file, LAYOUT)
    if table is None:
        return None
    name = file.name
    rows = cuebiq_panel.without_repeats(report, name, table)
    rows = cuebiq_panel.of_the_city(report, name, rows, "old_fips_county", BOROUGH_OF_FIPS)
    for column in ("new_fips_county", "home_switcher_pct"):
        require_cells(report, name, rows[column])
    cuebiq_panel.require_counties(report, name, rows["new_fips_county"])
    require_unique(report, name, rows, ("ref_week_code", "new_fips_county", "old_fips_county"))
    rows = rows.assign(
        day=cuebiq_panel.week_ends(report, name, rows["ref_week_code"]),
        area_id=rows["old_fips_county"].map(BOROUGH_OF_FIPS),
        percent=numbers(report, name, rows["home_switcher_pct"], least=0, most=100),
    )
    return _by_borough(_moved_rows(report, name, rows))


def _moved_rows(report: Report, file: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a change of county; those that stayed in theirs are said and left out."""
    same = rows["new_fips_county"] == rows["old_fips_county"]
    if same.any():
        report.note(
            file,
            "rows whose new county is the old one",
            "a change of county",
            "They are no moves, and are left out.",
            rows.index[same],
        )
    return rows[~same]


def _by_borough(rows: pd.DataFrame) -> pd.DataFrame:
    """Shares added up; a kind of move without a row was in no flow large enough: not known."""
    is_near = rows["new_fips_county"].isin(list(BOROUGH_OF_FIPS))
    parts = rows.assign(
        left_city=rows["percent"].where(~is_near),
        other_borough=rows["percent"].where(is_near),
    )
    by_borough = parts.groupby(["day", "area_id"], as_index=False)
    return by_borough[list(INDICATOR_OF_COLUMN)].sum(min_count=1)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Percents as they are; how many devices stand behind them is not delivered."""
    return pd.concat(
        [
            cuebiq_panel.in_grid(
                kept.assign(industry_id="all", period_end=kept["day"], value=kept[column]),
                one.id,
                str(Geography.BOROUGH),
                BOROUGH_IDS,
            )
            for column, one in INDICATOR_OF_COLUMN.items()
        ],
        ignore_index=True,
    )
