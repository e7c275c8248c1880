"""The glossary: words of the field and short names that a page may use, each in plain words.

One list for the page of words and for the links to it: a page leads there from the first place
where a reader meets a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from components.text.words import _
from data_loaders.vocabulary import city_terms

# What only New York has, or has so many of: another city's pages do not speak of it.
OF_NEW_YORK = frozenset(
    {"community-district", "district-area", "health-district", "census-district", "mta"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word with what it means. `forms` are the ways it is written on a page; `marks` those that
    mean it only where they stand alone, as a mark beside a number does."""

    id: str
    name: str
    meaning: str
    forms: tuple[str, ...]
    marks: tuple[str, ...] = ()


@cache
def glossary() -> tuple[Term, ...]:
    """All terms, by name."""
    found = (*_places(), *_numbers(), *_changes(), *_topics(), *_privacy(), *_files(), *_records())
    own = [term for term in found if not city_terms.TERMS or term.id not in OF_NEW_YORK]
    return tuple(sorted(own, key=lambda term: term.name.casefold()))


def _term(term_id: str, name: str, meaning: str, *forms: str) -> Term:
    """A term that is written as it is named, and in other `forms`."""
    return Term(term_id, name, meaning, (name, *forms))


def _places() -> tuple[Term, ...]:
    return *_areas_of_the_city(), *_areas_of_others()


def _areas_of_the_city() -> tuple[Term, ...]:
    return (
        _term(
            "zip-area",
            _("ZIP area"),
            _("One ZIP code, or a few small ones that the City's Health Department counts as one."),
            _("ZIP areas"),
        ),
        _term(
            "community-district",
            _("community district"),
            _("One of 59 parts of the city. Each has a community board."),
            _("community districts"),
        ),
        _term(
            "district-area",
            _("district area"),
            _("About a community district, with its edges moved to those of census tracts."),
            _("district areas"),
        ),
        _term(
            "health-district",
            _("health district"),
            _("One of 42 groups of ZIP codes that the City's Health Department counts by."),
            _("health districts"),
        ),
    )


def _areas_of_others() -> tuple[Term, ...]:
    return (
        _term(
            "census-district",
            _("census district"),
            _("One of 55 parts of the city in which the Census Bureau asks its yearly sample."),
            _("census districts"),
        ),
        _term(
            "media-market",
            _("media market"),
            _("The area that gets the same TV stations: here the city and its suburbs."),
        ),
        _term(
            "census",
            _("census"),
            _("The count of all who live in the country. The last was in 2020."),
            _("2020 census"),
        ),
        _term(
            "census-tract",
            _("census tract"),
            _("A small part of the city, of some 4,000 people, that the Census Bureau counts by."),
            _("census tracts"),
        ),
    )


def _numbers() -> tuple[Term, ...]:
    return *_comparisons(), *_middles()


def _comparisons() -> tuple[Term, ...]:
    return (
        _term(
            "per",
            _("per 100,000"),
            _(
                "How many there would be among so many people. It lets small and large places be "
                "compared."
            ),
            _("per 10,000"),
            _("per 1,000"),
        ),  # fmt: skip
        Term(
            "points",
            _("points"),
            _("The difference of two percentages or scores: from 40% to 45% is 5 points."),
            (_("points"), _("percentage points")),
        ),
    )


def _middles() -> tuple[Term, ...]:
    return (
        _term(
            "median",
            _("median"),
            _("The number in the middle: half of all are higher and half are lower."),
            _("medians"),
        ),
        _term(
            "average",
            _("average"),
            _("All numbers added up, then shared out evenly over how many there are."),
            _("averaged"),
            _("averages"),
        ),
        _term(
            "index",
            _("index"),
            _("A number that tells of change: 100 is how it was at the time it is compared with."),
            _("indexes"),
        ),
        _term(
            "margin-of-error",
            _("margin of error"),
            _("How far a number from a sample may be off by chance, up or down."),
        ),
        _term(
            "thirds",
            _("poorest third"),
            _(
                "Areas in order of how many people there are poor, cut in three parts of about as "
                "many people each."
            ),
            _("richest third"),
            _("least poor third"),
            _("middle third"),
        ),  # fmt: skip
    )


def _changes() -> tuple[Term, ...]:
    return (
        _term(
            "baseline",
            _("baseline"),
            _("The earlier time that later numbers are compared with."),
        ),
        _term(
            "seasonally-adjusted",
            _("seasonally adjusted"),
            _("Without the ups and downs that come each year, such as hiring for the holidays."),
            _("seasonal adjustment"),
        ),
        Term(
            "early",
            _("early figure"),
            _(
                "A number published before all reports were in. It may still change, unless its "
                "series has ended."
            ),
            (_("early figure"), _("early figures"), _("provisional")),
            (_("early"),),
        ),
        _term(
            "revised",
            _("revised"),
            _("Changed, after it had been published, by whoever publishes it."),
            _("revision"),
            _("revisions"),
        ),
    )


def _topics() -> tuple[Term, ...]:
    return *_health_and_help(), *_work(), *_homes()


def _health_and_help() -> tuple[Term, ...]:
    return (
        _term("snap", _("SNAP"), _("Public help with buying food, once called food stamps.")),
        _term(
            "medicaid",
            _("Medicaid"),
            _("Public health insurance for people with little income."),
        ),
        _term(
            "cash-assistance",
            _("cash assistance"),
            _("Money from the City and the State for people with little or no income."),
        ),
        _term(
            "poverty",
            _("federal poverty level"),
            _(
                "An income, by size of family, that the government sets. Someone with less is "
                "counted as poor."
            ),
            _("in poverty"),
            _("below poverty"),
            _("poverty"),
        ),
        _term("mmr", _("MMR"), _("The shot against measles, mumps and rubella.")),
        _term("rsv", _("RSV"), _("A virus of the lungs. It is worst for babies and older people.")),
        _term("mta", _("MTA"), _("The State's agency that runs the subway and the buses.")),
    )


def _work() -> tuple[Term, ...]:
    return (
        _term(
            "labor-force",
            _("labor force"),
            _("All who have work or look for it. Students and retired people mostly do not count."),
        ),
        _term(
            "unemployment-rate",
            _("unemployment rate"),
            _("How many of 100 people who have work or look for it have none."),
        ),
        _term(
            "claims",
            _("unemployment claims"),
            _("Requests for the pay that insurance gives to people who lost their work."),
            _("unemployment claim"),
        ),
    )


def _homes() -> tuple[Term, ...]:
    return (
        _term(
            "filing",
            _("eviction filing"),
            _("A landlord's request that a court let a tenant be put out of a home."),
            _("eviction filings"),
            _("court filings"),
            _("filing"),
            _("filings"),
        ),
        _term(
            "marshal",
            _("marshal"),
            _("An officer who carries out an order of a court, such as putting a tenant out."),
            _("marshals"),
        ),
        _term(
            "asking-rent",
            _("asking rent"),
            _("The rent that an ad asks for a home, not what tenants pay."),
            _("asking rents"),
        ),
        _term(
            "concession",
            _("concession"),
            _("What a landlord throws in to let a home, such as a month without rent."),
            _("concessions"),
        ),
    )


def _privacy() -> tuple[Term, ...]:
    return *_protection(), *_tables()


def _protection() -> tuple[Term, ...]:
    return (
        _term(
            "hidden",
            _("hidden to protect people"),
            _("Left out, as so few people stand behind the number that one might be known by it."),
            _("withheld"),
        ),
        _term(
            "treatment",
            _("treatment"),
            _("What is done to a source's numbers to protect people before they are shown."),
        ),
        _term(
            "audit",
            _("audit"),
            _("Our own attacks on the numbers, to see whether hidden ones can be worked out."),
            _("audits"),
        ),
        _term(
            "noise",
            _("noise"),
            _("Small random amounts added to counts, so that no one person can be found in them."),
        ),
        _term(
            "epsilon",
            _("epsilon"),
            _("How much a noisy count may tell of one person: the smaller, the less."),
        ),
    )


def _tables() -> tuple[Term, ...]:
    return (
        _term(
            "cell",
            _("cell"),
            _("One box of a table: one number for one place and time."),
            _("cells"),
        ),  # fmt: skip
        _term(
            "simulated",
            _("simulated"),
            _("Made up by a program. It says nothing of real people or places."),
        ),
    )


def _files() -> tuple[Term, ...]:
    return (
        _term("csv", _("CSV"), _("A table as plain text, which any spreadsheet opens.")),
        _term(
            "json", _("JSON"), _("Numbers and words in a form that programs read."), _("GeoJSON")
        ),  # fmt: skip
        _term("parquet", _("Parquet"), _("A small, fast file of a table, for programs.")),
        _term("api", _("API"), _("How a program asks this site for numbers.")),
        _term("png", _("PNG"), _("A picture made of dots, for a slide or a message.")),
        _term("svg", _("SVG"), _("A picture made of lines, which stays sharp at any size.")),
        _term(
            "feed",
            _("Atom feed"),
            _("News of this site that a feed reader shows by itself."),
            _("feed"),
            _("feeds"),
        ),  # fmt: skip
        _term(
            "fingerprint",
            _("fingerprint"),
            _("A code worked out from a file. Change one letter, and the code is another."),
            _("fingerprints"),
            _("SHA-256"),
        ),
    )


def _records() -> tuple[Term, ...]:
    return (
        _term(
            "release",
            _("release"),
            _("All that this site shows at one time, kept as it was under one name."),
            _("releases"),
        ),
        _term(
            "partner",
            _("partner"),
            _("A company or group that gave data to the City to help with recovery."),
            _("partners"),
        ),
        _term(
            "open-call",
            _("open call"),
            _("An invitation to anyone who has data to share it with the City."),
        ),
        _term(
            "register",
            _("register"),
            _("The list of who used which data, for what, and with what result."),
        ),
        _term(
            "indicator",
            _("indicator"),
            _("One thing that is counted or measured, such as the rate of unemployment."),
            _("indicators"),
        ),
        _term(
            "observation",
            _("observation"),
            _("One number, for one place and one time."),
            _("observations"),
        ),
    )
