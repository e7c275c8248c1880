"""What Upsolve's records let us count: people, and one-way margins of them."""

from __future__ import annotations

from collections.abc import Iterable

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

FAMILY = "upsolve_people"
BASIS = "people who began Upsolve's interview for a bankruptcy filing"
PROCESSING = (
    "Counted by quarter from one record a person. A quarter is shown once it is over. The ZIP Code"
    " gives the borough; records whose ZIP Code is missing or in no list count in the city alone."
    " Records from outside the city are left out."
)
CITY_ONLY = "Shown for the city only, and never combined with another answer."
CAVEATS = (
    "Most people who file for bankruptcy do so without Upsolve. The figures follow who found and"
    " used its free help, not how many New Yorkers went bankrupt.",
    "Starting an interview is not filing: some people stop, and some file later.",
)
NEUTRAL = (
    "Groups have neutral names, in no stated order. No real figure exists, and an invented one "
    "must not be taken for a finding about any group."
)


def _people(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
    *,
    caveats: tuple[str, ...] = (),
    geographies: tuple[Geography, ...] = (Geography.CITY,),
) -> Indicator:
    margin = "" if Geography.BOROUGH in geographies else f" {CITY_ONLY}"
    return Indicator(
        id=indicator_id,
        family=FAMILY,
        title=title,
        noun=noun,
        description=description,
        processing=f"{PROCESSING}{margin}",
        unit="people",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.QUARTER,
        geographies=geographies,
        direction=Direction.NONE,
        category=Category.FINANCIAL_DISTRESS,
        caveats=(*caveats, *CAVEATS),
    )


PEOPLE = _people(
    FAMILY,
    "People who sought help with bankruptcy",
    BASIS,
    "Each person who began the interview with which Upsolve, a non-profit, prepares a bankruptcy"
    " filing without fee.",
    geographies=(Geography.BOROUGH, Geography.CITY),
)

# First and last age, in whole years on 31 December of the year of the interview.
AGE_BANDS = {
    "18_24": (18, 24),
    "25_34": (25, 34),
    "35_44": (35, 44),
    "45_54": (45, 54),
    "55_64": (55, 64),
    "65_up": (65, 100),
}
NOT_GIVEN = "not_given"


def _age_title(first: int, last: int) -> str:
    return f"{first} or older" if last == 100 else f"{first} to {last}"


AGES = (
    *(
        _people(
            f"upsolve_age_{band}",
            f"Sought help with bankruptcy: age {_age_title(*ages)}",
            f"{BASIS}, aged {_age_title(*ages)}",
            "By the year of birth that a person gave; the year itself is dropped at the door.",
        )
        for band, ages in AGE_BANDS.items()
    ),
    _people(
        f"upsolve_age_{NOT_GIVEN}",
        "Sought help with bankruptcy: age not given",
        f"{BASIS} and gave no year of birth, or one that cannot be",
        "People whose year of birth is missing, or would make them younger than 18 or older than"
        " 100.",
    ),
)

RACES = ("a", "b", "c", "d", "e")
GENDERS = ("a", "b")
OTHER = "other"


def _groups(what: str, groups: Iterable[str], words: str) -> tuple[Indicator, ...]:
    named = (
        _people(
            f"upsolve_{what}_group_{group}",
            f"Sought help with bankruptcy: {words}, group {group.upper()}",
            f"{BASIS} and named {words} group {group.upper()} alone",
            f"People who gave one answer for {words}, and this one.",
            caveats=(NEUTRAL,),
        )
        for group in groups
    )
    other = _people(
        f"upsolve_{what}_{OTHER}",
        f"Sought help with bankruptcy: {words}, any other answer",
        f"{BASIS} and gave several answers for {words}, another one or none",
        f"People who gave more than one answer for {words}, one too rare to be counted apart, or"
        " none.",
        caveats=(NEUTRAL,),
    )
    return (*named, other)


RACE = _groups("race", RACES, "race or ethnicity")
GENDER = _groups("gender", GENDERS, "gender")

# Reasons by the ending of their column; a person may name several.
REASONS = {
    "i_lost_my_job": ("lost_job", "lost a job"),
    "my_hours_or_pay_was_cut_at_my_job": ("pay_cut", "had hours or pay cut"),
    "someone_in_my_family_experienced_a_loss_of_income": (
        "family_income",
        "had a relative lose income",
    ),
    "i_got_sick_or_injured_and_could_not_work": ("sick", "was sick or injured and could not work"),
    "i_received_medical_bills_i_cannot_pay": ("medical_bills", "got medical bills too high to pay"),
    "i_spent_money_irresponsibly": ("spending", "spent too freely"),
    "i_got_behind_on_other_bills_(e.g._utilities)": ("other_bills", "got behind on other bills"),
    "my_wages_are_being_garnished": ("garnished", "had wages garnished"),
    "i'm_going_through_a_separation_or_divorce": ("separation", "was separating or divorcing"),
    "i'm_being_evicted_or_my_house_is_being_foreclosed_on": (
        "losing_home",
        "was losing a home to eviction or foreclosure",
    ),
    "my_car_is_being_repossessed": ("losing_car", "was losing a car"),
    "other_(please_specify)": ("other", "gave a reason of their own"),
}
SEVERAL = "A person may name several reasons, so reasons do not add up to all people."
REASON = tuple(
    _people(
        f"upsolve_reason_{short}",
        f"Sought help with bankruptcy: {words}",
        f"{BASIS} and said: {words}",
        "People who marked this among twelve reasons. What they wrote of their own is never read.",
        caveats=(SEVERAL,),
    )
    for short, words in REASONS.values()
)
COVID = _people(
    "upsolve_covid_related",
    "Sought help with bankruptcy: because of COVID-19",
    f"{BASIS} for a reason they related to COVID-19",
    "People who answered that their most important reason had to do with COVID-19.",
)
INDICATORS = (PEOPLE, *AGES, *REASON, COVID, *RACE, *GENDER)
