"""Code, documents and screens are written in the English that people speak today."""

from __future__ import annotations

import re

from tests.test_documents import DOCUMENTS
from tests.test_layers import ROOT, modules
from tests.test_limits import TESTS

OF_OLD = re.compile(
    r"\b(whom|shall|lest|upon|hence|thus|whilst|thereby|wherein|therein|heretofore|be it|ought)\b",
    re.IGNORECASE,
)
SCRIPTS = sorted((ROOT / "assets").glob("*.*s"))
# Here they stand to be found, or as what nobody may write of a figure.
OWN = ("tests/test_words_of_today.py", "tests/components/demo/test_stories.py")
# What the digest that ships says of a source, until it is made again.
SHIPPED = "The people whom the compared figures cover"


def words_of_old(text: str) -> list[str]:
    """Words of a text that nobody says today."""
    apart = text.replace("_", " ").replace(SHIPPED, "")
    return [match[1].lower() for match in OF_OLD.finditer(apart)]


def test_no_word_is_of_old() -> None:
    files = [*modules().values(), *TESTS, *SCRIPTS, *DOCUMENTS, ROOT / "CHANGELOG.md"]
    found = {
        name: words
        for path in files
        if (name := str(path.relative_to(ROOT))) not in OWN
        and (words := words_of_old(path.read_text("utf-8")))
    }
    assert found == {}


# Readers in New York would stumble, and whoever looks for "program" or "gray" would not find it.
BRITISH = re.compile(
    r"\b((?:colour|neighbour|labour|favour|behaviour)\w*|licences?|centres?|programmes?"
    r"|catalogues?d?|metres?|cheques?|grey|travell\w+"
    r"|(?:organi|recogni|generali|summari|anonymi|reali|minimi)s(?:e[ds]?|ing|ations?))\b",
    re.IGNORECASE,
)
RECORDS = sorted((ROOT / "data" / "records").rglob("*.toml"))
# What a release already holds, or the digest that ships; and what somebody may type.
HELD = re.compile(r"(?i:generalised)|neighbourhood|colour=red|\"colour\"")


def british(text: str) -> list[str]:
    """Words of a text as they are spelled in Britain."""
    return BRITISH.findall(HELD.sub("", text))


def test_every_word_is_spelled_as_in_new_york() -> None:
    files = [*modules().values(), *TESTS, *SCRIPTS, *DOCUMENTS, *RECORDS, ROOT / "CHANGELOG.md"]
    found = {
        name: words
        for path in files
        if (name := str(path.relative_to(ROOT))) not in OWN
        and (words := british(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_british_word_is_found_among_american_ones() -> None:
    assert british("A programmer licenses a Programme in gray; a licence, catalogued.") == [
        "Programme",
        "licence",
        "catalogued",
    ]


def test_a_word_of_old_is_found_in_names_and_in_sentences() -> None:
    text = "def test_it_says_whom(): ...  # Lest it fail, be it small. A shallow tough thought."
    assert words_of_old(text) == ["whom", "lest", "be it"]
