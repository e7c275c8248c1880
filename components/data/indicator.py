"""The page of one indicator: its dictionary, how far it reaches, its files, how to cite it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from components.data import coverage, newest, noise_words, programs, revised
from components.data.reach import next_figures
from components.data.source import PATH as METHODS
from components.figures import attribution, corrected
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.folding import on_phones
from components.markup.prose import Content, Contents, bullets, definitions, section
from components.markup.stacked import stacked
from components.site import demonstration
from components.text import formats, reasons, terms_words, vocabulary
from components.text.care import care, titled
from components.text.words import _, ngettext
from data_loaders.released.joined import joined_with, newest_day
from data_loaders.released.release import FileEntry, Release
from data_loaders.released.serving import file_base
from data_loaders.released.view import View, is_mapped
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Geography, Indicator, Publication, Source
from data_loaders.vocabulary.policy import Policy

MOST_IN_A_LINE = 6  # industries
PATH = addresses.DATA


def title(release: Release, indicator: Indicator) -> str:
    """Its title; that of a simulated indicator says so."""
    name = titled(release, indicator)
    return demonstration.titled(name) if release.manifest.is_simulated else name


def layout(release: Release, indicator: Indicator, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    source = release.source_of[indicator.id]
    return [
        html.P(
            [
                html.A(_("Data"), href=kept(PATH, query)),
                " › ",
                html.A(
                    vocabulary.category(indicator.category),
                    href=kept(f"{PATH}#{indicator.category}", query),
                ),
            ],
            className="eyebrow",
        ),
        html.H1(title(release, indicator)),
        Lead(_(indicator.description)),
        _views(release, indicator, query),
        *_unless_none(newest.newest(release, indicator, query)),
        _dictionary(release, indicator, source, query),
        _reach(release, indicator),
        newest.updates(release, source),
        *_follow(release, indicator),
        *_corrections(release, indicator),
        revised.revised(release, indicator),
        _files(release, indicator, source),
        *_unless_none(programs.programs(release, indicator, source)),
        _citation(release, indicator, source),
    ]


def _follow(release: Release, indicator: Indicator) -> list[Component]:
    links = attribution.follow({"indicator": indicator.id}, release)
    return [html.Ul(links, className="actions")] if links else []


def _corrections(release: Release, indicator: Indicator) -> list[Component]:
    """That figures shown here were wrong once, and where their old and new values stand."""
    links: list[Content | list[Content]] = [
        [link] for link in corrected.links(release, indicator.id)
    ]
    return [section(_("Corrections"), [bullets(links)], "corrected")] if links else []


def _unless_none(part: Component | None) -> list[Component]:
    return [] if part is None else [part]


def _views(release: Release, indicator: Indicator, query: Mapping[str, str]) -> html.Ul:
    links = [(_("See it over time"), addresses.TRENDS)]
    if any(is_mapped(release, geography) for geography in indicator.geographies):
        links.insert(0, (_("See it on the map"), addresses.MAP))
    return html.Ul(
        [
            html.Li(html.A(words, href=kept(path, query, indicator=indicator.id)))
            for words, path in links
        ],
        className="actions",
    )


def _dictionary(
    release: Release, indicator: Indicator, source: Source, query: Mapping[str, str]
) -> Component:
    method = kept(f"{METHODS}/{source.id}", query)
    rows: list[tuple[str, Contents]] = [
        (_("What we did"), _(indicator.processing)),
        (_("Unit"), formats.unit_alone(indicator)),
        (_("Kind of number"), vocabulary.measure(indicator.measure)),
        (_("Range"), newest.value_range(release, indicator)),
        (_("How often"), vocabulary.how_often(indicator)),
        (_("Boundaries"), formats.listed(list(map(formats.boundaries, indicator.geographies)))),
        (_("Industries"), industries(indicator)),
        (_("Which way is better"), vocabulary.direction(indicator.direction)),
        (_("Compared with"), _baseline(indicator)),
        (_("Computed from"), _inputs(release, indicator, query)),
        (_("Read with care"), [html.P(sentence) for sentence in care(release, indicator)]),
        (
            _("Changes of method"),
            [
                html.P(_("{day}: {text}", day=formats.day(fault.on), text=_(fault.text)))
                for fault in source.breaks_of(indicator.id)
            ],
        ),
        (_("Known faults"), _faults(source, method)),
        (_("Source"), _sources(release, indicator, source, query)),
        (
            _("Privacy"),
            _privacy(source.policy, indicator, f"{method}#privacy"),
        ),
        (_("Next figures"), " ".join(next_figures(release, indicator))),
    ]
    return section(_("What it is"), [definitions(rows)], "dictionary")


def _privacy(policy: Policy, indicator: Indicator, rules: str) -> list[Content]:
    """What is done to protect people, in short, and where to read all of it."""
    if policy.noise is None:
        return [_(policy.plain), " ", html.A(_("Why hidden?"), href=rules)]
    noise = noise_words.in_short(policy.noise, indicator.frequency)
    return [_(policy.plain), " ", noise, " ", html.A(_("How strong the noise is"), href=rules)]


def industries(indicator: Indicator) -> Contents:
    """A few in a row; many one by one, as their names hold commas, and folded on a phone."""
    names = [_(industry.name) for industry in indicator.industries]
    if len(names) > MOST_IN_A_LINE:
        words = ngettext("{number} industry", "{number} industries", len(names))
        return on_phones(words, bullets(names, are_short=True))
    return formats.listed(names) if len(names) > 1 else ""


def _baseline(indicator: Indicator) -> str:
    return vocabulary.named_period(indicator.baseline) if indicator.baseline else ""


def _inputs(release: Release, indicator: Indicator, query: Mapping[str, str]) -> list[Content]:
    """Links to what it is computed from; an input that is not published here is named only."""
    inputs: list[Content] = []
    for reference in indicator.derived_from:
        name = reference.rpartition(":")[2]
        if name in release.indicators:
            words = _(release.indicators[name].title)
            inputs.append(html.P(html.A(words, href=kept(f"{PATH}/{name}", query))))
        else:
            inputs.append(html.P(_("{name}, not published here", name=name)))
    return inputs


def _faults(source: Source, method: str) -> Contents:
    if not source.known_errors:
        return ""
    return html.A(_("Faults of this source, and what we do about each"), href=f"{method}#faults")


def _reach(release: Release, indicator: Indicator) -> Component:
    counted = coverage.reasons(release, indicator)
    heads = [_("Boundaries"), _("First"), _("Newest"), _("Areas")]
    heads += [_("Observations"), _("Shown"), _("Hidden")]
    rows = [
        _reach_row(release, indicator, geography, counts) for geography, counts in counted.items()
    ]
    total = sum(counted.values(), Counter[coverage.Why]())
    by_status = [
        (reasons.of(*why), ngettext("{number} observation", "{number} observations", count))
        for why, count in sorted(total.items(), key=lambda pair: -pair[1])
    ]
    caption = _("From the first to the newest period, by boundaries")
    return section(
        _("How far it reaches"),
        [
            stacked(caption, heads, rows, numeric=range(3, len(heads)), anchor="reach-rows"),
            html.H3(_("Values and gaps")),
            definitions(by_status),
        ],
        "reach",
    )


def _reach_row(
    release: Release, indicator: Indicator, geography: Geography, counts: Counter[coverage.Why]
) -> list[Content]:
    frames = [f for f in coverage.frames(release, indicator) if f.geography is geography]
    areas = {area_id for frame in frames for area_id in frame.areas}
    first = min(frame.periods[0] for frame in frames)
    newest = max(frame.periods[frame.latest()] for frame in frames)
    cells = sum(counts.values())
    hidden = sum(count for (status, _why), count in counts.items() if status.is_hidden)
    shown = sum(count for (status, _why), count in counts.items() if status.has_value)
    return [
        formats.boundaries(geography),
        formats.short_period_of(*first, indicator),
        formats.short_period_of(*newest, indicator),
        formats.integer(len(areas)),
        formats.integer(cells),
        vocabulary.share(shown, cells),
        vocabulary.share(hidden, cells),
    ]


def _files(release: Release, indicator: Indicator, source: Source) -> Component:
    if source.publication is Publication.SHOW:
        words = [
            html.P(terms_words.beside_terms(source)),
            html.P(terms_words.terms(source)),
            html.P(html.A(_("Get it from the publisher"), href=source.publisher_url)),
        ]
        return section(_("Files"), words, "files")
    items = [_file(release, indicator, geography) for geography in indicator.geographies]
    items += [*_whole_source(release, source), *_boundary_files(release, indicator)]
    items += _of_the_chart(release, indicator, source)
    note = html.P(
        _(
            "Plain CSV with one row an observation. A hidden figure is an empty value with its "
            "reason beside it, never a zero."
        ),
        className="source",
    )
    return section(_("Files"), [bullets(filter(None, items)), note], "files")


def _file(release: Release, indicator: Indicator, geography: Geography) -> list[Content]:
    """A ready-made file with its size and fingerprint, else the same rows made when asked for."""
    words = _("{boundaries}, CSV", boundaries=formats.boundaries(geography))
    file = csv_file(release, indicator, geography)
    if file is None:
        asked = {"indicator": indicator.id, "geography": str(geography), "release": release.id}
        return [html.A(words, href=addresses.download(asked))]
    return _plain_file(release, file[0], words)


def _whole_source(release: Release, source: Source) -> list[list[Content]]:
    name = f"observations/{source.id}.parquet"
    return [_plain_file(release, name, _("All figures of the source, Parquet"))]


def _boundary_files(release: Release, indicator: Indicator) -> list[list[Content]]:
    """The boundaries of the maps; a release made before they were written has none."""
    return [
        _plain_file(
            release, name, _("{boundaries}, GeoJSON", boundaries=formats.boundaries(geography))
        )
        for geography in indicator.geographies
        if (name := f"geojson/{geography}.geojson") in release.manifest.files
    ]


def _plain_file(release: Release, name: str, words: str) -> list[Content]:
    entry = release.manifest.files.get(name)
    if entry is None:
        return []
    size = formats.integer(max(round(entry.bytes / 1000), 1))
    return [
        html.A(words, href=f"{file_base(release)}/{name}"),
        html.Span(_(" {size} kB, SHA-256 ", size=size), className="why"),
        html.Code(entry.sha256, className="hash"),
    ]


def _of_the_chart(release: Release, indicator: Indicator, source: Source) -> list[list[Content]]:
    """The chart of the figure over time, as the page of it draws it: its picture and all files."""
    view = View((indicator.id,), indicator.geographies[0])
    links = attribution.pictures(view, release, source, figure=addresses.TRENDS_FIGURE)
    return [[_("The chart over time: "), *[each for link in links for each in (link, " ")]]]


def card(release: Release, indicator: Indicator) -> str:
    """The address of the chart of the figure over time, for a card under a link to its page."""
    view = View((indicator.id,), indicator.geographies[0])
    source = release.source_of[indicator.id]
    return attribution.card(view, release, [source], addresses.TRENDS_FIGURE)


def csv_file(
    release: Release, indicator: Indicator, geography: Geography
) -> tuple[str, FileEntry] | None:
    """Name and entry of the ready-made CSV; None where the release has none."""
    name = release.index.tables.get(f"{indicator.id}_{geography}")
    entry = release.manifest.files.get(name) if name else None
    return (name, entry) if name and entry else None


def _citation(release: Release, indicator: Indicator, source: Source) -> Component:
    if release.manifest.is_simulated:
        words = html.P(_("Do not cite: every figure of this release is simulated."))
        return section(_("How to cite it"), [words], "cite")
    body = html.P(" ".join(citation(release, indicator, source)), className="cite")
    return section(_("How to cite it"), [body], "cite")


def _sources(
    release: Release, indicator: Indicator, source: Source, query: Mapping[str, str]
) -> list[Content]:
    """The source, and those of other publishers that the figure goes on in."""
    of_figure = (source, *joined_with(release, indicator, newest_day(release, indicator)))
    return [
        html.Div(
            [html.A(_(each.name), href=kept(addresses.source(each.id), query)), ", ", each.partner]
        )
        for each in of_figure
    ]


def citation(release: Release, indicator: Indicator, source: Source) -> Iterator[str]:
    """Publisher, figure, release, and where to find it: an address, else the file's fingerprint."""
    for each in (source, *joined_with(release, indicator, newest_day(release, indicator))):
        yield each.citation.rstrip(".") + "."
    yield _(
        "Figure “{title}” in NYC Recovery Data, release {id}.",
        title=_(indicator.title),
        id=release.id,
    )
    site = installation.public_url()
    if site:
        yield f"{site}{PATH}/{indicator.id}?release={release.id}"
        return
    for geography in indicator.geographies:
        file = csv_file(release, indicator, geography)
        if file is not None:
            yield _(
                "SHA-256 of the file by {where}: {hash}.",
                where=formats.area_noun(geography),
                hash=file[1].sha256,
            )
            return
