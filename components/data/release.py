"""The release: made when and from what, what changed, how it was checked, which others are held."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.data import policy_words
from components.data.source import PATH as METHODS
from components.figures import row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.figures.row_order import RowOrder
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.folding import aside, on_phones
from components.markup.holding import to_release, which_release
from components.markup.prose import Content, bullets, definitions, section
from components.markup.stacked import stacked
from components.site.shell import release_sentences
from components.text import change_words, formats
from components.text.vocabulary import share
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base, held
from data_loaders.vocabulary.audit_record import SourceAudit
from data_loaders.vocabulary.policy import Treatment

PATH = addresses.DATA
DOCUMENTS = ("catalog.json", "audit.json", "notes.md", "index.json")


def sections(release: Release, query: Mapping[str, str]) -> list[Component]:
    """Everything the release says about itself."""
    return [
        section(_("This release"), [*_about(release, query), *_held(release)], "release"),
        section(_("What changed"), _changes(release, query), "changes"),
        section(_("What it was made from"), [_deliveries(release, query)], "deliveries"),
        *accepted(release),
        section(_("How it was checked"), _audit(release, query), "checks"),
        section(_("Files and their fingerprints"), _files(release, query), "hashes"),
    ]


def _about(release: Release, query: Mapping[str, str]) -> list[Component]:
    manifest = release.manifest
    made_from = {
        "feeds": _("the publishers' files"),
        "seed": _("the release that ships with the site"),
        "demonstration": _("made-up deliveries in partners' formats"),
    }.get(manifest.made_from, manifest.made_from)
    rows = [
        (_("Release"), release.id),
        (
            _("Dated as if made on") if manifest.is_simulated else _("Made on"),
            formats.day(manifest.published_on),
        ),
        (_("Made from"), made_from),
        (_("Made by"), _("code version {version}", version=manifest.code_version)),
        (_("Real or simulated"), _("simulated") if manifest.is_simulated else _("real")),
    ]
    which = which_release(addresses.RELEASE, release.id, is_held="release" in query)
    return [html.P(" ".join(release_sentences(release))), definitions(rows), html.P(which)]


def _held(release: Release) -> list[Component]:
    links: list[Content | list[Content]] = []
    for name in held(is_demo=release.manifest.is_simulated).ids():
        link = to_release(name, addresses.RELEASE, name)
        links.append([link, " ", _("(shown now)")] if name == release.id else [link])
    return [html.H3(_("Releases held here")), bullets(links)]


def _changes(release: Release, query: Mapping[str, str]) -> list[Component]:
    """What the catalog says of its changes; of a release made before it did, that its notes do."""
    changes = release.catalog.changes
    notes: list[Component] = []
    if changes is None:
        link = html.A("notes.md", href=f"{file_base(release)}/notes.md")
        notes.append(html.P([_("What this release changed stands in its notes: "), link, "."]))
    else:
        notes += [html.P(_(changes.note))] if changes.note else []
        if changes.since is not None:
            notes.append(html.H3(_("Since release {id}", id=changes.since)))
        notes.append(bullets(list(change_words.lines(changes))))
        if changes.failures:
            notes.append(html.H3(_("Feeds that failed")))
            notes.append(bullets(change_words.failures(changes)))
    if release.manifest.is_simulated:
        return [*notes, html.P(_("A value that differs from the release before is revised."))]
    log = html.A(_("All changes and corrections"), href=kept(addresses.CHANGES, query))
    return [*notes, html.P(log), *_corrections(release, query)]


def _corrections(release: Release, query: Mapping[str, str]) -> list[Component]:
    """What counts as revised, and the faults of publishers: of real files alone."""
    known = [
        html.A(_(source.name), href=kept(f"{METHODS}/{source.id}#faults", query))
        for source in release.catalog.sources
        if source.known_errors
    ]
    listed: list[Content | list[Content]] = [[link] for link in known]
    return [
        html.H3(_("Corrections")),
        html.P(
            _(
                "A value that differs from the release before is counted as revised. The "
                "publishers' own faults, and what we do about each, are listed by source:"
            )
        ),
        on_phones(ngettext("{number} source", "{number} sources", len(listed)), bullets(listed)),
    ]


def accepted(release: Release) -> list[Component]:
    """What was implausible about figures that are shown, and why a person let it pass."""
    rows = [
        [
            _(release.sources[each.source_id].name),
            each.sentence,
            each.why,
            formats.day(each.accepted_on),
        ]
        for each in release.catalog.accepted
        if each.source_id in release.sources
    ]
    if not rows:
        return []
    heads = [_("Source"), _("What was found"), _("Why it is shown"), _("Accepted on")]
    told = _(
        "Figures far from those of the release before, or from their own history, are not "
        "published until a person has looked at them. These were looked at."
    )
    table = stacked(_("Accepted findings"), heads, rows, anchor="unusual-rows")
    return [section(_("Unusual figures"), [html.P(told), table], "unusual")]


def _deliveries(release: Release, query: Mapping[str, str]) -> Component:
    columns = [
        Column("source", _("Source")),
        Column("newest", _("Figures to"), is_number=True),
        Column("received", _("Received"), is_number=True),
        Column("observations", _("Observations"), is_number=True, is_right=True),
        Column("note", _("Note")),
    ]
    rows: list[list[Cell]] = []
    for delivery in release.catalog.deliveries:
        name = _(release.sources[delivery.source_id].name)
        rows.append(
            [
                (html.A(name, href=kept(f"{METHODS}/{delivery.source_id}", query)), name),
                (formats.day(delivery.vintage), float(delivery.vintage.toordinal())),
                (formats.day(delivery.received_on), float(delivery.received_on.toordinal())),
                (formats.integer(delivery.rows), float(delivery.rows)),
                (_(delivery.note), _(delivery.note)) if delivery.note else ("", None),
            ]
        )
    order = _order(query, "deliveries-rows")
    words = ngettext("{number} delivery", "{number} deliveries", len(rows))
    return aside(words, ordered(_("Deliveries"), columns, rows, order), is_open=order.is_asked)


def _audit(release: Release, query: Mapping[str, str]) -> list[Component]:
    audit = release.audit
    columns = [
        Column("source", _("Source")),
        Column("who", _("Who hid")),
        Column("figures", _("Figures"), is_number=True, is_right=True),
        Column("hidden", _("Hidden"), is_number=True, is_right=True),
        Column("passed", _("Checks passed"), is_number=True, is_right=True),
    ]
    rows = [_audit_row(release, source_audit) for source_audit in audit.sources]
    order = _order(query, "checks-rows")
    table = ordered(_("Checks by source"), columns, rows, order)
    link = html.A(_("What each check tries"), href=kept(addresses.AUDIT, query))
    return [
        html.P([f"{policy_words.checked(audit)} ", link]),
        aside(_("Checks by source"), table, is_open=order.is_asked),
    ]


def _order(query: Mapping[str, str], anchor: str) -> RowOrder:
    """The order asked for, beside the word that the list of figures is searched by."""
    return row_order.of_query(query, PATH, anchor, q=query.get("q", ""))


def _audit_row(release: Release, source_audit: SourceAudit) -> list[Cell]:
    source = release.sources.get(source_audit.source_id)
    passed = sum(check.passed for check in source_audit.checks)
    return [
        text(_(source.name) if source else source_audit.source_id),
        text(_("we") if source_audit.treatment is Treatment.OURS else _("publisher")),
        (formats.integer(source_audit.cells), float(source_audit.cells)),
        (
            share(source_audit.withheld, source_audit.cells),
            source_audit.withheld / source_audit.cells if source_audit.cells else None,
        ),
        (_("{passed} of {all}", passed=passed, all=len(source_audit.checks)), float(passed)),
    ]


def _files(release: Release, query: Mapping[str, str]) -> list[Component]:
    """Documents and observations; the files of a figure are on its own page."""
    listed = [name for name in DOCUMENTS if name in release.manifest.files]
    listed += [name for name in sorted(release.manifest.files) if name.startswith("observations/")]
    rows = [_file_row(release, name) for name in listed]
    columns = [
        Column("file", _("File")),
        Column("bytes", _("Bytes"), is_number=True, is_right=True),
        Column("sha", _("SHA-256")),
    ]
    order = _order(query, "files-rows")
    whole = html.A("manifest.json", href=f"{file_base(release)}/manifest.json")
    return [
        html.P([_("Every file of the release with its fingerprint: "), whole, "."]),
        aside(
            _("Documents and observations"),
            ordered(_("Files"), columns, rows, order),
            is_open=order.is_asked,
        ),
    ]


def _file_row(release: Release, name: str) -> list[Cell]:
    file = release.manifest.files[name]
    return [
        (html.A(name, href=f"{file_base(release)}/{name}"), name),
        (formats.integer(file.bytes), float(file.bytes)),
        (html.Code(file.sha256, className="hash"), file.sha256),
    ]
