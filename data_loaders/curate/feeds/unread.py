"""Files that a mirror holds and no reader opens, each with the reason: nothing is left out unsaid.

A test holds this list, what feeds, vintages and boundaries read, and the mirror against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

SAME_BOUNDARIES = "The same boundaries, or coarser ones, as files that are read."
OLD_AREAS = "Areas that no figure here is published for."
OTHER_GROUPS = "Cut by age, sex, race or neighborhood income for the whole city: no areas to map."
NEWER_FILE = "An older or shorter cut of figures that another file of the folder has whole."
WEEKS_NOW = "Of the last days or weeks only; the whole series is in files that are read."
FOR_ITS_CHARTS = "Made for one chart on the publisher's site; the table it is cut from is read."
ONE_HOME_TYPE = "By kind of home; the file of all kinds is read."
NOT_A_TABLE = "About the files, or names for codes: it holds no figure."
CHECKS_OURS = "Adds up what is read by station: tests hold our sums against it."
DERIVED_BY_NEWS = "Computed by a news site from published figures that are read here at first hand."
SURVEY = (
    "Birthplace, race and schooling of residents, means of five years of a survey: they turn too "
    "slowly to show a recovery."
)
METRO = "Of the metropolitan area, which is not the city."
OLDER_COPY = "An older copy than the one read; what it says otherwise is the publisher's revision."

# Path or pattern in a mirror, and why it is not read.
UNREAD: Mapping[str, str] = {
    "bls-laus-fred/NEWY636UR*.csv": METRO,
    "derived-geo/n*": SAME_BOUNDARIES,
    "dhs-daily-census/DHS_Daily_Report_2023-07-05.csv": OLDER_COPY,
    "downtown-recovery-uoft/trend*.csv": (
        "Phones as a share of a number the publisher does not name, and no 2019 beside them. From "
        "November to December 2025 the middle one of 60 downtowns falls by 29 percent (a year "
        "before by 0): it is the panel of phones that changes, not how many people came."
    ),
    "foursquare-visitdata/allstate_groupedNewYork.csv": "Of the whole State.",
    "foursquare-visitdata/rawNewYork.csv": "By kind of place, finer than is shown of 33 days.",
    "indeed-hiring-lab-metro/*": f"{METRO} It ends in March 2022, before the method changed.",
    "indeed-hiring-lab/sector-job-title-examples.csv": NOT_A_TABLE,
    "moda-rdp-reference/*": NOT_A_TABLE,
    "mta-ridership/MTA_Daily_Ridership.csv": OLDER_COPY,
    "mta-ridership/ny1_*": DERIVED_BY_NEWS,
    "mta-subway-stations/baseline_special_cases.csv": (
        "28 stations whose base years differ: named in the reader, with the same reasons."
    ),
    "mta-subway-stations/monthly_*_puma.csv": CHECKS_OURS,
    "mta-subway-stations/monthly_ridership_nyc.csv": CHECKS_OURS,
    "mta-subway-stations/nyc_puma_crosswalk_2020.csv": NOT_A_TABLE,
    "mta-subway-stations/station_to_puma.csv": CHECKS_OURS,
    "nycehs-geography/*": SAME_BOUNDARIES,
    "nychealth-coronavirus-data/Geography-resources/*": SAME_BOUNDARIES,
    "nychealth-coronavirus-data/alert-levels/*": WEEKS_NOW,
    "nychealth-coronavirus-data/archive/*": NEWER_FILE,
    "nychealth-coronavirus-data/discontinued/*": (
        "The publisher stopped these counts of tests in 2020 to 2022 and warns of their meaning."
    ),
    "nychealth-coronavirus-data/latest/*": WEEKS_NOW,
    "nychealth-coronavirus-data/totals/*": (
        "Totals since 2020 without a date, so neither a trend nor a change."
    ),
    "nychealth-coronavirus-data/trends/data-by-day.csv": (
        "By day; the same counts by week and area are read."
    ),
    "nychealth-coronavirus-data/trends/weekly-*": OTHER_GROUPS,
    "nychealth-coronavirus-data/variants/*": "Which variants were found: no measure of recovery.",
    "nychealth-covid-vaccine-data/doses/*": OTHER_GROUPS,
    "nychealth-covid-vaccine-data/people/by-residency-demo.csv": OTHER_GROUPS,
    "nychealth-covid-vaccine-data/people/coverage*": (
        "By age, sex or race, and of one day in September 2023; all ages by area are read."
    ),
    "nychealth-covid-vaccine-data/people/trends-byage.csv": OTHER_GROUPS,
    "nychealth-ehdp-data/geography/GeoLookup.json": SAME_BOUNDARIES,
    "nychealth-ehdp-data/geography/UHF34.topo.json": OLD_AREAS,
    "nychealth-ehdp-data/geography/PUMA2010.topo.json": OLD_AREAS,
    "nychealth-ehdp-data/geography/modzcta/*": SAME_BOUNDARIES,
    "nychealth-ehdp-data/geography/ny_harbor.topo.json": "The harbor: water, no area.",
    "nychealth-ehdp-data/geography/puma_2010_names.csv": OLD_AREAS,
    "nychealth-ehdp-data/geography/puma_to_subboro.csv": OLD_AREAS,
    "nychealth-ehdp-data/geography/subboro.topo.json": OLD_AREAS,
    "nychealth-ehdp-data/geography/zcta_to_uhf.csv": NOT_A_TABLE,
    "nychealth-ehdp-data/hvi-nta-2020.csv": "Heat risk: no measure of recovery.",
    "nychealth-ehdp-data/indicators/14.json": SURVEY,
    "nychealth-ehdp-data/indicators/2325.json": SURVEY,
    "nychealth-ehdp-data/indicators/2334.json": SURVEY,
    "nychealth-ehdp-data/indicators/2*.json": "Of one or two periods: no trend to follow.",
    "nychealth-ehdp-data/indicators/metadata/comparisons.json": NOT_A_TABLE,
    "nychealth-immunization-data/Main_Routine_Vaccine_Demo.csv": OTHER_GROUPS,
    "nychealth-immunization-data/visualizations/*": FOR_ITS_CHARTS,
    "nychealth-respiratory-illness-data/*": NEWER_FILE,
    "nysdol-ces/NYChist_2021_01.xls": OLDER_COPY,
    "nysdol-ces/nyc-weekly-earnings_2023-12-22.csv": (
        "Weekly pay before taxes and prices of all private jobs; pay by borough and sector is read."
    ),
    "nysdol-laus/nyclfsa_2023-12-22.csv": (
        "Seasonally adjusted in another file that is read; its two last columns have no name."
    ),
    "nysdol-qcew/QCEW.Readme.txt": NOT_A_TABLE,
    "nysdol-qcew/qcewmta_2023.rds": "The table of 2023 that is read, in another format.",
    "nysdol-ui-claims/ny1_*": DERIVED_BY_NEWS,
    "oca-evictions/*": FOR_ITS_CHARTS,
    "opentable-ny1/opentable_city_comparison.csv": "Of four other cities beside this one.",
    "opportunity-insights/Earnin - ZCTA - 2020.csv": "Two months of 2020 alone.",
    "opportunity-insights/GeoIDs*": NOT_A_TABLE,
    "opportunity-insights/Google Mobility - City - Daily.csv": (
        "Against five weeks of early 2020, a winter: no base to come back to."
    ),
    "opportunity-insights/Job Postings - City - Weekly.csv": (
        "The city's values of 2019 to 2024 are not usable, as its list of files says."
    ),
    "opportunity-insights/Policy Milestones - State.csv": (
        "Days of orders: tests hold the events marked on charts against it."
    ),
    "opportunity-insights/UI Claims - County - Weekly.csv": (
        "Ends in March 2021; the State's own counts by borough are read."
    ),
    "opportunity-insights/Womply - ZCTA - 2020.csv": "Two months of 2020 alone.",
    "streeteasy-data-dashboard/*Index_All.csv": (
        "An index of three boroughs; medians of all five are read."
    ),
    "streeteasy-data-dashboard/*_Condo.csv": ONE_HOME_TYPE,
    "streeteasy-data-dashboard/*_Coop.csv": ONE_HOME_TYPE,
    "streeteasy-data-dashboard/*_Sfr.csv": ONE_HOME_TYPE,
    "streeteasy-data-dashboard/medianSalesPrice_All.csv": (
        "Of recorded sales, months after they were agreed; asking prices are read."
    ),
    "streeteasy-data-dashboard/recordedSalesVolume_All.csv": (
        "Of recorded sales, months after they were agreed; asking prices are read."
    ),
    "streeteasy-data-dashboard/vintage-2023-11/*": OLDER_COPY,
    "streeteasy-vintages/rentalIndex_All_2026-08.csv": (
        "An index of three boroughs; medians of all five are read."
    ),
    "streeteasy-vintages/rentalInventory_All_*.csv": (
        "A count of listings stands behind each median, so both are of one day; these are of "
        "others. The copy to March 2024 has four months more."
    ),
    "streeteasy-weekly-ny1/*": DERIVED_BY_NEWS,
    "thecity-census2020-tracts/demographics-centroids-OG.json": (
        "The same tracts as demographics.csv, some of them more than once."
    ),
    "tlc-monthly/data_reports_monthly_2022-07.csv": OLDER_COPY,
}


def why_unread(path: str) -> str:
    """Why a file of a mirror is not read; empty where nothing is said of it."""
    return next((why for pattern, why in UNREAD.items() if fnmatchcase(path, pattern)), "")


def unused(paths: Iterable[str]) -> list[str]:
    """Patterns that none of these files has."""
    held = list(paths)
    return [p for p in UNREAD if not any(fnmatchcase(each, p) for each in held)]
