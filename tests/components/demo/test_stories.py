"""Stories of the demonstration: a question each, and nothing that could be taken for a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from components.demo.stories import STORIES, Story, picture_title
from components.text import formats
from data_loaders.sources.catalog import PARTNERS
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Geography, Indicator
from data_loaders.vocabulary.policy import Contributors

SOURCES = {each.id: partner.SOURCE for partner in PARTNERS for each in partner.SOURCE.indicators}
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
    yield picture_title(INDICATORS[story.indicator], story)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_a_story_holds_no_number_direction_or_finding(story: Story) -> None:
    for sentence in sentences(story):
        assert FINDING.findall(sentence) == [], sentence


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_a_picture_names_what_it_draws_how_often_and_by_which_areas(story: Story) -> None:
    indicator = INDICATORS[story.indicator]
    title = picture_title(indicator, story)
    assert title.startswith(formats.first_upper(indicator.noun))
    assert ("in the newest week" if is_of_one_time(story) else f", {often(indicator)}") in title
    by_areas = f"by {formats.area_noun(story.geography)}" in title
    assert by_areas == (story.geography is not Geography.CITY)
    assert re.search(r"\b(index|share|number)\b", title)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_a_story_asks_what_a_picture_of_its_kind_can_answer(story: Story) -> None:
    """A map tells where, and lines tell when; of what is in neither a picture cannot tell."""
    assert story.asks.endswith("?")
    assert ", and " not in story.asks.removesuffix(f", and in which {areas(story)}s?")
    if story.geography is Geography.CITY:
        assert "In which months" in story.asks
    else:
        assert f"n which {areas(story)}s " in f"{story.asks[:-1]} "


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.indicator)
def test_a_story_hides_by_no_count_that_its_partner_does_not_send(story: Story) -> None:
    policy = SOURCES[story.indicator].policy
    is_counted = policy.contributors is Contributors.COUNTED
    assert is_counted or re.search(r"\bpartner\b.* (?:word|count)", story.hides), story.hides


def test_a_story_of_a_kind_of_place_draws_that_kind() -> None:
    for story in STORIES:
        name = INDICATORS[story.indicator].industry_names.get(story.industry, "")
        is_part = story.industry != ALL_INDUSTRIES
        assert is_part == bool(re.search(r"\b(?:eat|shop|stay overnight)\b", story.asks))
        assert not is_part or f"({name})" in picture_title(INDICATORS[story.indicator], story)


def areas(story: Story) -> str:
    return formats.area_noun(story.geography)


def often(indicator: Indicator) -> str:
    return formats.frequency_word(indicator.frequency)


def is_of_one_time(story: Story) -> bool:
    """A map: only places of which there are many are drawn at one time."""
    return story.geography in (Geography.MODZCTA, Geography.NTA2010)


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
