"""The Urban Systems Lab's survey on parks and open space: one wave, one row a person.

Of about seventy answers two are kept: the borough, and how safe the person feels. Everything
else, free text and health first, is dropped at the door.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import cells, counting
from data_loaders.delivery.findings import Report
from data_loaders.delivery.names import file_day
from data_loaders.delivery.tables import TextFormat, only_file, text_table
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME, CITY_ID, UNALLOCATED
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
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
)
from data_loaders.vocabulary.policy import (
    MINIMUM_SENSITIVE_PEOPLE,
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

DAY, BOROUGH, RESIDENT, SAFE = "date", "borough", "nyc_res", "feel_safe"
_NAMES = """
date zip borough neighborhood nyc_res distancing time_dist left_home feel_safe can_dist access
access_other activities activities_other diff_park diff_nycha diff_walk diff_rec diff_exrcz diff_dog
diff_grdn diff_birds diff_plants diff_wndw diff_fish diff_other to_park to_park_other time_to_pk
wkly_visits time_in_pk last_visit mood_in_pk stress_in_pk social_in_pk pk_priority other_pk_priority
pk_benefits pk_concerns other_pk_concerns adtl_safety_concerns pk_safety_concerns access_limit
unhappy lost_sleep lost_focus enjoyment os_mntlhlth_pre os_mntlhlth_post pk_mntlhlth_pre
pk_mntlhlth_post park_desc place_living other_place_living home_type other_home_type public_housing
hhld_u18 hhld_18_to_59 hhld_o59 severe_risk diff_inc age gender other_gender hispanic race
race_other highest_ed hhld_inc notes
"""
COLUMNS = tuple(_NAMES.split())
READ = (DAY, BOROUGH, RESIDENT, SAFE)
NEVER_READ = tuple(name for name in COLUMNS if name not in READ)
LAYOUT = TextFormat(COLUMNS, read=READ, separator="|")
FIRST = date(2020, 3, 1)
RESIDENT_OR_NOT = {"yes": "yes", "no": "no"}
STEPS = ("1", "2", "3", "4", "5")
UNANSWERED = "unanswered"
KEY: tuple[str, ...] = ()


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Residents who answered: `day` (the last of the wave), `first`, `area_id`, `feel_safe`."""
    path = only_file(report, files)
    delivered = file_day(report, path, FIRST) if path else None
    table = text_table(report, path, LAYOUT) if path else None
    if path is None or delivered is None or table is None:
        return None
    file = path.name
    days = cells.days(report, file, table[DAY], "%Y-%m-%d", FIRST, delivered)
    lives_here = cells.answers(report, file, table[RESIDENT], RESIDENT_OR_NOT, "yes and no")
    names = {name.lower(): area_id for name, area_id in BOROUGH_OF_NAME.items()}
    area = cells.answers(report, file, table[BOROUGH], names, "boroughs").fillna(UNALLOCATED)
    # An answer begins with its number and goes on in words.
    begins = table[SAFE].str.strip().str[:1].rename(SAFE)
    safe = cells.answers(report, file, begins, {step: step for step in STEPS}, "steps")
    kept = pd.DataFrame(
        {
            "day": days.max(),
            "first": days.min(),
            "area_id": area,
            "feel_safe": safe.fillna(UNANSWERED),
        }
    )
    return kept[lives_here.ne("no")].reset_index(drop=True)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """People by borough and in the city, and of the city by answer, over the one wave."""
    in_boroughs = [
        _cell(kept, PEOPLE.id, Geography.BOROUGH, area_id, kept["area_id"].eq(area_id).sum())
        for area_id in counting.BOROUGHS
    ]
    total = pd.DataFrame([_cell(kept, PEOPLE.id, Geography.CITY, CITY_ID, len(kept))])
    answers = [
        _cell(kept, each.id, Geography.CITY, CITY_ID, kept["feel_safe"].eq(step).sum())
        for step, each in zip((*STEPS, UNANSWERED), ANSWERS, strict=True)
    ]
    parts = counting.of_whole(pd.DataFrame(answers), total)
    whole = pd.concat([pd.DataFrame(in_boroughs), total, parts], ignore_index=True)[COUNTED]
    return whole.astype(dict.fromkeys(("period_start", "period_end"), "datetime64[ms]"))


def _cell(
    kept: pd.DataFrame, indicator_id: str, geography: Geography, area_id: str, people: int
) -> dict[str, object]:
    """One counted cell of the wave: every row is a person of its own."""
    return {
        "indicator_id": indicator_id,
        "geography": str(geography),
        "area_id": area_id,
        "industry_id": ALL_INDUSTRIES,
        "period_start": kept["first"].min(),
        "period_end": kept["day"].max(),
        "value": float(people),
        "status": str(Status.NORMAL),
        "contributors": float(people),
        "establishments": float("nan"),
        "largest": float(min(people, 1)),
        "second": float(min(max(people - 1, 0), 1)),
    }


PEOPLE = Indicator(
    id="usl_people",
    family="usl_parks",
    title="People who answered the survey on parks",
    noun="people who answered the survey on parks",
    description="Residents of the city who answered the Urban Systems Lab's survey on parks and "
    "open space during the pandemic.",
    processing="Counted by borough. People who said they do not live in the city are left out.",
    unit="people",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.TOTAL,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.NONE,
    category=Category.COMMUNITY,
    caveats=(
        "People chose whether to answer. The numbers tell of those who did, and not of a borough. "
        "There was one wave, so nothing tells of a change.",
    ),
)


def _answer(step: str, words: str) -> Indicator:
    return replace(
        PEOPLE,
        id=f"usl_feel_safe_{step}",
        title=f"How safe people feel in parks: {words}",
        noun=f"people who gave {words} on feeling safe in parks",
        processing="Counted for the whole city. Answers are kept by their number "
        "in the survey, without their words.",
        geographies=(Geography.CITY,),
    )


ANSWERS = (
    *(_answer(step, f"answer {step} of 5") for step in STEPS),
    _answer(UNANSWERED, "no answer"),
)

SOURCE = Source(
    id="usl_parks",
    name="Survey on parks and open space",
    partner="Urban Systems Lab",
    publisher_url="https://urbansystemslab.com/",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Urban Systems Lab, through the NYC Recovery Data Partnership",
    description="A survey of one wave on access to parks and open space during the pandemic.",
    covers="People who answered. Those who were not reached, or did not answer, are missing, and "
    "nothing tells how they differ.",
    category=Category.COMMUNITY,
    cadence=Cadence.ONCE,
    policy=Policy(
        sensitivity=Sensitivity.HEALTH,
        unit_of_observation="person",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.PERSON,
        plain="We count people by borough, and for the whole city by one answer. Of about seventy "
        "answers two are kept. ZIP Code, age, race, income, health and all free text are dropped "
        "at the door.",
        revision="There is one wave, and no revision is expected.",
        retention="The file stays with the City's intake; only treated counts leave it.",
        publication_grid=Grid(("borough", "city"), "total"),
        excluded=NEVER_READ,
        primary=Primary(minimum_contributors=MINIMUM_SENSITIVE_PEOPLE),
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
        sums=(Sum(PEOPLE.id, tuple(each.id for each in ANSWERS)),),
    ),
    indicators=(PEOPLE, *ANSWERS),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"usl_parks_(?P<date>\d{4}-\d{2}-\d{2})\.csv",
                "usl_parks_2021-03-31.csv",
                "every answer to the survey, one row a person",
                columns=COLUMNS,
            ),
        ),
        is_cumulative=True,
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
