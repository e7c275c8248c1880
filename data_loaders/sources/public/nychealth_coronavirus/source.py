"""COVID-19 in New York City: the Health Department's files of cases, hospital stays and deaths."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.table import tidy
from data_loaders.sources.public.nychealth_coronavirus.files import (
    daily_counts,
    daily_table,
    illness_visits,
    monthly_rates,
    weekly_rates,
)
from data_loaders.sources.public.nychealth_coronavirus.indicators import (
    CASE_FIGURES,
    DEATH_FIGURES,
    HOSPITAL_FIGURES,
    INDICATORS,
    RATES,
)
from data_loaders.vocabulary.model import (
    Break,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Publication,
    Reason,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Policy,
    Sensitivity,
    Treatment,
)

RAW = "https://raw.githubusercontent.com/nychealth/coronavirus-data/master/"
CASE_RATE = "trends/caserate-by-modzcta.csv"
HOSPITAL_RATE = "trends/hosprate-by-modzcta.csv"
DEATH_RATE = "trends/deathrate-by-modzcta.csv"
CASES = "trends/cases-by-day.csv"
HOSPITAL = "trends/hosp-by-day.csv"
DEATHS = "trends/deaths-by-day.csv"
ILLNESS = "trends/covid-like-illness.csv"
ILLNESS_BY_BOROUGH = "trends/covid-like-illness-by-boro.csv"
FILES = (
    CASE_RATE,
    HOSPITAL_RATE,
    DEATH_RATE,
    CASES,
    HOSPITAL,
    DEATHS,
    ILLNESS,
    ILLNESS_BY_BOROUGH,
)

SOURCE = Source(
    id="nychealth_coronavirus",
    name="COVID-19 data, 2020 to 2025",
    partner="NYC Department of Health and Mental Hygiene",
    publisher_url="https://github.com/nychealth/coronavirus-data",
    feed=Feed("nychealth-coronavirus-data", tuple(FeedFile(name, RAW + name) for name in FILES)),
    terms_of_use=Terms(
        available="Published by the Health Department in a public repository, which says that data "
        "are preliminary and subject to change.",
        of_public_agency=True,
        credit=("the Health Department",),
    ),
    publication=Publication.OPEN,
    citation="New York City Department of Health and Mental Hygiene. NYC Coronavirus Disease 2019 "
    "(COVID-19) Data. https://github.com/nychealth/coronavirus-data",
    description="People found to have COVID-19, admitted to a hospital with it, or who died of it, "
    "by day, week and month. Labs, hospitals and death certificates report them to the Health "
    "Department. It starts on February 29, 2020, the day of the city's first confirmed "
    "case. Emergency room visits for COVID-like illness start on February 1, 2020.",
    covers="People who live in New York City. Leaves out people who were never tested, most home "
    "tests, and visitors. People whose address could not be placed are in the city's figures, "
    "not in a borough's.",
    category=Category.HEALTH,
    cadence=Cadence.WEEK,
    ended_on=date(2025, 10, 15),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a person with COVID-19, or a visit to an emergency department",
        contributor_unit=ContributorUnit.PERSON,
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Health Department leaves the rate of an area blank where one to four "
        "people stand behind it, and also where there were none. Daily counts by borough are not "
        "hidden.",
        plain="Shown as the Health Department publishes it. Where a rate is blank we show no "
        "number: it may be hidden to protect people, or there may have been none.",
        revision="The Health Department revised past days with every update until October 2025.",
        retention="Public files; nothing about a person is received or kept.",
    ),
    indicators=INDICATORS,
    known_errors=(
        "A blank rate means too few people or none, and the files do not say which. It is never "
        "zero here. Blank borough death rates occur too, from September 2020 on.",
        "Boroughs do not add up to the city: confirmed cases differ on 437 days, by up to 22, "
        "because some people have no known address. Both are kept as published.",
        "The files end in the days from October 7 to 13, 2025, which the Health Department shaded "
        "as incomplete and never completed. They stay marked as early figures.",
        "INCOMPLETE is a number that shades a chart (61030, 1910 or 800), not a count. It is only "
        "used to mark early figures.",
        "Weekly rates and daily counts rest on different counts of people. The weekly case rate "
        "implies 8.5 to 8.7 million New Yorkers, the monthly rates 8.3 million. Do not turn one "
        "into the other.",
        "Staten Island, September 9, 2023: the file gives no visits at all for COVID-like illness "
        "and NA for one age group. It is shown as not reported, not as zero.",
        "Percent of tests positive and testing rates were withdrawn by the Health Department, "
        "because labs no longer had to report negative tests from 2023. They are not shown here.",
        "Files in its archive and alert-level folders have not changed for years and are not read.",
    ),
    breaks=(
        Break(
            date(2020, 11, 9),
            "Hospital stays more than 14 days before or after the diagnosis were taken out of the "
            "count.",
            HOSPITAL_FIGURES,
        ),
        Break(
            date(2020, 11, 9),
            "Age groups and the population behind the rates were renewed.",
            RATES,
        ),
        Break(
            date(2020, 12, 7),
            "Addresses are placed by a new method; counts of boroughs and ZIP areas changed "
            "slightly.",
            (*CASE_FIGURES, *HOSPITAL_FIGURES, *DEATH_FIGURES),
        ),
        Break(
            date(2021, 6, 9),
            "A person who tests positive again counts as a new case after 90 days; before, after "
            "365 days.",
            CASE_FIGURES,
        ),
        Break(
            date(2022, 10, 6),
            "A hospital stay counts if the diagnosis came from 14 days before to 3 days after "
            "admission; before, within 14 days either way.",
            HOSPITAL_FIGURES,
        ),
        Break(
            date(2023, 4, 3),
            "A new definition of a COVID-19 death: named on the death certificate, or found by an "
            "investigation. Before, confirmed by a test or named on the certificate.",
            DEATH_FIGURES,
        ),
    ),
    reasons=(Reason.HIDDEN_OR_NONE,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of all indicators of the files in `folder`.

    Raises DeliveryError where a file has an unknown area, column, date or number.
    """
    cases, hospital, deaths = (
        daily_table(folder / name, counts)
        for name, counts in (
            (CASES, ("CASE_COUNT", "PROBABLE_CASE_COUNT")),
            (HOSPITAL, ("HOSPITALIZED_COUNT",)),
            (DEATHS, ("DEATH_COUNT",)),
        )
    )
    return tidy(
        [
            weekly_rates(folder / CASE_RATE, "covid_case_rate", "CASERATE_", cases),
            monthly_rates(
                folder / HOSPITAL_RATE, "covid_hospitalization_rate", "HOSPRATE_", hospital
            ),
            monthly_rates(folder / DEATH_RATE, "covid_death_rate", "DEATHRATE_", deaths),
            daily_counts(cases, "covid_cases", ("CASE_COUNT",)),
            daily_counts(cases, "covid_cases_with_probable", ("CASE_COUNT", "PROBABLE_CASE_COUNT")),
            daily_counts(hospital, "covid_hospitalizations", ("HOSPITALIZED_COUNT",)),
            daily_counts(deaths, "covid_deaths", ("DEATH_COUNT",)),
            illness_visits(folder / ILLNESS, folder / ILLNESS_BY_BOROUGH),
        ]
    )
