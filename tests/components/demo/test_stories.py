"""Stories of the demonstration: a question each, and nothing that could be taken for a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from components.demo.stories import STORIES, Story, picture_title
from components.text import formats
from data_loaders.sources.catalog import PARTNERS
from data_loaders.vocabulary.model import Geography

INDICATORS = {each.id: each for partner in PARTNERS for each in partner.SOURCE.indicators}
# What a made-up figure must never seem to have found: amounts, directions, orders.
FINDING = re.compile(
    r"\d|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half|twice|third)\b(?! rate)"
    r"|\b(?:\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?"
    r"|thousands?|millions?|percent|double"
    r"|tripled?|\w+fold|a quarter of|majority|nearly|almost|about half)\b"
    r"|\b(?:many|fewest|above|below|ahead|behind|lag(?:s|ged)?|lead(?:s|ing)?|soar(?:s|ed)?|surged?"
    r"|plunged?|slump(?:s|ed)?|rebound(?:s|ed)?|bounced?|spiked?|peak(?:s|ed)?|shr[aiu]nk|lost|gained?"
    r"|improved?|worsen(?:s|ed)?|steep(?:er|est)?|rising|falling|growing|shrinking|stronger|weaker"
    r"|fastest|slowest|longer|shorter|earlier|later|cheaper|dearer|richer|poorer|back to|still"
    r"|already|thus|therefore|so we|reveals?|proves?|confirms?|means that)\b"
    r"|\b(?:more|less|fewer|most|least|higher|lower|highest|lowest|better|worse|best|worst|faster"
    r"|slower|bigger|smaller|larger|than|rose|fell|rises?|falls?|grew|grows?|dropped|drops?"
    r"|up|down|increased?|decreased?|declined?|recover(?:s|ed|ing)?|doubled|halved|found|shows that"
    r"|decided|because of this)\b(?! for)",
    re.IGNORECASE,
)


def sentences(story: Story) -> Iterator[str]:
    yield from (story.title, story.who, story.asks, story.hides)
    yield picture_title(INDICATORS[story.indicator], story.geography)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_a_story_holds_no_number_direction_or_finding(story: Story) -> None:
    for sentence in sentences(story):
        assert FINDING.findall(sentence) == [], sentence


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_a_picture_names_what_it_draws_how_often_and_by_which_areas(story: Story) -> None:
    indicator = INDICATORS[story.indicator]
    title = picture_title(indicator, story.geography)
    assert title.startswith(formats.first_upper(indicator.noun))
    assert formats.frequency_word(indicator.frequency) in title
    by_areas = f"by {formats.area_noun(story.geography)}" in title
    assert by_areas == (story.geography is not Geography.CITY)
    assert re.search(r"\b(index|share|number)\b", title)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_every_story_of_the_demonstration_asks_a_question(story: Story) -> None:
    assert story.asks.endswith("?")


@pytest.mark.parametrize(
    "said",
    [
        *("Rents fell by 12 %.", "The Bronx had more calls.", "Hiring went up.", "Twice as many."),
        *("A dozen shops closed.", "Queens lags.", "Visits rebounded.", "The Bronx is ahead."),
        *("Calls are back to normal.", "Rents soared.", "The majority left.", "Fifteen homes."),
        *("Sixty people called.", "It tripled.", "Jobs are still missing.", "Fever peaked early."),
        *("This proves that clinics help.", "Rising rents push people out.", "The steepest loss."),
        *("Many moved away.", "A tenfold change.", "Rents are cheaper there.", "Hundreds came."),
    ],
)
def test_a_story_that_states_a_finding_is_refused(said: str) -> None:
    assert FINDING.findall(said)
