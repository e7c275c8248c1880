"""Controls as native elements of a real form: they answer with and without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.markup import native
from components.markup.attributes import marked
from components.text import formats
from components.text.words import _
from data_loaders.vocabulary.model import Indicator

Option = tuple[str, str]


def select(
    control_id: str,
    name: str,
    label: str,
    options: Sequence[Option],
    chosen: str,
    placeholder: str = "",
) -> html.Div:
    """A labelled native select; `options` are (value, words). `placeholder` stands where nothing
    is chosen."""
    return html.Div(
        [
            html.Label(label, htmlFor=control_id, id=f"{control_id}-label"),
            native.Select(
                id=control_id,
                name=name,
                value=chosen,
                placeholder=placeholder,
                options=listed(options),
            ),
        ],
        id=f"{control_id}-box",
        className=shown(options) if not placeholder else "control",
    )


def listed(options: Sequence[Option]) -> list[dict[str, str]]:
    """Options as a select takes them."""
    return [{"label": words, "value": value} for value, words in options]


def shown(options: Sequence[Option]) -> str:
    """The style of a control: one that leaves no choice is not shown."""
    return "control" if len(options) > 1 else "control single"


def hidden(name: str, value: str) -> Component:
    """A value that rides along when the form is sent without a script."""
    return native.Input(type="hidden", name=name, value=value)


def form(action: str, label: str, children: Iterable[Component]) -> html.Form:
    """Controls in one bar, sent by GET; its button goes once a script listens."""
    button = html.Button(_("Show"), type="submit", className="submit", n_clicks=0)
    # What a browser fills in again by itself would look like a choice made before the page is live.
    bar = html.Form(
        [*children, button],
        action=action,
        method="get",
        className="controls",
        autoComplete="off",
    )
    return marked(bar, {"aria-label": label})


def indicator_options(indicators: Mapping[str, Indicator]) -> list[Option]:
    """Indicators for a picker, with how often each comes."""
    return [
        (
            indicator.id,
            _(
                "{title}, {often}",
                title=_(indicator.title),
                often=formats.frequency_word(indicator.frequency),
            ),
        )
        for indicator in indicators.values()
    ]
