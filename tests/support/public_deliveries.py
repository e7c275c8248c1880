"""The tiny delivery of every public source: the files its own tests read, in a folder of theirs.

A source whose publisher offers two layouts has both, the second after a slash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from data_loaders.sources.public import foursquare_visitdata, times_square_alliance
from data_loaders.sources.public.mta_ridership import by_mode
from data_loaders.sources.public.mta_ridership import source as mta_ridership
from data_loaders.sources.public.nychealth_ehdp import files as ehdp_files
from data_loaders.sources.public.nychealth_ehdp import source as ehdp
from data_loaders.sources.public.nychealth_immunization import source as immunization
from data_loaders.sources.public.nychealth_immunization.files import VaccineSeries
from data_loaders.sources.public.nychealth_respiratory import source as respiratory
from data_loaders.sources.public.nypd_historical_crime.source import NEWEST as FELONIES
from data_loaders.sources.public.streeteasy_dashboard import source as streeteasy_dashboard
from data_loaders.vocabulary.model import Frequency
from tests.data_loaders.sources.public import (
    test_betanyc_open_maps,
    test_bls_laus,
    test_bls_qcew,
    test_broadway_grosses,
    test_census_cbp,
    test_dhs_shelter,
    test_dot_pedestrians,
    test_downtown_activity,
    test_foursquare_visitdata,
    test_hra_benefits,
    test_indeed_hiring_lab,
    test_mta_by_mode,
    test_mta_ridership,
    test_mta_subway_stations,
    test_nycdoe_attendance,
    test_nychealth_coronavirus,
    test_nychealth_covid_vaccine,
    test_nychealth_ehdp,
    test_nychealth_immunization,
    test_nychealth_respiratory,
    test_nypd_historical_crime,
    test_nys_taxable_sales,
    test_nysdol_ces,
    test_nysdol_laus,
    test_nysdol_laus_adjusted,
    test_nysdol_qcew,
    test_nysdol_ui_claims,
    test_oca_evictions,
    test_opentable,
    test_opentable_by_day,
    test_opportunity_insights,
    test_streeteasy_dashboard,
    test_streeteasy_weekly,
    test_times_square_alliance,
    test_tlc_trips,
)

Deliver = Callable[[Path], object]


def _written(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")


def _texts(texts: Mapping[str, str]) -> Deliver:
    return lambda folder: _written(folder, texts)


def _illness(folder: Path) -> None:
    """The three weeks, with the city between its boroughs: a share is a mean of theirs."""
    tests = test_nychealth_respiratory
    text = tests.delivery().replace('"10","Percent"', '"2","Percent"')
    _written(folder, {respiratory.FILE: text.replace('"12","Percent"', '"2","Percent"')})


def _vaccinated(folder: Path) -> None:
    """The two days, with each area's share of the same size."""
    text = test_nychealth_covid_vaccine.files()
    share = test_nychealth_covid_vaccine.BY_BOROUGH
    alike = {f",0,{n}.5": ",0,5.5" for n in range(6)} | {
        f",{n},10{n}.5": ",5,10.5" for n in range(6)
    }
    for old, new in alike.items():
        text[share] = text[share].replace(old, new)
    _written(folder, text)


def _immunization(folder: Path) -> None:
    """Every period and vaccine, in files alike."""
    tests = test_nychealth_immunization
    for series in immunization.ALL_SERIES:
        for year, quarter in immunization.PUBLISHED:
            texts = {
                series.file("geo", (year, quarter)): tests.AREAS,
                series.file("borough", (year, quarter)): tests.BOROUGHS,
            }
            _written(folder, {k: _of(v, series, year, quarter) for k, v in texts.items()})
        trend = _of(tests.TRENDS, series, "2026", "Q4")
        _written(folder, {series.trend_file: trend})


def _of(text: str, series: VaccineSeries, year: str, quarter: str) -> str:
    """A file of the measles vaccine as one of a series and period."""
    dosed = text.replace('months",1,', f'months","{series.doses}",').replace(
        'MMR",1,', f'MMR","{series.doses}",'
    )
    named = dosed.replace('"MMR"', f'"{series.vaccine}"').replace("2021", year)
    return named.replace(f'"{series.vaccine}",1,', f'"{series.vaccine}","{series.doses}",').replace(
        '"Q2"', f'"{quarter}"'
    )


def _neighborhoods(folder: Path) -> None:
    """Every measure of the Health Department's portal, of the same few areas."""
    tests = test_nychealth_ehdp
    extracts = {each.file_id: each for each in ehdp.EXTRACTS}
    for extract in extracts.values():
        is_yearly = extract.indicator.frequency is Frequency.YEAR
        period = 289 if is_yearly else 300
        known = {str(each) for each in extract.indicator.geographies}
        rows = [
            (extract.measure_id, *row[1:3], period, *row[4:])
            for row in tests.ROWS
            if row[0] == 755 and row[3] == 300 and _is_of(str(row[2]), known)
        ]
        columns = {name: [row[at] for row in rows] for at, name in enumerate(ehdp_files.COLUMNS)}
        _written(folder, {extract.file: json.dumps(columns)})
    measures = [
        {
            "IndicatorID": each.file_id,
            "Measures": [{"MeasureID": each.measure_id, "MeasureName": each.name}],
        }
        for each in extracts.values()
    ]
    _written(
        folder,
        {
            ehdp_files.TIME_PERIODS: json.dumps(tests.PERIODS),
            ehdp_files.METADATA: json.dumps(measures),
        },
    )


def _is_of(kind: str, known: set[str]) -> bool:
    geography = ehdp_files.GEOGRAPHY_OF_TYPE.get(kind)
    return geography is not None and str(geography) in known


def _spending(folder: Path) -> None:
    """The tiny files, with the city's revenue between that of its boroughs."""
    tests = test_opportunity_insights
    revenue = tests.FILES[tests.CITY_REVENUE].replace(".0192,.0266", ".0311,-.5")
    _written(folder, tests.FILES | {tests.CITY_REVENUE: revenue})


def _listings(folder: Path) -> None:
    """Every figure; a share is a fraction of one."""
    tests = test_streeteasy_dashboard
    tests.delivery(folder)
    for path in (folder / streeteasy_dashboard.FOLDER).glob("priceCutShare*.csv"):
        if not path.name.startswith("priceCutShareCount"):
            path.write_text(
                re.sub(
                    r",\d{4}(\.0)?(?=[,\n])",
                    ",0.25",
                    tests.VALUES.replace("2018-12,2019-01,2019-02", "@"),
                ).replace("@", "2018-12,2019-01,2019-02")
            )


def _crimes(folder: Path) -> None:
    """The sheet of every precinct, as a workbook of today."""
    rows = [list(row) for row in test_nypd_historical_crime.sheet()]
    with pd.ExcelWriter(folder / FELONIES.replace(".xls", ".xlsx"), engine="xlsxwriter") as writer:
        pd.DataFrame(rows).to_excel(writer, header=False, index=False)
    (folder / FELONIES.replace(".xls", ".xlsx")).rename(folder / FELONIES)


def _shelter(folder: Path) -> None:
    tests = test_dhs_shelter
    nights = [tests.night(f"01/{day:02}/2024", 10, 20, 30) for day in range(1, 32)]
    tests.deliver(folder, "".join(nights))


DELIVERIES: dict[str, Deliver] = {
    "nychealth_coronavirus": test_nychealth_coronavirus.deliver,
    "nychealth_immunization": _immunization,
    "nychealth_respiratory": _illness,
    "nychealth_covid_vaccine": _vaccinated,
    "nychealth_ehdp": _neighborhoods,
    "nycdoe_attendance": test_nycdoe_attendance.deliver,
    "nysdol_ui_claims": lambda folder: test_nysdol_ui_claims.write(
        folder, test_nysdol_ui_claims.workbook()
    ),
    "nysdol_ces": lambda folder: test_nysdol_ces.deliver(
        folder, test_nysdol_ces.REPEATED + test_nysdol_ces.rows(commas=True, width=47)
    ),
    "nysdol_ces/saved again": lambda folder: test_nysdol_ces.deliver(
        folder, test_nysdol_ces.RESAVED + test_nysdol_ces.rows(commas=False, width=32)
    ),
    "nysdol_qcew": test_nysdol_qcew.mirror_layout,
    "nysdol_qcew/portal": test_nysdol_qcew.portal_layout,
    "nysdol_laus": lambda folder: test_nysdol_laus.deliver(folder, test_nysdol_laus.FRACTIONS),
    "bls_qcew": test_bls_qcew.copies,
    "bls_qcew/slices": test_bls_qcew.slices,
    "census_cbp": test_census_cbp.original,
    "census_cbp/copy": test_census_cbp.copy,
    "nysdol_laus_adjusted": lambda folder: test_nysdol_laus_adjusted.deliver(
        folder, test_nysdol_laus_adjusted.SHEET.encode()
    ),
    "nysdol_laus_adjusted/workbook": lambda folder: test_nysdol_laus_adjusted.deliver(
        folder, test_nysdol_laus_adjusted.workbook(test_nysdol_laus_adjusted.SHEET)
    ),
    "bls_laus": lambda folder: test_bls_laus.deliver(folder, test_bls_laus.EARLIER_LAYOUT),
    "bls_laus/today": lambda folder: test_bls_laus.deliver(folder, test_bls_laus.FRED_LAYOUT),
    "indeed_hiring_lab": _texts(test_indeed_hiring_lab.FILES),
    "opportunity_insights": _spending,
    "nys_taxable_sales": test_nys_taxable_sales.deliver,
    "hra_benefits": lambda folder: test_hra_benefits.deliver(
        folder, test_hra_benefits.rows("09/01/2025")
    ),
    "streeteasy_dashboard": _listings,
    "streeteasy_weekly": test_streeteasy_weekly.delivery,
    "oca_evictions": test_oca_evictions.write,
    "dhs_shelter": _shelter,
    "mta_ridership": _texts({mta_ridership.FILE: test_mta_ridership.official()}),
    "mta_ridership/spreadsheet": _texts({mta_ridership.FILE: test_mta_ridership.spreadsheet()}),
    "mta_ridership/by mode": _texts(
        {mta_ridership.FILE: test_mta_ridership.official(), by_mode.FILE: test_mta_by_mode.PORTAL}
    ),
    "mta_subway_stations": test_mta_subway_stations.mirror_layout,
    "mta_subway_stations/portal": test_mta_subway_stations.portal_layout,
    "tlc_trips": lambda folder: test_tlc_trips.deliver(folder, test_tlc_trips.NEWER),
    "opentable": test_opentable.delivery,
    "opentable_by_day": test_opentable_by_day.delivery,
    "broadway_grosses": test_broadway_grosses.delivered,
    "betanyc_open_maps": test_betanyc_open_maps.deliver,
    "times_square_alliance": _texts(
        {times_square_alliance.FILE: test_times_square_alliance.DELIVERY}
    ),
    "downtown_activity": test_downtown_activity.delivered,
    "dot_pedestrians": test_dot_pedestrians.deliver,
    "foursquare_visitdata": _texts({foursquare_visitdata.FILE: test_foursquare_visitdata.DELIVERY}),
    "nypd_historical_crime": _crimes,
}
