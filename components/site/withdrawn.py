"""A page of a release that was withdrawn: none of its figures, but why it is gone."""

from __future__ import annotations

from dash import html

from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.holding import to_newest
from components.site import notices
from components.site.page import Asked, Page
from components.text import formats
from components.text.words import _
from data_loaders.released.serving import held
from data_loaders.released.view import Notice, Problem


def withdrawal_of(asked: Asked) -> Notice | None:
    """The notice of an address that is held to a withdrawn release; None of any other."""
    return next((one for one in asked.notices if one.problem is Problem.WITHDRAWN), None)


def withdrawn(asked: Asked, notice: Notice) -> Page:
    """Status 410, why, and the way to the same page with the newest figures."""
    title = _("Release {id} was withdrawn", id=notice.given)
    reason = held(is_demo=bool(asked.base)).withdrawn(notice.given)
    on = [_("It was withdrawn on {day}.", day=formats.day(reason.withdrawn_on))] if reason else []
    explained = [
        *on,
        _(
            "This link is held to its figures. They are no longer shown or given out here, and no "
            "others are put in their place."
        ),
    ]
    newest = kept(asked.path, {}, **asked.query)
    return Page(
        title=title,
        description=notices.withdrawn_words(notice.given, notice.why),
        body=[
            html.H1(title),
            Lead(notices.withdrawn_words(notice.given, notice.why)),
            html.P(" ".join(explained)),
            html.P(to_newest(_("See this page with the newest figures"), newest)),
        ],
        status=410,
        is_indexed=False,
    )
