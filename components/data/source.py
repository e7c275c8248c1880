"""The page of one source: who is in it, on what terms, how it is treated, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.data.coverage_panel import panel, totals
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.prose import Content, bullets, definitions, section
from components.markup.stacked import stacked
from components.site import demonstration
from components.text import formats, freshness, terms_words, vocabulary
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.vocabulary.audit_record import CheckResult, SourceAudit
from data_loaders.vocabulary.guess_rates import BOUNDS, LEAST_SCORED
from data_loaders.vocabulary.model import Break, Source
from data_loaders.vocabulary.naming import disowned_by
from data_loaders.vocabulary.policy import Treatment

PATH = addresses.METHODS


def title(release: Release, source: Source) -> str:
    """Its name; that of a simulated source says so."""
    name = _(source.name)
    return demonstration.titled(name) if release.manifest.is_simulated else name


def layout(release: Release, source: Source, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("Methods"), href=kept(PATH, query)), className="eyebrow"),
        html.H1(title(release, source)),
        Lead(_(source.description)),
        _contents(),
        _about(release, source),
        _privacy(release, source, query),
        panel(release, source),
        _faults(source),
        _indicators(source, query),
        _audit(release, source, query),
    ]


def _contents() -> html.Ul:
    parts = [
        ("#about", _("Who is in it")),
        ("#privacy", _("Why a figure is hidden")),
        ("#coverage", _("How much is hidden")),
        ("#faults", _("Known faults")),
        ("#figures", _("Figures")),
        ("#audit", _("Checks")),
    ]
    return html.Ul([html.Li(html.A(words, href=to)) for to, words in parts], className="actions")


def _about(release: Release, source: Source) -> Component:
    rows = [
        (_("Published by"), _publisher(source)),
        (_("Who is in it, and who is missing"), _(source.covers)),
        (_("Terms of use"), terms_words.terms(source)),
        (_("What we do under them"), terms_words.beside_terms(source)),
        (_("How to cite it"), source.citation),
        (_("How fresh it is"), next_update(release, source)),
    ]
    return section(_("Who is in it"), [definitions(rows)], "about")


def _publisher(source: Source) -> list[Content]:
    """The publisher with its address; a simulated source has none."""
    url = source.publisher_url
    return [html.A(source.partner, href=url) if url else source.partner]


def next_update(release: Release, source: Source) -> str:
    """When the next figures are due, how late they are, or that there will be none."""
    if release.manifest.is_simulated:
        return _("Never: simulated figures are made once, and are not counted as fresh or late.")
    today = datetime.now(UTC).date()
    for delivery in release.catalog.deliveries:
        if delivery.source_id == source.id:
            return freshness.sentence(source, delivery, today)
    return _("This release does not say when its figures were received.")


def _privacy(release: Release, source: Source, query: Mapping[str, str]) -> Component:
    rules = [(rule.label, rule.contents) for rule in policy_words.rules(source)]
    note = html.P(
        [
            _("These sentences are written from the same record that the treatment follows. "),
            html.A(
                _("What hidden means, and what it cannot do"), href=kept(addresses.PRIVACY, query)
            ),
        ],
        className="source",
    )
    _cells, hidden = totals(release, source.id)
    title = _("Why is a figure hidden?") if hidden else _("Rules of privacy, updates and keeping")
    return section(title, [definitions(rules), note], "privacy")


def _faults(source: Source) -> Component:
    breaks = [
        (formats.day(fault.on), _concerning(source, fault))
        for fault in sorted(source.breaks, key=lambda fault: fault.on)
    ]
    body: list[Component] = [
        bullets([_(error) for error in source.known_errors])
        if source.known_errors
        else html.P(_("No fault in the publisher's figures is known to us."))
    ]
    if breaks:
        body += [html.H3(_("Changes of method")), definitions(breaks)]
    # What is known is known of real files: made-up ones have none.
    is_simulated = bool(disowned_by(source))
    title = _("Known faults of real files like these") if is_simulated else _("Known faults")
    return section(title, body, "faults")


def _concerning(source: Source, fault: Break) -> str:
    """A change of method, and the figures it changed where those are not all of the source."""
    named = [_(each.title) for each in source.indicators if each.id in fault.figures]
    if not named or len(named) == len(source.indicators):
        return _(fault.text)
    return _("{text} It concerns: {figures}.", text=_(fault.text), figures=formats.listed(named))


def _indicators(source: Source, query: Mapping[str, str]) -> Component:
    links = [
        [
            html.A(_(indicator.title), href=kept(addresses.figure(indicator.id), query)),
            " ",
            html.Span(vocabulary.how_often(indicator), className="why"),
        ]
        for indicator in source.indicators
    ]
    lead = ngettext(
        "{number} figure of this source is shown.",
        "{number} figures of this source are shown.",
        len(links),
    )
    return section(_("Figures"), [html.P(lead), bullets(links)], "figures")


def _audit(release: Release, source: Source, query: Mapping[str, str]) -> Component:
    source_audit = next(
        (each for each in release.audit.sources if each.source_id == source.id), None
    )
    if source_audit is None:
        return section(_("Checks"), [html.P(_("This source was not audited."))], "audit")
    heads = [_("Check"), _("Looked at"), _("Failed"), _("Result")]
    rows = [_check_row(check) for check in source_audit.checks]
    body = [
        html.P(_audit_sentence(release, source_audit)),
        html.P(_guessed(source_audit)),
        stacked(_("Checks of this source"), heads, rows, numeric=(1, 2), anchor="checks-rows"),
        html.P(html.A(_("All attacks, and what they mean"), href=kept(addresses.AUDIT, query))),
    ]
    return section(_("Checks"), body, "audit")


def _audit_sentence(release: Release, source_audit: SourceAudit) -> str:
    blanks = {"day": formats.day(release.audit.ran_on.date()), "id": release.id}
    if source_audit.passed:
        return _("The files of release {id} were checked on {day}. All checks passed.", **blanks)
    return _("The files of release {id} were checked on {day}. A check failed.", **blanks)


def _guessed(source_audit: SourceAudit) -> str:
    """How often guesses at figures hidden for others came true."""
    if source_audit.treatment is not Treatment.OURS or not source_audit.withheld:
        return ""
    rates = source_audit.guessed
    if rates is None:
        return _(
            "How often figures hidden to protect others can be guessed is told of {least} such"
            " figures or more, and is not told here.",
            least=LEAST_SCORED,
        )
    return _(
        "From what is shown, we guess at the figures hidden to protect others. Of a hundred "
        "guesses, {exact} were exact, and {close} within a tenth.",
        exact=_rate(rates.exact),
        close=_rate(rates.close),
    )


def _rate(bound: int | None) -> str:
    if bound is None:
        return _("more than {number}", number=max(BOUNDS))
    return _("{number} or fewer", number=bound)


def _check_row(check: CheckResult) -> list[Component | str]:
    name = _(check.title)
    shown = f"{check.id} {name}" if check.id.startswith("A") else name
    result = policy_words.result(check.checked, is_passed=check.passed)
    return [
        shown,
        formats.integer(check.checked),
        formats.integer(check.failures),
        f"{result}; {_(check.note)}" if check.note else result,
    ]
