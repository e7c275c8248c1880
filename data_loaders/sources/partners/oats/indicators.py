"""What the records of OATS let us count: people, and one-way margins of them."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

FAMILY = "oats_people"
BASIS = "older adults who signed up for technology help"
PROCESSING = (
    "Counted by quarter from one record a person. A quarter is shown once it is over. The ZIP Code"
    " gives the borough; records whose ZIP Code is missing or in no list count in the city alone."
    " Records from outside the city are left out."
)
CITY_ONLY = "Shown for the city only, and never combined with another answer."
CAVEATS = (
    "The figures follow who found and joined the program, not all older New Yorkers. Fewer people"
    " signed up while centers were closed, whatever their need was.",
)


def _people(
    indicator_id: str,
    title: str,
    noun: str,
    description: str,
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
        category=Category.OLDER_ADULTS,
        caveats=CAVEATS,
    )


PEOPLE = _people(
    FAMILY,
    "Older adults who signed up for technology help",
    BASIS,
    "Each person who filled in the form with which Older Adults Technology Services enrolls people"
    " in classes and help with computers, phones and the internet.",
    (Geography.BOROUGH, Geography.CITY),
)
NOT_GIVEN = "not_given"
NO_ANSWER = "no answer"
# For each question: what it asks, and its answers by the ending of the indicator's id.
QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "computer": (
        "has a computer at home",
        {"yes": "yes", "no": "no", "unsure": "not sure", NOT_GIVEN: NO_ANSWER},
    ),
    "internet": (
        "has internet at home",
        {"yes": "yes", "no": "no", "unsure": "not sure", NOT_GIVEN: NO_ANSWER},
    ),
    "issue": (
        "main issue",
        {
            "family": "staying in touch with family and friends",
            "health": "health care and appointments",
            "benefits": "benefits, bills and banking",
            "work": "work and volunteering",
            "learning": "learning and hobbies",
            NOT_GIVEN: NO_ANSWER,
        },
    ),
    "age": (
        "age",
        {
            "under_60": "under 60",
            "60_69": "60 to 69",
            "70_79": "70 to 79",
            "80_up": "80 or older",
            NOT_GIVEN: NO_ANSWER,
        },
    ),
    "household": (
        "household",
        {"alone": "lives alone", "others": "lives with others", NOT_GIVEN: NO_ANSWER},
    ),
}


def _margin(question: str) -> tuple[Indicator, ...]:
    asked, answers = QUESTIONS[question]
    return tuple(
        _people(
            f"oats_{question}_{answer}",
            f"Older adults in technology help: {asked}, {words}",
            f"{BASIS} ({asked}: {words})",
            f"People by what the form says of one question ({asked}).",
        )
        for answer, words in answers.items()
    )


MARGINS = {question: _margin(question) for question in QUESTIONS}
INDICATORS = (PEOPLE, *(one for margin in MARGINS.values() for one in margin))
