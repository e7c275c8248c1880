"""The privacy page: who, what, each rule with its number, what hidden means, what remains."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.data.coverage_panel import totals
from components.data.source import PATH as METHODS
from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.folding import aside, on_phones
from components.markup.prose import (
    Content,
    Contents,
    bullets,
    contents,
    definitions,
    field_names,
    section,
)
from components.privacy import words as privacy_words
from components.privacy.audit import audit, mended, treatments
from components.privacy.compared import compared, last_run
from components.privacy.draws import draws
from components.privacy.signing import signed
from components.site.shell import contact_link
from components.text import formats, reasons
from components.text.vocabulary import share
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.released.serving import challenge_pack
from data_loaders.vocabulary.model import Reason, Source, Status
from data_loaders.vocabulary.policy import MAXIMUM_PRIMARY_SHARE, Treatment

PATH = addresses.PRIVACY
CHALLENGE = "python -m data_loaders challenge DIR"


def layout(release: Release, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    parts = _parts(release, query)
    return [
        html.P(html.A(_("Methods"), href=kept(METHODS, query)), className="eyebrow"),
        html.H1(_("Privacy: what is hidden, why, and what that cannot do")),
        Lead(lead(release)),
        contents(parts),
        *parts,
    ]


def _parts(release: Release, query: Mapping[str, str]) -> list[Component]:
    return [
        _who(release),
        section(_("What is received, and what never is"), _received(release), "received"),
        _rules(release, query),
        _hidden(),
        section(_("Why figures may not add up"), _texts(privacy_words.adding_up()), "sums"),
        _missing(query),
        _simulated(release),
        section(_("What remains possible"), _texts(privacy_words.risk()), "risk"),
        section(_("What we decided, and why"), _texts(privacy_words.decisions()), "decisions"),
        *([compared(last_run())] if release.manifest.is_simulated else []),
        audit(release, query),
        *draws(release),
        section(_("Break our table"), _challenge(), "challenge"),
        signed(release),
        _kept(release, query),
        treatments(release, query),
        mended(query),
        section(_("What the figures must not be used for"), _prohibited(), "prohibited"),
        section(_("The law"), [html.P(privacy_words.law())], "law"),
        section(_("Who to ask"), [html.P(_who_to_ask())], "ask"),
    ]


def lead(release: Release) -> str:
    """How much is hidden in this release, and what hiding is for."""
    pairs = [totals(release, source.id) for source in release.catalog.sources]
    cells, hidden = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
    return _(
        "Of the {cells} figures of release {id}, {share} are hidden to protect people, or stand "
        "for none where the publisher does not say which. This page says by which rules, how "
        "they are tested, and what they cannot do.",
        share=share(hidden, cells) or _("none"),
        cells=formats.integer(cells),
        id=release.id,
    )


def _who_to_ask() -> Contents:
    """Where to ask; in words where this installation names no address."""
    return contact_link(_("Ask, or report a fault")) or _(
        "This site does not state how to reach whoever runs it. Ask a publisher about its figures: "
        "the page of each source leads there."
    )


def _texts(sentences: list[str]) -> list[Content]:
    return [html.P(sentence) for sentence in sentences]


def _who(release: Release) -> Component:
    giving = [source for source in release.catalog.sources if not _is_computed(source)]
    partners = list(dict.fromkeys(source.partner for source in giving))
    words = ngettext("{number} publisher", "{number} publishers", len(partners))
    if release.manifest.is_simulated:
        words = ngettext("{number} partner", "{number} partners", len(partners))
    body = [
        on_phones(words, bullets(partners, are_short=True)),
        *_texts(privacy_words.provides(is_simulated=release.manifest.is_simulated)),
    ]
    return section(_("Who provides the figures"), body, "who")


def _is_computed(source: Source) -> bool:
    return all(indicator.derived_from for indicator in source.indicators)


def _received(release: Release) -> list[Content]:
    fields = [
        (_(source.name), field_names(excluded))
        for source in release.catalog.sources
        if (excluded := source.policy.excluded)
    ]
    told: list[Content] = [*_texts(privacy_words.received())]
    if not fields:
        return told
    words = ngettext("The fields of {number} source", "The fields of {number} sources", len(fields))
    heading = html.H3(_("Fields not kept"))
    return [*told, heading, html.P(policy_words.not_kept()), aside(words, definitions(fields))]


def _rules(release: Release, query: Mapping[str, str]) -> Component:
    columns = [
        Column("source", _("Source")),
        Column("minimum", _("Smallest group shown"), is_folded=True),
        Column("rule", _("What is hidden"), is_folded=True),
        Column("hidden", _("Share hidden"), is_number=True),
    ]
    rows: list[list[Cell]] = []
    for source in release.catalog.sources:
        cells, hidden = totals(release, source.id)
        anchor = kept(f"{METHODS}/{source.id}#privacy", query)
        said = source.policy.publisher_rule or source.policy.plain
        ours = source.policy.plain if source.policy.primary is not None else said
        rows.append(
            [
                (html.A(_(source.name), href=anchor), _(source.name)),
                text(policy_words.minimum(source)),
                text(_(ours)),
                (share(hidden, cells), hidden / cells if cells else None),
            ]
        )
    order = row_order.of_query(query, PATH, "rules-rows")
    words = ngettext("{number} source and its rule", "{number} sources and their rules", len(rows))
    caption = _("The rule of each source. Its name opens all of its rules, one by one.")
    body: list[Content] = [
        html.P(policy_words.whose(release.catalog.sources)),
        on_phones(words, ordered(caption, columns, rows, order, "wordy"), is_open=order.is_asked),
        html.P(privacy_words.private_parameters()),
        *_texts(_treated(release)),
    ]
    return section(_("The rules"), body, "rules")


def _treated(release: Release) -> list[str]:
    if not any(s.policy.treatment is Treatment.OURS for s in release.catalog.sources):
        return []
    most = share(round(100 * MAXIMUM_PRIMARY_SHARE), 100)
    return [
        _(
            "Of a partner's source, some of the smallest figures may have to be hidden. Where "
            "those are more than {most}, the release stops. The source has to be made coarser "
            "first.",
            most=most,
        )
    ]


def _reasons_of(status: Status) -> Component:
    """The reasons a figure of this status may have, as pages word them and files write them."""
    found = [reason for reason in Reason if reason.status is status]
    items = [
        html.Li([reasons.of(status, reason), " (", html.Code(str(reason)), ")"]) for reason in found
    ]
    listed = html.Ul(items, className="plain")
    return on_phones(ngettext("{number} reason", "{number} reasons", len(items)), listed)


def _hidden() -> Component:
    rows: list[tuple[str, Contents]] = [
        (formats.status(status), [html.P(text), _reasons_of(status)])
        for status, text in privacy_words.hidden_means()
    ]
    files = html.P(
        _(
            "In files such a place has an empty value and its reason beside it. On maps it is "
            "hatched, on charts it is a gap. No line is drawn across, and no color is given."
        )
    )
    return section(_("What hidden means"), [definitions(rows), files], "hidden")


def _missing(query: Mapping[str, str]) -> Component:
    body = html.P(
        [
            _(
                "Hiding is not the only way to be left out. Every source misses people: those who "
                "were never tested, never filed, pay cash, or use another site. "
            ),
            html.A(_("Who is missing from each source"), href=kept(f"{METHODS}#sources", query)),
        ]
    )
    return section(_("Who the data leaves out"), [body], "missing")


def _simulated(release: Release) -> Component:
    text = (
        _("Every figure of this release is simulated. None may be quoted as real.")
        if release.manifest.is_simulated
        else _("Nothing. Every figure comes from the publishers named, or is computed from theirs.")
    )
    return section(_("What is simulated"), [html.P(text)], "simulated")


def _challenge() -> list[Content]:
    pack = challenge_pack()
    offered: list[Content] = []
    if pack is not None:
        link = html.A(_("Download the pack (simulated figures)"), href=pack.address)
        seal = _("The truth is sealed by this hash: {hash}", hash=pack.sha256)
        offered = [html.P(link), html.P(seal, className="hash")]
    return [*_texts(privacy_words.challenge()), *offered, html.Pre(html.Code(CHALLENGE))]


def _kept(release: Release, query: Mapping[str, str]) -> Component:
    columns = [
        Column("source", _("Source")),
        Column("revisions", _("Revisions")),
        Column("kept", _("How long it is kept")),
    ]
    rows: list[list[Cell]] = [
        [
            (html.A(_(source.name), href=kept(f"{METHODS}/{source.id}", query)), _(source.name)),
            text(_(source.policy.revision)),
            text(_(source.policy.retention)),
        ]
        for source in release.catalog.sources
    ]
    order = row_order.of_query(query, PATH, "kept-rows")
    words = _("Revisions and how long data is kept, by source")
    details = aside(
        words, ordered(_("By source"), columns, rows, order, "wordy"), is_open=order.is_asked
    )
    lead_in = html.P(_("A release once published is not changed and stays with the ones before."))
    return section(_("How long it is kept"), [lead_in, details], "kept")


def _prohibited() -> list[Content]:
    return [bullets(privacy_words.prohibited())]
