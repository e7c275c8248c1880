"""What an address got wrong, in words; and messages of state."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from dash import html, set_props

from components.text import formats
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import Notice, Problem
from data_loaders.vocabulary.model import Geography

logger = logging.getLogger(__name__)
FAILED = "failed"
UNREACHED = "unreached"


def say_unavailable(error: Exception) -> None:
    """Log the failure in full; tell the reader in a sentence."""
    logger.error("callback failed", exc_info=error)
    sentence = _(
        "This page could not be brought up to date. What you see still stands; "
        "load it again to retry."
    )
    set_props(FAILED, {"children": sentence, "hidden": False})


def unreached() -> html.Div:
    """Shown by a page's script while a choice cannot be sent, which its button sends again."""
    words = _("No connection. The figures below are still those of your choice before.")
    again = html.Button(_("Try again"), type="button")
    return html.Div(
        html.P([words, " ", again]),
        id=UNREACHED,
        className="notice unreached",
        role="alert",
        hidden=True,
    )


def withdrawn_words(release_id: str, why: str) -> str:
    """What a file or a download of a withdrawn release answers."""
    return _("Release {id} was withdrawn: “{why}”", id=release_id, why=why)


def words(notice: Notice) -> str:
    """One sentence that names what was changed. The reader's text is quoted, never interpreted."""
    name = {
        "indicator": _("figure"),
        "geography": _("boundaries"),
        "areas": _("area"),
        "industry": _("industry"),
        "period": _("period"),
        "from": _("start"),
        "to": _("end"),
        "show": _("display"),
        "baseline": _("baseline"),
        "layout": _("layout"),
        "borough": _("borough"),
        "by": _("column"),
        "release": _("release"),
        "agency": _("agency"),
        "decision": _("decision"),
        "source": _("source"),
    }.get(notice.parameter, notice.parameter)
    blanks = {"name": name, "given": notice.given, "used": notice.used}
    if notice.problem in (Problem.RENAMED, Problem.RETIRED):
        return _moved(notice, name)
    return _kept_from(notice, blanks)


def _moved(notice: Notice, name: str) -> str:
    """That an id is another one now, or gone with what is nearest."""
    blanks = {"name": name, "given": notice.given, "used": notice.used}
    if notice.problem is Problem.RENAMED:
        return _("The {name} “{given}” is called “{used}” now, and is shown.", **blanks)
    gone = _("The {name} “{given}” is no longer given: {why}", why=_(notice.why), **blanks)
    return f"{gone} {_('The nearest, “{used}”, is shown instead.', **blanks)}"


def _kept_from(notice: Notice, blanks: Mapping[str, str]) -> str:
    """That what the address names cannot be shown as it is."""
    if notice.problem is Problem.TOO_MANY:
        return _too_many(notice)
    if notice.problem is Problem.OUT_OF_RANGE and notice.parameter in ("from", "to"):
        return _clamped(notice)
    if notice.problem is Problem.REVERSED:
        return _("The start “{given}” lies after the end and is left out.", **blanks)
    if notice.problem is Problem.NOT_A_DATE and notice.parameter == "from":
        return _("“{given}” is not a date like 2021-03; all figures from the first are shown.",
                 **blanks)  # fmt: skip
    if notice.problem is Problem.NOT_A_DATE:
        return _("“{given}” is not a date like 2021-03; the newest figures are shown.", **blanks)
    if notice.problem is Problem.OUT_OF_RANGE:
        return _("There are no figures for “{given}”; the nearest, {used}, is shown.", **blanks)
    return _not_here(notice, blanks)


def _not_here(notice: Notice, blanks: Mapping[str, str]) -> str:
    """That a figure or a page has no such thing; boundaries are several."""
    if notice.parameter != "geography":
        if notice.used:
            return _("The {name} “{given}” is not available here; “{used}” is shown instead.",
                     **blanks)  # fmt: skip
        return _("The {name} “{given}” is not part of this view and is left out.", **blanks)
    if not notice.used:
        return _("The {name} “{given}” are not part of this view and are left out.", **blanks)
    return _("The {name} “{given}” are not available here; “{used}” are shown instead.", **blanks)


def _too_many(notice: Notice) -> str:
    blanks = {"most": notice.used, "given": notice.given}
    if notice.parameter == "areas":
        return _(
            "At most {most} areas are shown at a time. Those from “{given}” on are left out.",
            **blanks,
        )
    return _(
        "At most {most} figures are shown at a time. Those from “{given}” on are left out.",
        **blanks,
    )


def _clamped(notice: Notice) -> str:
    """That a range began before the figures do, or went on after them. ISO dates sort as text."""
    blanks = {"given": notice.given, "used": formats.day(date.fromisoformat(notice.used))}
    if notice.given < notice.used:
        return _("There are no figures as early as “{given}”: the first are of {used}.", **blanks)
    return _("There are no figures as late as “{given}”: the last are of {used}.", **blanks)


def _named(notice: Notice, release: Release) -> Notice:
    """The notice with the name of what is shown, as the page below has it, in place of its id."""
    used = notice.used
    if notice.parameter == "indicator" and used in release.indicators:
        return replace(notice, used=_(release.indicators[used].title))
    if notice.parameter == "geography" and used in list(Geography):
        return replace(notice, used=formats.boundaries(Geography(used)))
    if notice.parameter == "borough" and used in release.areas(Geography.BOROUGH):
        return replace(notice, used=release.area(Geography.BOROUGH, used).name)
    return notice


def listed(notices: Iterable[Notice], release: Release) -> html.Div | None:
    """All notices of a view, announced politely; None where the address was taken as it is.

    That a release was withdrawn is a page of its own.
    """
    others = [notice for notice in notices if notice.problem is not Problem.WITHDRAWN]
    sentences = [html.P(words(_named(notice, release))) for notice in others]
    return html.Div(sentences, className="notice", role="status") if sentences else None
