"""What stands beside the files of a figure, as plain text: how to read, quote and cite them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from components.figures import attribution
from components.pictures.figure import Figure, long_citation, quotes, short_citation
from components.text import formats, terms_words
from components.text.words import _
from data_loaders.released.csv_columns import CSV_COLUMNS
from data_loaders.vocabulary.model import Status
from data_loaders.vocabulary.naming import CITATION


def readme(figure: Figure, files: Mapping[str, str], filters: Mapping[str, str], note: str) -> str:
    """The whole text. `files` say what each file is, `filters` what the view is narrowed to."""
    sections = [
        (figure.title, _opening(figure, note)),
        (_("Files"), _pairs(files)),
        (_("Filters of this view"), _pairs(filters)),
        (_("Ready to quote"), _quoted(figure)),
        (_("Read with care"), list(figure.caveats)),
        (_("How to cite it"), [short_citation(figure), long_citation(figure)]),
        (_("Terms"), [f"{each.partner}: {terms_words.terms(each)}" for each in figure.sources]),
        (_("Words of value_status"), _pairs(dict(_statuses()))),
        (_("Columns of the CSV"), _pairs({one.name: one.meaning for one in CSV_COLUMNS})),
    ]
    return "\n".join(_section(*each) for each in sections if each[1])


def alternative(figure: Figure) -> str:
    """What the picture shows, for who cannot see it; nothing is said twice."""
    label = figure.picture.label.rstrip(".") + "."
    more = [sentence for sentence in figure.sentences if sentence.rstrip(".") not in label]
    return " ".join([label, *more]) + "\n"


def citation(figure: Figure) -> str:
    """The short citation, then the long one."""
    return f"{short_citation(figure)}\n\n{long_citation(figure)}\n"


def quoted(figure: Figure) -> str:
    """Two sentences ready to quote; of simulated figures that there are none."""
    return "\n\n".join(_quoted(figure)) + "\n"


def _quoted(figure: Figure) -> list[str]:
    return quotes(figure) or [CITATION]


def _opening(figure: Figure, note: str) -> list[str]:
    lead = [figure.picture.lead, note, figure.picture.foot]
    return [*filter(None, lead), attribution.public_address(figure.address)]


def _statuses() -> Iterator[tuple[str, str]]:
    for status in Status:
        has = _("has a value") if status.has_value else _("has no value")
        yield status.value, f"{formats.status(status)} ({has})"


def _pairs(words: Mapping[str, str]) -> list[str]:
    return [f"{name}: {text}" for name, text in words.items()]


def _section(title: str, lines: Sequence[str]) -> str:
    body = "\n".join(f"- {line}" if len(lines) > 1 else line for line in lines)
    return f"{title}\n{'=' * len(title)}\n{body}\n"
