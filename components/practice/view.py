"""A city's checklist of data practice, answered from this installation's own facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Content, Contents, section
from components.markup.stacked import stacked
from components.partnership.claims import ordered
from components.text import formats
from components.text.words import _, ngettext
from components.uses.listing import uses
from data_loaders.records.model import Answer, Phase, Project, Question
from data_loaders.records.reading import Held
from data_loaders.released.freshness import Timeliness, of_sources
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Publication

PATH = addresses.PRACTICE
Facts = tuple[str, str, str]  # the answer, the address of the evidence, its name


def lead() -> str:
    """What the page is, and what it is not."""
    return _(
        "Questions a city can ask itself, in the spirit of What Works Cities and the City Data "
        "Alliance, answered with what this site can show."
    )


def layout(held: Held, release: Release, today: date, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    heads = [_("Topic"), _("Question"), _("Answer"), _("Evidence")]
    rows = [_row(held, release, today, each, query) for each in ordered(held, "practice", Question)]
    disclaimer = _(
        "Not a certification, nor endorsed by What Works Cities or Bloomberg Philanthropies."
    )
    why = _(
        "Questions about a city are not answered here, as it need not be a city that runs this "
        "site. “Not answered here” says nothing about New York City's practice."
    )
    return [
        html.P(html.A(_("About"), href=kept(addresses.ABOUT, query)), className="eyebrow"),
        html.H1(_("Data practice")),
        Lead(lead()),
        html.P(disclaimer, className="notice"),
        section(
            _("Checklist"),
            [
                stacked(
                    _("Questions and answers"),
                    heads,
                    rows,
                    class_name="wordy",
                    anchor="checklist-rows",
                ),
                html.P(why),
            ],
            "checklist",
        ),
    ]


def _row(
    held: Held, release: Release, today: date, question: Question, query: Mapping[str, str]
) -> list[Contents]:
    facts = ANSWERS[question.answered_by](held, release, today)
    evidence: Content = ""
    if facts is None:
        return [_(question.topic), _(question.question), _("Not answered here."), evidence]
    told, address, name = facts
    link = html.A(name, href=kept(address, query))
    return [_(question.topic), _(question.question), told, link]


def _freshness(_held: Held, release: Release, today: date) -> Facts:
    freshness_of_sources = of_sources(release.catalog.sources, release.catalog.deliveries, today)
    expected = [
        each
        for each in freshness_of_sources
        if each.timeliness in (Timeliness.EXPECTED, Timeliness.LATE)
    ]
    on_time = sum(each.timeliness is Timeliness.EXPECTED for each in expected)
    copies = sum(each.timeliness is Timeliness.COPY for each in freshness_of_sources)
    told = _on_time(on_time, len(expected))
    if copies:
        told += " " + ngettext(
            "{number} more is here as an older copy; its publisher was not asked since.",
            "{number} more are here as older copies; their publishers were not asked since.",
            copies,
        )
    return told, addresses.DUE, _("When figures are due")


def _on_time(on_time: int, expected: int) -> str:
    if expected == 0:
        return _("No more is expected from any source.")
    if on_time == expected:
        return ngettext(
            "The only source from which more is expected is on time.",
            "All {number} sources from which more is expected are on time.",
            expected,
        )
    return ngettext(
        "The only source from which more is expected is late.",
        "{some} of {number} sources from which more is expected are on time.",
        expected,
        some=formats.integer(on_time),
    )


def _audits(_held: Held, release: Release, _today: date) -> Facts:
    return policy_words.checked(release.audit), addresses.AUDIT, _("The last audit")


def _uses(held: Held, _release: Release, _today: date) -> Facts:
    every = [use for _name, use in uses(held, examples=False)]
    told = ngettext(
        "{number} use is in the register", "{number} uses are in the register", len(every)
    )
    rest = _(
        ", {reviewed} reviewed and {told} with a result.",
        reviewed=formats.integer(sum(bool(use.reviews) for use in every)),
        told=formats.integer(sum(use.result is not None for use in every)),
    )
    return told + rest, addresses.USES, _("The register")


def _projects(held: Held, _release: Release, _today: date) -> Facts:
    every = [each for each in ordered(held, "projects", Project) if not each.is_example]
    closed = sum(each.phase is Phase.CLOSED for each in every)
    told = ngettext(
        "{number} project has been begun and {closed} closed. The examples are not counted.",
        "{number} projects have been begun and {closed} closed. The examples are not counted.",
        len(every),
        closed=formats.integer(closed),
    )
    return told, addresses.IMPACT, _("Projects")


def _privacy(_held: Held, release: Release, _today: date) -> Facts:
    count = len(release.catalog.sources)
    told = ngettext(
        "Yes: the policy of {number} source is written as numbers.",
        "Yes: the policies of {number} sources are written as numbers.",
        count,
    )
    return told, addresses.METHODS, _("Every source and its rule")


def _open_data(_held: Held, release: Release, _today: date) -> Facts:
    every = release.catalog.sources
    shown_only = sum(each.publication is Publication.SHOW for each in every)
    told = (
        _(
            "Sources that can be downloaded: {some} of {all}. Pages of the others say why not.",
            some=formats.integer(len(every) - shown_only),
            all=formats.integer(len(every)),
        )
        if shown_only
        else _("Every source can be downloaded.")
    )
    return told, addresses.DATA, _("All figures and downloads")


def _corrections(_held: Held, release: Release, _today: date) -> Facts:
    told = _("Each release says what changed, with the old and the new value of a correction.")
    return told, addresses.RELEASE, _("What changed")


def _none(_held: Held, _release: Release, _today: date) -> None:
    return None


ANSWERS: Mapping[Answer, Callable[[Held, Release, date], Facts | None]] = {
    Answer.FRESHNESS: _freshness,
    Answer.AUDITS: _audits,
    Answer.USES: _uses,
    Answer.PROJECTS: _projects,
    Answer.PRIVACY: _privacy,
    Answer.OPEN_DATA: _open_data,
    Answer.CORRECTIONS: _corrections,
    Answer.NONE: _none,
}
