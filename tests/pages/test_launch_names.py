"""Every name in the announcement of the launch, and the page on which a visitor finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data_loaders.records.known_names import WORDS_FILE
from tests.support import literal
from tests.support.mirror import mirror
from tests.support.pages_read import read
from tests.support.sites import serving_from

# The name as the announcement writes it, and where it stands here: a page, and how it is said there
# where the words differ.
LAUNCHED = {
    "NYC Recovery Data Partnership": "/partnership",
    "Mayor's Office of Policy and Planning": "/partnership",
    "Mayor's Office of Data Analytics": "/partnership",
    "Mayor's Office of Operations": "/partnership",
    "Chief Privacy Officer": "/partnership",
    "Chief Technology Officer": "/partnership",
    "Chief Analytics Officer": "/partnership",
    "Department of City Planning": "/partnership",
    "NYC Open Data": "/partnership",
    "StreetEasy": "/partnership/streeteasy",
    "Zillow Group": "/partnership/streeteasy",
    "LinkedIn": "/partnership/linkedin",
    "Kinsa": "/partnership/kinsa",
    "Upsolve": "/partnership/upsolve",
    "Foursquare": "/partnership/foursquare",
    "Cuebiq": "/partnership/cuebiq",
    "Older Adults Technology Services": "/partnership/oats",
    "OATS": "/partnership/oats",
    "BetaNYC": "/partnership/betanyc",
    "ioby": "/partnership/ioby",
    "Tech:NYC": "/partnership",
    "GovLab": "/partnership",
    "Data Collaboratives Program": "/partnership",
    "Urban Tech Hub @ Company": "/partnership",
    "Data Science Institute": "/partnership",
    "Columbia University": "/partnership",
    "DataKind": "/partnership",
    "Citizens' Committee for Children of New York": "/partnership",
}
# Other ways the announcement writes a name of the table, and what is no name.
SHORT_FORMS = {
    "Recovery Data Partnership": "NYC Recovery Data Partnership",
    "Partnership": "NYC Recovery Data Partnership",
    "Citizens' Committee for Children": "Citizens' Committee for Children of New York",
}
NO_NAMES = (
    *("New York City", "New Yorkers", "New York", "NEW YORK", "City of New York", "NYC", "City"),
    *("COVID-19", "Covid-19", "July", "I", "BIPOC", "LGBTQ", "Pal'ante"),
    *("Secondary Navigation", "Media Contact", "Sociodemographic", "Policymakers", "The"),
)
# What people do: the office is in the table where it has a name of its own.
# A chair may be named for who gave it; C and O stand for a chief officer.
POSTS = (
    r"(?:Deputy|Executive|Chief|Public Policy|Policy|Civic Engagement and Strategy|Operations"
    r"|(?:[A-Z]\w+ )?Director|Advisor|(?:Co-)?Founder|C[A-Z]O|Lead|Economist"
    r"|Professor of Computer Science|Mayor)"
)
CAPITAL = r"[A-Z][\w'-]*"
# Who spoke is a private person here: a name after "said" or "Mayor", with the post before it.
PERSON = (
    rf"(?:(?<=said )(?:_ )?(?:{POSTS} )*|(?<=Mayor )|(?<=the )(?=de ))"
    rf"(?:{CAPITAL} )?(?:de )?{CAPITAL}(?: {CAPITAL})?"
)
WORD = re.compile(CAPITAL)
BEGINS = re.compile(r"(?:^|[.!?\-—:]\s+|[\"“”]\s*|\n\s*(?:•\s*)?)$")


def announcement() -> str:
    """The announcement's words; it lies beside the published files, and is not passed on."""
    path = mirror().parent / "seeds/launch.txt"
    if not path.is_file():
        pytest.skip(f"needs {path}")
    return path.read_text("utf-8").replace("’", "'")


def names_not_in(table: set[str], text: str) -> Iterator[str]:
    """Every capitalized word that is no part of the table, person, post or begin of a sentence."""
    common = set(WORDS_FILE.read_text("utf-8").split())
    headline = next(line for line in text.split("\n") if line.startswith("Mayor"))
    text = text.replace(headline, "")
    short = {name for name, whole in SHORT_FORMS.items() if whole in table}
    known = sorted({*table, *short, *NO_NAMES}, key=len, reverse=True)
    text = re.sub("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known), "_", text)
    text = re.sub(PERSON, "_", text)
    text = re.sub(rf"\b{POSTS}\b", "_", text)
    for found in WORD.finditer(text):
        begins = BEGINS.search(text[max(0, found.start() - 8) : found.start()])
        if not (begins and found[0].split("'")[0].split("-")[0].lower() in common):
            yield found[0]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FlaskClient]:
    literal.release(tmp_path)
    with serving_from(tmp_path) as client:
        yield client


def test_a_visitor_finds_every_name_of_the_launch(site: FlaskClient) -> None:
    said = {
        path: " ".join(read(site.get(path).text).text.split()).replace("\u2019", "'")
        for path in set(LAUNCHED.values())
    }
    assert [name for name, path in LAUNCHED.items() if name not in said[path]] == []


def test_the_table_has_every_name_of_the_announcement() -> None:
    assert [*names_not_in(set(LAUNCHED), announcement())] == []


def test_every_name_of_the_table_is_in_the_announcement() -> None:
    assert [name for name in LAUNCHED if name not in announcement()] == []


# The first is made of others' parts; the last is written without a capital letter.
@pytest.mark.parametrize(
    "name", sorted(LAUNCHED.keys() - {"NYC Recovery Data Partnership", "ioby"})
)
def test_a_name_that_the_table_lacks_is_told(name: str) -> None:
    assert [*names_not_in(set(LAUNCHED) - {name}, announcement())] != []
