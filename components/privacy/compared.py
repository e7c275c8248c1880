"""Hiding beside noise on the same invented deliveries: what each loses, and what each protects.

Stands where figures are simulated: the deliveries are, and so is what is said of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from dash import html
from dash.development.base_component import Component

from components.data import noise_words
from components.markup.folding import on_phones
from components.markup.prose import Content, Contents, quoted, section
from components.markup.stacked import stacked
from components.text import formats, vocabulary
from components.text.words import _, ngettext
from data_loaders.vocabulary.noise import NoiseUnit

COMPARED = Path(__file__).with_name("compared.json")
COMMAND = "python -m benchmarks.noise"


@dataclass(frozen=True, slots=True)
class Size:
    """Figures whose true count is from `least` to `most` (None: no end), and how far off those
    that are shown are; None where none is."""

    least: int
    most: int | None
    figures: int
    hidden: int
    middle_error: float | None
    error_of_95: float | None


@dataclass(frozen=True, slots=True)
class Method:
    """One way to protect the figures of a source; `epsilon` is None where figures are hidden.

    Shares are of 100. `far` of shown figures are over a tenth off; `totals` is the middle error
    of figures of the city. Of counts too small to show, the best guess from two releases is
    `exact` or within a tenth (`close`). Whoever knows all records but one learns for certain
    whether it is there for `told` of them, or else is right at most so often.
    """

    epsilon: float | None
    scale: float | None
    hidden: float
    sizes: tuple[Size, ...]
    far: float
    totals: float
    exact: float
    close: float
    told: float


@dataclass(frozen=True, slots=True)
class SourceCompared:
    """One source by each method. `small` counts the figures under its own minimum; `unit` is who
    noise protects, `cells_per_record` how many counts one record adds to."""

    source_id: str
    name: str
    unit: NoiseUnit
    minimum: int
    cells_per_record: int
    figures: int
    small: int
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run of `python -m benchmarks.noise`: the city's `seed`, and how often noise was drawn."""

    ran_on: date
    seed: int
    draws: int
    releases: tuple[date, ...]
    sources: tuple[SourceCompared, ...]


@cache
def last_run() -> Comparison:
    """The run whose figures ship. Raises MsgspecError for a file that is none."""
    return msgspec.json.decode(COMPARED.read_bytes(), type=Comparison)


def compared(run: Comparison) -> Component:
    """The whole section."""
    body: list[Content] = [html.P(quoted(text)) for text in [*meaning(), how(run)]]
    for each in run.sources:
        tables = [_table(each, "lost", LOST), _table(each, "protected", PROTECTED), _sizes(each)]
        words = _("What is lost, and what is protected")
        body += [html.H3(_(each.name)), html.P(about(each)), on_phones(words, tables)]
    return section(_("Hiding or noise: a choice"), body, "noise")


def meaning() -> list[str]:
    """What each protects and loses, in plain words."""
    return [
        _(
            "There are two ways to protect the people behind a count. Hiding keeps small counts "
            "back, and others beside them. Noise moves every count up or down at random and "
            "hides none. A partner that hands over single records can choose."
        ),
        _(
            "Hiding: what is shown is as it was counted. What is lost are small places and small "
            "groups, whole. It is tested against every attack we know. Someone who knows all "
            "records but one can still work that one out from an exact figure."
        ),
        _(
            "Noise: every figure is there and none is sure to be exact. What is lost is the fine "
            "grain: a small count may be mostly noise. The limit on what anyone learns of one "
            "person holds against every attack, known or not. It holds even against someone who "
            "knows all records but one. A guess at a small count may come true, and nobody can "
            "tell that it did."
        ),
        _(
            "The smaller epsilon is, the more noise there is. A record that adds to many counts "
            "costs noise in each of them, so that few questions and large areas suit noise best."
        ),
    ]


def how(run: Comparison) -> str:
    """Where the figures below come from."""
    return _(
        "Below both are used on the same simulated deliveries, released twice ({releases}). Run "
        "on {day} with `{command}`, city number {seed}; noise was drawn {draws} times and has no "
        "number to repeat it by.",
        releases=formats.listed([formats.day(each) for each in run.releases]),
        day=formats.day(run.ran_on),
        command=COMMAND,
        seed=run.seed,
        draws=formats.integer(run.draws),
    )


def about(source: SourceCompared) -> str:
    """What is counted of a source, and who noise protects in it."""
    counted = _(
        "Of {figures} counts, {small} are of somebody and too small to show exactly.",
        figures=formats.integer(source.figures),
        small=formats.integer(source.small),
    )
    added = ngettext(
        "Noise protects one {unit}, counted once, totals apart.",
        "Noise protects one {unit}, counted up to {number} times, totals apart.",
        source.cells_per_record,
        unit=noise_words.unit(source.unit),
    )
    if source.unit is not NoiseUnit.GIFT:
        return f"{counted} {added}"
    givers = _("No giver is named in the delivery: who gives often is protected less.")
    return f"{counted} {added} {givers}"


def name(method: Method) -> str:
    """A way to protect figures, in a few words."""
    if method.epsilon is None:
        return _("Hiding")
    return _("Noise, epsilon {epsilon}", epsilon=vocabulary.plain(method.epsilon))


def _percent(share: float) -> str:
    return _("{number}%", number=formats.integer(round(share)))


def _told(method: Method) -> str:
    if method.epsilon is None:
        return _("{share} of records, for certain", share=_percent(method.told))
    return _("right in at most {share} of tries", share=_percent(method.told))


LOST = ("Method", "Figures hidden", "Shown figures over a tenth off", "Figures of the city off by")
PROTECTED = (
    "Method",
    "Small counts guessed exactly",
    "Small counts guessed within a tenth",
    "Learned by who knows all but one",
)


def lost(method: Method) -> list[str]:
    """What a method loses, by the heads of LOST."""
    totals = _("{number}%", number=vocabulary.plain(round(method.totals, 1)))
    return [name(method), _percent(method.hidden), _percent(method.far), totals]


def protected(method: Method) -> list[str]:
    """What a method lets a reader learn, by the heads of PROTECTED."""
    return [name(method), _percent(method.exact), _percent(method.close), _told(method)]


def _table(source: SourceCompared, part: str, heads: tuple[str, ...]) -> Component:
    of = lost if part == "lost" else protected
    rows: list[list[Contents]] = [[*of(method)] for method in source.methods]
    caption = _("What is lost") if part == "lost" else _("What is protected")
    return stacked(
        _("{caption}: {name}", caption=caption, name=source.name),
        [_(head) for head in heads],
        rows,
        numeric=(1, 2, 3),
        anchor=f"noise-{source.source_id}-{part}",
    )


def sizes(source: SourceCompared) -> Iterator[list[str]]:
    """How far off figures are by their true size: a row a method and size."""
    for method in source.methods:
        for size in method.sizes:
            yield [
                name(method),
                _range(size),
                formats.integer(size.figures),
                formats.integer(size.hidden),
                _error(size.middle_error),
                _error(size.error_of_95),
            ]


SIZES = ("Method", "True count", "Figures", "Hidden", "Middle error", "Error of 95 in 100, at most")


def _range(size: Size) -> str:
    if size.most is None:
        return _("{least} and more", least=formats.integer(size.least))
    if size.least == size.most:
        return formats.integer(size.least)
    blanks = {"least": formats.integer(size.least), "most": formats.integer(size.most)}
    return _("{least} to {most}", **blanks)


def _error(error: float | None) -> str:
    return _("none shown") if error is None else vocabulary.plain(round(error, 1))


def _sizes(source: SourceCompared) -> Component:
    caption = _("Errors by the size of the true count: {name}", name=source.name)
    rows: list[list[Contents]] = [[*row] for row in sizes(source)]
    table = stacked(
        caption,
        [_(head) for head in SIZES],
        rows,
        numeric=(1, 2, 3, 4, 5),
        anchor=f"noise-{source.source_id}-sizes",
    )
    return html.Details([html.Summary(caption), table])
