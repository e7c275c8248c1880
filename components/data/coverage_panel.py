"""The coverage panel of a source: who hiding falls on, as a table and in a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from components.data import coverage
from components.data.coverage import Coverage, Tally
from components.figures import sentences
from components.markup.prose import definitions, section
from components.markup.stacked import stacked
from components.text import formats, reasons
from components.text.vocabulary import share
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Source, Status


def panel(release: Release, source: Source) -> Component:
    """Share of figures hidden: of the source, by borough, and by poverty of the area."""
    body: list[Component] = [html.P(overall(release, source)), *_why(release, source)]
    source_coverage = coverage.of_source(release, source)
    if source_coverage.all.hidden:
        body += [html.P(sentence) for sentence in most_and_least(release, source_coverage)]
        body += [
            _groups(release, source_coverage),
            _note(source_coverage.all, bool(source_coverage.thirds)),
        ]
    elif source_coverage.all.cells:
        body.append(html.P(_("No figure about a borough or a place in it is hidden.")))
    else:
        body.append(html.P(_("The source has no figures for boroughs or smaller areas.")))
    if release.manifest.is_simulated:
        body.insert(0, html.P(_("This counts simulated figures, and no real ones.")))
    return section(_("How much is hidden, and where"), body, "coverage")


def _why(release: Release, source: Source) -> list[Component]:
    """Every reason for which a figure is not there or to be read with care, with how many."""
    counted: Counter[coverage.Why] = Counter()
    for indicator in source.indicators:
        for counts in coverage.reasons(release, indicator).values():
            counted += counts
    rows = [
        (reasons.of(*why), ngettext("{number} figure", "{number} figures", count))
        for why, count in sorted(counted.items(), key=lambda pair: -pair[1])
        if why != (Status.NORMAL, None)
    ]
    return [definitions(rows)] if rows else []


def overall(release: Release, source: Source) -> str:
    """How many of a source's figures are hidden, in a sentence."""
    cells, hidden = totals(release, source.id)
    if not cells:
        return _("This release has no figures of this source.")
    if not hidden:
        return _("None of its {cells} figures is hidden.", cells=formats.integer(cells))
    return _(
        "Of its {cells} figures, {hidden} are hidden: {share}.",
        cells=formats.integer(cells),
        hidden=formats.integer(hidden),
        share=share(hidden, cells),
    )


def most_and_least(release: Release, source_coverage: Coverage) -> Iterator[str]:
    """Where most is hidden and where least: among boroughs, and among thirds by poverty."""
    names = release.areas(Geography.BOROUGH)
    boroughs = {
        sentences.in_sentence(names[key].name): tally
        for key, tally in source_coverage.boroughs.items()
        if tally.cells
    }
    most = _extremes(boroughs)
    if most:
        yield _(
            "Most is hidden in {most} ({high}), least in {least} ({low}).",
            **most,
        )
    most = _extremes({third_words()[key]: tally for key, tally in source_coverage.thirds.items()})
    if most:
        yield _(
            "By how poor an area is, most is hidden in the {most} ({high}). Least is hidden in the "
            "{least} ({low}).",
            **{**most, "most": most["most"].lower(), "least": most["least"].lower()},
        )


def _extremes(groups: Mapping[str, Tally]) -> dict[str, str]:
    """Names and shares of the groups with most and least hidden; empty where shares read alike."""
    ordered = sorted(groups, key=lambda name: groups[name].hidden / groups[name].cells)
    if not ordered:
        return {}
    shares = {name: share(each.hidden, each.cells) for name, each in groups.items()}
    low, high = shares[ordered[0]], shares[ordered[-1]]
    if low == high:
        return {}
    # Several may read alike: none of them alone is the least.
    most, least = ([name for name in groups if shares[name] == end] for end in (high, low))
    return {
        "most": formats.listed(most),
        "high": high,
        "least": formats.listed(least),
        "low": low,
    }


def third_words() -> dict[int, str]:
    """The thirds of areas by poverty, in words."""
    return {
        1: _("Richest third of areas"),
        2: _("Middle third of areas"),
        3: _("Poorest third of areas"),
    }


def totals(release: Release, source_id: str) -> tuple[int, int]:
    """Figures of a source and how many are hidden, as its audit counted them."""
    for source_audit in release.audit.sources:
        if source_audit.source_id == source_id:
            return source_audit.cells, source_audit.withheld
    return 0, 0


def _groups(release: Release, source_coverage: Coverage) -> html.Table:
    heads = [_("Figures about"), _("Figures"), _("Hidden"), _("Share hidden")]
    with_residents, with_volume = (
        bool(source_coverage.all.residents),
        bool(source_coverage.all.volume_total),
    )
    heads += [_("Residents whose area is hidden")] if with_residents else []
    heads += [_("Share of the count hidden")] if with_volume else []
    rows = [
        _row(name, tally, with_residents, with_volume)
        for name, tally in _named(release, source_coverage)
    ]
    caption = (
        _("Figures of boroughs and areas in them")
        if not source_coverage.is_small
        else _("Figures of areas smaller than a borough, by borough and by how poor the area is")
        if source_coverage.thirds
        else _("Figures of areas smaller than a borough, by borough")
    )
    return stacked(caption, heads, rows, numeric=range(1, len(heads)), anchor="coverage-rows")


def _named(release: Release, source_coverage: Coverage) -> Iterator[tuple[str, Tally]]:
    names = release.areas(Geography.BOROUGH)
    named = {
        names[borough_id].name: tally for borough_id, tally in source_coverage.boroughs.items()
    }
    for name, tally in sorted(named.items()):
        if tally.cells:
            yield name, tally
    for third, tally in source_coverage.thirds.items():
        yield third_words()[third], tally


def _row(name: str, tally: Tally, with_residents: bool, with_volume: bool) -> list[str]:
    row = [
        name,
        formats.integer(tally.cells),
        formats.integer(tally.hidden),
        share(tally.hidden, tally.cells),
    ]
    row += [share(tally.residents_hidden, tally.residents)] if with_residents else []
    row += [share(tally.volume_hidden, tally.volume_total)] if with_volume else []
    return row


def _note(tally: Tally, by_third: bool) -> Component:
    sentences = [_("One figure is one area in one period.")]
    if tally.or_none:
        sentences.append(
            _(
                "Hidden includes areas that had none: the publisher leaves both blank and does "
                "not say which."
            )
        )
    if tally.residents:
        sentences.append(
            _("Residents are those of the 2020 census, on average over all figures and periods.")
        )
    if by_third:
        sentences.append(
            _(
                "Thirds are made by the share of people below poverty and hold about as many "
                "residents each."
            )
        )
    if not tally.volume_total:
        sentences.append(
            _("How much of a total lies in hidden areas cannot be told from the published figures.")
        )
    return html.P(" ".join(sentences), className="source")
