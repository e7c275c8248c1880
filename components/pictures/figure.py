"""A figure as a reader takes it away: its picture, and words that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from components.figures import attribution
from components.pictures.picture import Picture
from components.site import demonstration
from components.text import formats, reasons, terms_words
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Source, Status
from data_loaders.vocabulary.naming import CITATION


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a view. `sentences` say what it shows, `caveats` what must stand beside them;
    `end` is the last day shown, None where nothing is; `address` opens it again."""

    release: Release
    picture: Picture
    sentences: Sequence[str]
    caveats: Sequence[str]
    sources: Sequence[Source]
    end: date | None
    address: str

    @property
    def title(self) -> str:
        """What, where, when."""
        return self.picture.title

    @property
    def is_simulated(self) -> bool:
        return self.picture.is_simulated


def quotes(figure: Figure) -> list[str]:
    """Two sentences ready to quote, each with its caveat; none of simulated figures."""
    if figure.is_simulated:
        return []
    said = [*figure.sentences, *_reach(figure)][:2]
    beside = " ".join(figure.caveats)
    caveat = _(" ({caveats})", caveats=beside) if beside else ""
    names = formats.listed(list(dict.fromkeys(source.partner for source in figure.sources)))
    return [
        _(
            "{title}: {sentence}{caveat} Source: {source}.",
            title=figure.title,
            sentence=sentence,
            caveat=caveat,
            source=names,
        )
        for sentence in said
    ]


def _reach(figure: Figure) -> list[str]:
    """What else may be said of any figure: how far it reaches."""
    if figure.end is None:
        return [_("There is no figure here for this choice.")]
    return [_("The newest figure shown is of {day}.", day=formats.day(figure.end))]


def short_citation(figure: Figure) -> str:
    """How to cite it in a line under a chart."""
    if figure.is_simulated:
        return CITATION
    return _(
        "{sources}, in NYC Recovery Data, release {release}",
        sources=formats.listed(list(dict.fromkeys(source.partner for source in figure.sources))),
        release=figure.release.id,
    )


def long_citation(figure: Figure) -> str:
    """How to cite it in a list of sources: who, what, to which day, from where."""
    if figure.is_simulated:
        return CITATION
    sources = [source.citation.rstrip(".") + "." for source in figure.sources]
    reach = [_("Figures to {day}.", day=formats.day(figure.end))] if figure.end else []
    whole = _(
        "“{title}.” NYC Recovery Data, release {release}.",
        title=figure.title,
        release=figure.release.id,
    )
    where = attribution.public_address(figure.address)
    return " ".join([*dict.fromkeys(sources), *reach, whole, where])


def foot(
    release: Release, sources: Iterable[Source], end: date | None, address: str, *more: str
) -> str:
    """What stands below every picture: whose figures, to which day, on what terms, from where."""
    said: list[str] = []
    for source in dict.fromkeys(sources):
        said += attribution.named(source)
        said.append(terms_words.in_short(source))
    if end is not None:
        said.append(_("Figures to {day}.", day=formats.day(end)))
    said.append(
        _(
            "NYC Recovery Data, release {release}, made on {day}.",
            release=release.id,
            day=formats.day(release.manifest.published_on),
        )
    )
    public = attribution.public_address(address)
    return " ".join([*said, *more, *([public] if public != address else [])])


def caveats(cells: Iterable[Cell], own: Iterable[str], source: Source) -> list[str]:
    """What must be known beside a sentence on these figures: `own` is what belongs to them."""
    held = list(cells)
    statuses = {cell.status for cell in held}
    said = {
        Status.PROVISIONAL: _("Early figures have no final ones here."),
        Status.ESTIMATED: _("Some figures are estimates."),
        Status.BREAK: _("The method changed within these figures."),
    }
    sentences = [words for status, words in said.items() if status in statuses]
    doubted = [each for each in held if each.status is Status.LOW_RELIABILITY]
    hidden = [each for each in held if each.status.is_hidden]
    whys = dict.fromkeys(reasons.label(each) for each in (*doubted, *hidden))
    sentences += [_("Some figures: {reason}.", reason=why) for why in whys]
    return [
        *own,
        *sentences,
        *([_(source.policy.publisher_rule)] if source.policy.publisher_rule else []),
    ]


def address_in(release: Release, address: str) -> str:
    """The address of a page on the side of the site that the release is of."""
    return demonstration.inside(address) if release.manifest.is_simulated else address


def titled(release: Release, title: str) -> str:
    """A title; that of simulated figures says so."""
    return demonstration.titled(title) if release.manifest.is_simulated else title


def said(release: Release, sentence: str) -> str:
    """A sentence; one of simulated figures says so."""
    is_simulated = release.manifest.is_simulated
    return _("Simulated. {sentence}", sentence=sentence) if is_simulated else sentence
