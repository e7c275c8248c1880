"""What is said of others has a source and dates, and drops when nobody read it again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from components.site import get_help
from components.text import formats, terms_words
from data_loaders.curate.keeping import doctor
from data_loaders.curate.keeping.doctor import Grade
from data_loaders.sources import catalog
from data_loaders.vocabulary import services, typed_facts
from data_loaders.vocabulary.events import EVENTS, events_between
from data_loaders.vocabulary.model import Source, Terms
from data_loaders.vocabulary.services import SERVICES, Service

LONG_AGO = date(2020, 1, 1)
FIRST, LAST = date(2020, 1, 1), date(2022, 12, 31)


def dated() -> Iterator[tuple[str, date, date]]:
    """Where each typed fact was read, on which day, and by when it is read again."""
    yield from ((each.said_in, each.checked_on, each.recheck_by) for each in SERVICES if each.what)
    yield from ((each.url, each.checked_on, each.recheck_by) for each in EVENTS)


@pytest.mark.parametrize(("said_in", "checked_on", "recheck_by"), list(dated()))
def test_every_fact_about_others_says_where_and_when_it_was_read(
    said_in: str, checked_on: date, recheck_by: date
) -> None:
    assert said_in.startswith("https://")
    assert checked_on < recheck_by <= checked_on + timedelta(days=3 * 366)


def test_what_nobody_read_is_not_said() -> None:
    assert [each.name for each in SERVICES if bool(each.what) is not bool(each.said_in)] == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.name)
def test_a_claim_past_its_date_drops_while_name_and_link_stay(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = replace(service, checked_on=LONG_AGO, recheck_by=LONG_AGO + timedelta(days=180))
    monkeypatch.setattr(get_help, "SERVICES", (old,))
    page = str(get_help.section())
    assert old.name in page
    assert old.href in page
    assert not old.what or old.what not in page
    assert not service.what or service.claim(service.recheck_by) == service.what


def test_an_event_past_its_date_is_no_longer_drawn() -> None:
    (by,) = {each.recheck_by for each in EVENTS}
    assert len(events_between(FIRST, LAST, by)) == len(EVENTS)
    assert events_between(FIRST, LAST, by + timedelta(days=1)) == []


def test_the_operator_is_warned_a_month_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    by = services.READ_AGAIN_BY
    assert typed_facts.overdue(by - timedelta(days=31)) == []
    early, late = typed_facts.overdue(by), typed_facts.overdue(by + timedelta(days=1))
    assert {each.is_dropped for each in early} == {False}
    assert {each.is_dropped for each in late} == {True}
    assert len(late) == sum(bool(each.what) for each in SERVICES)
    monkeypatch.setattr(typed_facts, "overdue", lambda: late)
    found = [each for each in doctor.examination({}) if each.what == "facts about others"]
    assert {each.grade for each in found} == {Grade.ADVICE}
    assert len(found) == len(late)
    assert "no longer shown" in found[0].found


@pytest.mark.parametrize("source", catalog.SOURCES, ids=lambda each: each.id)
def test_terms_say_when_they_were_read_and_the_operator_is_warned(source: Source) -> None:
    terms = source.terms_of_use
    assert terms.checked_on < terms.recheck_by <= terms.checked_on + timedelta(days=2 * 366)
    if terms.stated:
        assert f"; read on {formats.day(terms.checked_on)}." in terms_words.terms(source)
    assert typed_facts.overdue_terms([source], terms.recheck_by - timedelta(days=31)) == []
    for day in (terms.recheck_by, terms.recheck_by + timedelta(days=1)):
        (due,) = typed_facts.overdue_terms([source], day)
        assert source.name in typed_facts.sentence(due)
        assert "shown with the day they were read" in typed_facts.sentence(due)


def test_terms_are_not_read_again_before_they_were_read() -> None:
    with pytest.raises(ValueError, match="after the day they were read"):
        replace(Terms(), recheck_by=Terms().checked_on)


def test_terms_past_their_date_are_named_by_doctor(monkeypatch: pytest.MonkeyPatch) -> None:
    late = replace(Terms(), checked_on=LONG_AGO, recheck_by=LONG_AGO + timedelta(days=180))
    old = replace(catalog.SOURCES[0], terms_of_use=late)
    monkeypatch.setattr(doctor, "SOURCES", (old,))
    found = [each.found for each in doctor.examination({}) if each.what == "facts about others"]
    assert any(old.name in each for each in found)
