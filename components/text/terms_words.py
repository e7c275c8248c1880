"""Terms of use in sentences, each written from what a source's record says its publisher states.

No leave and no refusal is told of that is not in the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from components.text import formats
from components.text.words import _
from data_loaders.vocabulary.model import Grant, Publication, Source
from data_loaders.vocabulary.terms import NO_LICENSE


def terms(source: Source) -> str:
    """What is stated about the use of a source's figures, and where; or that nothing is."""
    return " ".join(_terms(source))


def _terms(source: Source) -> Iterator[str]:
    terms_of_use = source.terms_of_use
    if terms_of_use.shared_under:
        yield _("Shared with the City under {agreement}.", agreement=_(terms_of_use.shared_under))
    if terms_of_use.available:
        yield _(terms_of_use.available)
    if terms_of_use.stated:
        yield _stated(source)
    if terms_of_use.grant is Grant.NOTHING:
        yield no_license()
    if terms_of_use.of_public_agency:
        yield _("They are figures of a public agency.")
    if terms_of_use.credit:
        yield _("Credit: {names}.", names=_listed([_(name) for name in terms_of_use.credit]))


def in_short(source: Source) -> str:
    """The terms in a few words, for the foot of a picture."""
    terms_of_use = source.terms_of_use
    if terms_of_use.grant is Grant.LICENSE:
        return _("License: {stated}.", stated=_(terms_of_use.stated))
    if terms_of_use.stated:
        return _("Terms: {stated}.", stated=_(terms_of_use.stated))
    return _(terms_of_use.available) if terms_of_use.grant is Grant.OURS else no_license()


def no_license() -> str:
    """That nobody was found to give leave to pass copies on."""
    return _(NO_LICENSE)


def publication(source: Source) -> str:
    """What this site does with a source's figures, and why."""
    match source.publication:
        case Publication.OPEN:
            return _open(source)
        case Publication.SHOW:
            told = (_shown_only(), why_no_copies(source), ground(source))
            return " ".join(filter(None, told))
        case Publication.DERIVED:
            return _(
                "Computed only: the published figures behind it stay with their publisher. Only "
                "the scores and rounded changes we compute are shown, and those can be downloaded."
            )


def beside_terms(source: Source) -> str:
    """What this site does with a source's figures, where the terms stand beside it."""
    if source.publication is not Publication.SHOW:
        return publication(source)
    return " ".join(filter(None, (_shown_only(), ground(source))))


def _shown_only() -> str:
    return _("Shown only: figures are drawn on pages and cannot be downloaded here.")


def ground(source: Source) -> str:
    """Why figures without a license are drawn and not passed on: others without one are."""
    if source.terms_of_use.grant is not Grant.NOTHING:
        return ""
    if source.terms_of_use.of_public_agency:
        return _("They are read from a copy that is not the agency's.")
    return _("Without a license we pass on figures of public agencies alone.")


def why_no_copies(source: Source) -> str:
    """Why figures that are drawn here cannot be had as a file: a sentence."""
    return _stated(source) if source.terms_of_use.stated else no_license()


def _open(source: Source) -> str:
    if source.terms_of_use.grant is Grant.NOTHING:
        return _(
            "Open: figures are shown here and can be downloaded, as those of a public agency are "
            "where it states no license."
        )
    return _("Open: figures are shown here and can be downloaded and reused.")


def _stated(source: Source) -> str:
    terms_of_use = source.terms_of_use
    stated, place = _(terms_of_use.stated), _(terms_of_use.stated_in)
    read_on = formats.day(terms_of_use.checked_on)
    return _(
        "The publisher states: {stated} ({place}); read on {day}.",
        stated=stated,
        place=place,
        day=read_on,
    )


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])
