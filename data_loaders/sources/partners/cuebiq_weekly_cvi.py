"""Visits to businesses by sector and week: Cuebiq's weekly visit index of the New York market."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import mapped, numbers, require_cells, require_unique
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import TextFormat, text_table
from data_loaders.sources.partners import cuebiq_panel
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
    Status,
    industries,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Grid,
    IndexRule,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

KEY: tuple[str, ...] = ()
LAYOUT = TextFormat(
    columns=(
        *("visit_week_cd", "week_label", "market_area_code", "market_area"),
        *("brand", "vertical", "sector", "cvi", "cvi_per_store"),
    ),
    read=("visit_week_cd", "market_area_code", "brand", "vertical", "sector", "cvi"),
    has_header=False,
)
BASE = "2020-02"
MINIMUM_BRANDS = 3
MOST_INDEX = 100_000_000  # an index of visits of all stores of a brand
ROUNDING = 5
USUAL_SHARE = 0.8  # of a sector's brands; below it, a fall may be brands that were not reported

SECTOR_VISITS = Indicator(
    id="cvi_by_sector",
    family="cvi",
    title="Visits to businesses by sector",
    noun="visits to businesses",
    description="Cuebiq's visit index: how many phones of its panel stopped at the places of a"
    " brand in a week. It is adjusted for the size of the panel. The market area is New York"
    " City and the counties around it, in three states.",
    processing="We add up the index of all brands of a sector and divide by the average week of"
    f" February 2020, which is 100. The result is rounded to {ROUNDING}. Figures of single brands"
    " are never shown. This is a level against before the pandemic; the change against the same"
    " days of the year before comes from another of Cuebiq's files.",
    unit="(February 2020 = 100)",
    measure=Measure.INDEX,
    decimals=0,
    frequency=Frequency.WEEK,
    geographies=(Geography.MARKET,),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOT_TRAFFIC,
    week_ends_on=7,
    industries=industries(cuebiq_panel.SECTORS),
    baseline=BASE,
    caveats=(
        "The market area is larger than the city: no figure of the city alone can be taken from"
        " it.",
        "Sizes of sectors cannot be compared, only how far each has moved since February 2020.",
        f"A week in which fewer than {USUAL_SHARE:.0%} of a sector's usual brands were reported is "
        "marked as less reliable. The missing ones make it look lower.",
    ),
)
SOURCE = Source(
    id="cuebiq_weekly_cvi",
    name="Cuebiq Visit Index, weekly",
    partner=cuebiq_panel.PARTNER,
    publisher_url=cuebiq_panel.PUBLISHER_URL,
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Cuebiq, weekly Cuebiq Visit Index, as curated by NYC Recovery Data.",
    description="Visits to businesses of eight sectors in the New York market area, week by week,"
    " against February 2020.",
    covers=cuebiq_panel.PANEL + " Only brands that Cuebiq follows are in it, mostly chains.",
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.WEEK,
    policy=Policy(
        sensitivity=Sensitivity.BUSINESS,
        unit_of_observation="a brand and week",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.ESTABLISHMENT,
        plain="Sectors only, never a brand: brands are added up and counted while a file is read,"
        f" and not kept. A sector of fewer than {MINIMUM_BRANDS} brands is withheld; a sector whose"
        f" file names none counts its kinds of places instead. {cuebiq_panel.MINIMUM_SAID}",
        revision=cuebiq_panel.REVISION,
        retention=cuebiq_panel.RETENTION,
        publication_grid=Grid(("market",), "week", "sector"),
        excluded=("week_label", "market_area", "cvi_per_store"),
        primary=Primary(minimum_contributors=MINIMUM_BRANDS, minimum_in_base_period=MINIMUM_BRANDS),
        index=IndexRule(BASE, MINIMUM_BRANDS, ROUNDING),
    ),
    indicators=(SECTOR_VISITS,),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                pattern=rf"cvi(-({cuebiq_panel.SECTOR_IN_NAME}))?(-(?P<date>\d{{8}}))?\.csv(000)?(\.gz)?",
                example="cvi-dining-20220331.csv000.gz",
                holds="weekly index by brand, all weeks so far, without a header",
                columns=LAYOUT.columns,
            ),
        ),
        is_cumulative=True,
    ),
    reasons=(
        Reason.PARTS_MISSING,
        Reason.NOTHING_TO_COUNT,
    ),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Sums by sector and week: `day` (Sunday), `sector`, `visits`, `brands`."""
    parts = [_sums(file, report) for file in files]
    tables = [part for part in parts if part is not None]
    if len(tables) < len(parts):
        return None
    kept = pd.concat(tables, ignore_index=True)
    require_unique(report, files[0].name, kept, ("day", "sector"))
    return kept


def _sums(file: Path, report: Report) -> pd.DataFrame | None:
    table = text_table(report, file, LAYOUT)
    if table is None:
        return None
    name = file.name
    rows = cuebiq_panel.of_the_market(
        report, name, cuebiq_panel.without_repeats(report, name, table)
    )
    require_cells(report, name, rows["sector"])
    require_unique(
        report, name, rows, ("visit_week_cd", "market_area_code", "sector", "vertical", "brand")
    )
    rows = rows.assign(
        day=cuebiq_panel.week_ends(report, name, rows["visit_week_cd"]),
        sector=mapped(
            report, name, rows["sector"].str.strip().str.lower(), cuebiq_panel.SECTOR_IDS, "sectors"
        ),
        visits=numbers(report, name, rows["cvi"], least=0, most=MOST_INDEX),
        brand=rows["brand"].fillna(rows["vertical"]),
    )
    by_sector = rows[rows["visits"].notna()].groupby(["day", "sector"])
    return by_sector.agg(visits=("visits", "sum"), brands=("brand", "nunique")).reset_index()


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Sums by sector with how many brands stand behind each."""
    usual = kept.groupby("sector")["brands"].transform("median")
    is_short = kept["brands"] < USUAL_SHARE * usual
    cells = pd.DataFrame(
        {
            "area_id": cuebiq_panel.MARKET_AREA,
            "industry_id": kept["sector"],
            "period_end": kept["day"],
            "value": kept["visits"],
            "contributors": kept["brands"].astype("float64"),
            "status": is_short.map({True: Status.LOW_RELIABILITY, False: Status.NORMAL}).map(str),
        }
    )
    sectors = [sector for sector, _ in cuebiq_panel.SECTORS]
    return cuebiq_panel.in_grid(
        cells, SECTOR_VISITS.id, str(Geography.MARKET), (cuebiq_panel.MARKET_AREA,), sectors
    )
