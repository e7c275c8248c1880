"""What every figure carries: source, date and privacy line, downloads, table, link, method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum

from dash import html
from dash.development.base_component import Component

from components.figures import charts
from components.figures.scene import Scene
from components.markup import addresses
from components.markup.attributes import marked
from components.markup.figure_words import CopyBox, CopyButton, copy_text
from components.markup.holding import which_release
from components.markup.svg import tag
from components.text import formats, terms_words
from components.text import how_to_read as how_to_read_words
from components.text.words import _, ngettext
from data_loaders.released.joined import joined_with
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_rows import count, view_rows
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Frequency, Indicator, Publication, Source, Status
from data_loaders.vocabulary.naming import disowned_by


class Shows(Enum):
    """What a CSV holds, where a page has one of each beside another."""

    ALL = "all"
    MAP = "map"
    CHART = "chart"


def cut_note(chart: charts.Chart) -> list[Component]:
    """What must be known of the number axis, to stand under the chart; empty if nothing."""
    words = charts.cut_words(chart)
    return [html.P(words, className="note")] if words else []


def source_line(scene: Scene) -> html.P:
    """The source line of a map, or of a chart of one series."""
    is_early = scene.has(Status.PROVISIONAL)
    end = last_day(scene)
    others = joined_with(scene.release, scene.indicator, end)
    return source_paragraph(scene.source, end, scene.indicator, others, is_early=is_early)


def source_paragraph(
    source: Source,
    end: date | None,
    indicator: Indicator,
    others: Sequence[Source] = (),
    *,
    is_early: bool = False,
) -> html.P:
    """What stands below every figure: its source sentences, and the way to how it is made;
    `others` are the publishers that it goes on in."""
    words = source_sentences(source, end, indicator, others, is_early=is_early)
    return html.P([" ".join(words), " ", method_link(source)], className="source")


def source_sentences(
    source: Source,
    end: date | None,
    indicator: Indicator,
    others: Sequence[Source] = (),
    *,
    is_early: bool = False,
) -> list[str]:
    """Whose figures, how far they reach, their unit, what is early, and whose privacy rule stands;
    `end` is None where none is shown."""
    unit = _("Unit: {unit}.", unit=formats.unit_alone(indicator))
    early = [_("Early figures, no final ones here.")] if is_early else []
    rule = [_(source.policy.publisher_rule)] if source.policy.publisher_rule else []
    first, *beside = named(source, end)
    return [first, *_went_on(indicator, others), *beside, unit, *early, *rule]


def _went_on(indicator: Indicator, others: Sequence[Source]) -> list[str]:
    """From when on the figures are those of other publishers."""
    if not others or indicator.continued_from is None:
        return []
    names = formats.listed([each.partner for each in others])
    day = formats.day(indicator.continued_from)
    return [_("From {day} on: {partner}.", day=day, partner=names)]


def named(source: Source, end: date | None = None) -> list[str]:
    """The source by name, and what stands beside the name of a simulated one."""
    first = _("Source: {partner}.", partner=source.partner)
    if end is not None:
        day = formats.day(end)
        first = _("Source: {partner}, figures to {day}.", partner=source.partner, day=day)
    return [first, *disowned(source)]


def disowned(source: Source) -> list[str]:
    """What stands beside the source of a simulated figure; nothing beside a real one."""
    sentence = disowned_by(source)
    return [_(sentence)] if sentence else []


def last_day(scene: Scene) -> date:
    """The last day any area has a figure for."""
    return scene.frame.periods[scene.frame.latest()][1]


def method_link(source: Source) -> html.A:
    """To the page that says how this source's figures are made."""
    words = _("How this is made")
    link = html.A(words, href=addresses.source(source.id))
    return marked(link, {"aria-label": f"{words}: {_(source.name)}"})


def actions(scene: Scene, path: str, files: list[Component]) -> html.Ul:
    """The figure's files, copy the link, and hold or release the numbers."""
    view, release = scene.view, scene.release
    return html.Ul(
        [
            *map(html.Li, files),
            html.Li(copy_link(view.address(path))),
            html.Li(hold(view, release, path), className="held-again"),
            *follow(view.query(), release),
        ],
        className="actions",
    )


def download(view: View, release: Release, source: Source, shows: Shows = Shows.ALL) -> Component:
    """The CSV of what a figure drawn from the publisher's own periods shows; or why there is
    none, and where the publisher has it."""
    if source.publication is Publication.SHOW:
        return not_passed_on(source)
    rows = view_rows(release, view, as_published=True)
    return shown_csv(view, release, count(rows), shows, periods=addresses.PUBLISHED)


def downloads(
    view: View,
    release: Release,
    source: Source,
    figure: str,
    frequency: Frequency | None = None,
    shows: Shows = Shows.ALL,
) -> list[Component]:
    """The CSV of the series a chart draws, and that of the publisher's own periods where those
    are shorter; each says what it holds and how many rows that is."""
    if source.publication is Publication.SHOW:
        return [not_passed_on(source)]
    drawn = view_rows(release, view, frequency)
    asked = {"figure": figure, **({"periods": frequency.value} if frequency else {})}
    links: list[Component] = [shown_csv(view, release, count(drawn), shows, **asked)]
    if any(rows.is_put_together for rows in drawn):
        published = count(view_rows(release, view, as_published=True))
        finest = min((rows.own for rows in drawn), key=list(Frequency).index)
        links.append(every_csv(formats.every_word(finest), view, release, published))
    return links


def pictures(view: View, release: Release, source: Source, **asked: str) -> list[Component]:
    """The figure as PNG and SVG, with its title and source on it, and all its files in one;
    none of what may only be shown."""
    if source.publication is Publication.SHOW:
        return []
    query = {**asked, **view.query(), "release": release.id}
    words = {"png": _("PNG"), "svg": _("SVG"), "zip": _("All files (ZIP)")}
    return [html.A(said, href=addresses.download(query, ending)) for ending, said in words.items()]


def card(view: View, release: Release, sources: Iterable[Source], figure: str) -> str:
    """The address of the figure's picture, for a card under a link to it; empty where any of it
    may only be shown."""
    if any(source.publication is Publication.SHOW for source in sources):
        return ""
    return addresses.download({"figure": figure, **view.query(), "release": release.id}, "png")


def shown_csv(
    view: View, release: Release, number: int, shows: Shows = Shows.ALL, **asked: str
) -> html.A:
    """The CSV of what is shown, with its number of rows."""
    words = {
        Shows.ALL: ngettext(
            "Download CSV of what is shown: {number} row",
            "Download CSV of what is shown: {number} rows",
            number,
        ),
        Shows.MAP: ngettext(
            "Download CSV of the map, all areas at this time: {number} row",
            "Download CSV of the map, all areas at this time: {number} rows",
            number,
        ),
        Shows.CHART: ngettext(
            "Download CSV of the chart, these lines over time: {number} row",
            "Download CSV of the chart, these lines over time: {number} rows",
            number,
        ),
    }[shows]
    return html.A(words, href=_file(view, release, **asked))


def every_csv(every: str, view: View, release: Release, number: int) -> html.A:
    """The CSV of the publisher's own periods; `every` says what of, beside its number of rows."""
    words = ngettext("{every}: {number} row", "{every}: {number} rows", number, every=every)
    return html.A(words, href=_file(view, release, periods=addresses.PUBLISHED))


def _file(view: View, release: Release, **asked: str) -> str:
    return addresses.download({**asked, **view.query(), "release": release.id})


def not_passed_on(source: Source) -> html.Span:
    """Why a figure cannot be had as a file, and where its publisher has it."""
    return html.Span(
        [
            f"{terms_words.why_no_copies(source)} ",
            html.A(_("Get it from the publisher"), href=source.publisher_url),
        ]
    )


def copy_link(address: str) -> CopyButton:
    """Copies the address of the view."""
    return CopyButton(_("Copy link"), _("Link copied"), address)


def follow(query: Mapping[str, str], release: Release) -> list[Component]:
    """The log and the feed of what changes in a view or a place; simulated figures have none."""
    if release.manifest.is_simulated:
        return []
    asked = addresses.followed(query)
    feed = html.A(_("Atom feed"), href=addresses.feed_of_changes(asked))
    log = html.A(_("Changes to these figures"), href=addresses.changes(asked))
    return [html.Li([log, " (", feed, ")"])]


def public_address(address: str) -> str:
    """An address of this site in full where the site knows its own, for citations."""
    return f"{installation.public_url()}{address}"


def hold(view: View, release: Release, path: str) -> html.Span:
    """Which release the address holds, and the link that changes it."""
    newest = view.address(path, release=None)
    return html.Span(which_release(newest, release.id, is_held=bool(view.release)))


def as_table(table: Component, words: str | None = None, anchor: str = "") -> html.Details:
    """A figure's numbers, one step away; with `anchor`, at an address of their own that opens
    them. On paper the table of a page's own figure is there, opened or not."""
    content: list[Component] = [html.Summary(words or _("Table"))]
    if anchor:
        link = html.A(_("Link to this table"), href=f"#{anchor}")
        content.append(html.P(link, className="note", id=anchor))
    return html.Details([*content, html.Div(table, className="scroll")], className="as-table")


def embed_box(
    view: View, release: Release, source: Source, figure: str, title: str
) -> list[Component]:
    """Two lines of HTML that put the figure on another site: always newest, or held to this
    release. None of what may only be shown, nor of simulated figures."""
    if source.publication is Publication.SHOW or release.manifest.is_simulated:
        return []
    live = addresses.embed(figure, replace(view, release=None).query())
    pinned = addresses.embed(figure, replace(view, release=release.id).query())
    parts = [
        *_snippet(_("Always the newest figures"), live, title),
        *_snippet(_("Exactly these figures"), pinned, title),
    ]
    return [CopyBox(_("Embed this figure"), parts, "embed-this")]


def _snippet(words: str, address: str, title: str) -> list[Component]:
    frame = tag(
        "iframe",
        src=public_address(address),
        title=title,
        width="100%",
        height="640",
        loading="lazy",
        style="border:0",
    )
    code = html.Pre(html.Code(str(frame)))
    return [html.P(words), code, copy_text()]


def cite(text: str, anchor: str = "") -> CopyBox:
    """How to cite a figure, to be copied; with `anchor`, at an address of its own."""
    style = "citation"
    words = html.P(text, className=style, id=anchor) if anchor else html.P(text, className=style)
    return CopyBox(_("How to cite this"), [words, copy_text()])


def how_to_read(kind: tuple[str, ...], what: str = "") -> html.Details:
    """How to read a chart of this kind, one step away."""
    return html.Details(
        [
            html.Summary(what or _("How to read this chart")),
            html.P(how_to_read_words.said(kind), className="note"),
        ],
        className="how-to-read",
    )
