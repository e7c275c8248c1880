"""Terms of use: what a publisher states and no more, in every sentence a reader may meet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

from components.data import policy_words
from components.text import terms_words
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Grant, Publication, Source, Terms
from data_loaders.vocabulary.naming import as_simulated
from data_loaders.vocabulary.terms import is_passed_on

ROOT = Path(__file__).resolve().parent.parents[2]
SOURCES = {module.SOURCE.id: module.SOURCE for module in (*catalog.MODULES, *catalog.PARTNERS)}
# What only a publisher can do with copies of its figures.
LEAVE = (
    r"lets?|letting|allow(?:s|ed)?|permit(?:s|ted)?|forbids?|forbidden|refuse[sd]?|prohibit(?:s|ed)?"
    r"|authori[sz]e[sd]?|grant(?:s|ed)|consent(?:s|ed)?|agree[sd]?|welcomes?|object(?:s|ed)"
)
OF_LEAVE = re.compile(
    rf"\b(?:{LEAVE})\b.{{0,40}}\b(?:us|this site|copies|copying|reuse|use|show|display|download"
    r"|pass(?:ed)? on|redistribut\w+)\b"
    r"|\b(?:public use|free to use|free of charge to use|not licensed|its permission"
    r"|(?:needs|with|without|by) \S+ (?:permission|leave|consent))\b",
    re.IGNORECASE,
)
LICENSES = ("Creative Commons", "CC BY", "Apache", "public domain", "MIT License")
INVENTED = (
    "StreetEasy lets us show these figures but not pass copies on.",
    "OpenTable does not allow copies.",
    "the publisher does not let us pass copies on",
    "OpenTable published these figures for public use",
    "Showing it in public needs Kinsa's permission.",
    "not to be passed on without Cuebiq's leave.",
    "its partner has not allowed public display",
    "{partner} does not allow copies. ",
    "free to use with credit to StreetEasy",
)


def texts(value: object) -> Iterator[str]:
    """Every text in a record, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def said_of(source: Source) -> list[str]:
    """All a reader may be told of a source."""
    return [
        *texts(replace(source, terms_of_use=Terms())),
        *(rule.sentence for rule in policy_words.rules(source)),
        terms_words.terms(source),
        terms_words.publication(source),
        terms_words.why_no_copies(source),
    ]


def invented(source: Source) -> list[str]:
    """What of it speaks of leave or of a license that the source's record does not state."""
    stated = source.terms_of_use.stated
    ours = source.terms_of_use.available if source.terms_of_use.grant is Grant.OURS else ""
    told = [text.replace(stated, "") if stated else text for text in said_of(source)]
    told = [text.replace(ours, "") if ours else text for text in told]
    unstated = [name for name in LICENSES if name.lower() not in stated.lower()]
    return [
        text
        for text in told
        if OF_LEAVE.search(text) or any(name.lower() in text.lower() for name in unstated)
    ]


@pytest.mark.parametrize("sentence", INVENTED)
def test_sentences_that_invent_a_publishers_word_are_recognized(sentence: str) -> None:
    assert OF_LEAVE.search(sentence)


@pytest.mark.parametrize("source_id", SOURCES)
def test_no_sentence_ascribes_to_a_publisher_what_it_does_not_state(source_id: str) -> None:
    assert invented(SOURCES[source_id]) == []


@pytest.mark.parametrize("source_id", [module.SOURCE.id for module in catalog.PARTNERS])
def test_the_terms_of_a_simulated_source_speak_for_no_publisher(source_id: str) -> None:
    assert invented(as_simulated(SOURCES[source_id])) == []


@pytest.mark.parametrize("source_id", SOURCES)
def test_figures_are_passed_on_only_with_a_grant_or_from_a_public_agency(source_id: str) -> None:
    source = SOURCES[source_id]
    terms = source.terms_of_use
    if is_passed_on(source) and not terms.shared_under:
        is_granted = terms.grant not in (Grant.NOTHING, Grant.LIMITED)
        assert is_granted or terms.of_public_agency
    if not is_passed_on(source):
        assert terms.grant in (Grant.NOTHING, Grant.LIMITED)


@pytest.mark.parametrize("source_id", SOURCES)
def test_a_source_without_a_stated_grant_says_so(source_id: str) -> None:
    source = SOURCES[source_id]
    nothing = source.terms_of_use.grant is Grant.NOTHING
    assert (terms_words.no_license() in terms_words.terms(source)) == nothing


@pytest.mark.parametrize("source_id", SOURCES)
def test_without_a_license_the_ground_of_what_is_done_is_named(source_id: str) -> None:
    source = SOURCES[source_id]
    for told in (terms_words.beside_terms(source), terms_words.publication(source)):
        has_ground = "public agenc" in told or "not the agency's" in told
        assert has_ground == (source.terms_of_use.grant is Grant.NOTHING)


@pytest.mark.parametrize("source_id", ["times_square_alliance", "betanyc_open_maps"])
def test_lists_and_counts_without_an_open_license_are_only_shown(source_id: str) -> None:
    assert SOURCES[source_id].publication is Publication.SHOW
    reason = terms_words.why_no_copies(SOURCES[source_id])
    assert reason == "No license to pass copies on is given."


def test_what_a_publisher_states_is_the_reason_given() -> None:
    reason = terms_words.why_no_copies(SOURCES["foursquare_visitdata"])
    assert "non-profit and non-commercial" in reason
    assert "(the data page of visitdata.org)" in reason


def test_a_grant_that_nobody_stated_is_no_record() -> None:
    with pytest.raises(ValueError, match="needs what the publisher states"):
        Terms(Grant.LICENSE)
    with pytest.raises(ValueError, match="needs the place"):
        Terms(Grant.LICENSE, stated="CC BY 4.0")


ABOUT_PUBLISHERS = re.compile(
    r"(?:\{partner\}|\{publisher\}|\bpublishers?\b|\bpartners?\b)"
    rf"(?: \S+){{0,3}}? (?:{LEAVE})\b",
    re.IGNORECASE,
)
CODE = ("api", "components", "data_loaders", "pages")


def literals() -> Iterator[tuple[str, str]]:
    """Every text of the code, and every paragraph of README, with its place."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value
    for paragraph in (ROOT / "README.md").read_text().split("\n\n"):
        yield "README.md", paragraph


def test_no_text_says_of_publishers_or_partners_that_they_allow_or_refuse() -> None:
    about_publishers = [
        (place, text) for place, text in literals() if ABOUT_PUBLISHERS.search(text)
    ]
    assert about_publishers == []
