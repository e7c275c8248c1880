"""Controls as native elements of a real form: they answer with and without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.markup import native
from components.markup.attributes import marked
from components.text import formats, vocabulary
from components.text.words import _, ngettext
from data_loaders.vocabulary.model import Category, Indicator

# Value and words; a third is the theme it stands under in the list.
Option = tuple[str, str] | tuple[str, str, str]
MANY = 20  # options from which on a list can be searched


def select(
    control_id: str,
    name: str,
    label: str,
    options: Sequence[Option],
    chosen: str,
    placeholder: str = "",
) -> html.Div:
    """A labeled native select; `options` are (value, words), or with a theme each stands under.
    `placeholder` stands where nothing is chosen. A long list of themes can be searched too."""
    return html.Div(
        [
            html.Label(label, htmlFor=control_id, id=f"{control_id}-label"),
            *(_finder(control_id, label, len(options)) if _is_searched(options) else ()),
            native.Select(
                id=control_id,
                name=name,
                value=chosen,
                placeholder=placeholder,
                options=listed(options),
            ),
        ],
        id=f"{control_id}-box",
        className=shown(options, is_optional=bool(placeholder)),
    )


def _is_searched(options: Sequence[Option]) -> bool:
    """Whether a list is long, and in themes, so that a field beside it searches it."""
    return len(options) >= MANY and len(options[0]) > 2


def _finder(control_id: str, label: str, number: int) -> list[Component]:
    """The field that searches a long list, for scripts; no name, so it is never sent."""
    words = ngettext("Search {number}", "Search {number}", number)
    field = native.Input(
        id=f"{control_id}-find", type="search", className="picker-find", placeholder=words,
        autoComplete="off", maxLength=80, **{"aria-label": f"{label}: {words}"},
    )  # fmt: skip
    return [field]


def listed(options: Sequence[Option]) -> list[dict[str, str]]:
    """Options as a select takes them."""
    return [
        {
            "label": option[1],
            "value": option[0],
            **({"group": option[2]} if len(option) > 2 else {}),
        }
        for option in options
    ]


def shown(options: Sequence[Option], *, is_optional: bool = False) -> str:
    """The style of a control: one that leaves no choice is not shown."""
    if len(options) < 2 and not is_optional:
        return "control single"
    return "control long" if _is_searched(options) else "control"


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
    """Indicators for a picker by theme, with how often each comes."""
    order = list(Category)
    by_theme = sorted(indicators.values(), key=lambda each: order.index(each.category))
    return [
        (
            indicator.id,
            _often(indicator),
            vocabulary.category(indicator.category),
        )
        for indicator in by_theme
    ]


def folded(words: str, content: Component, words_id: str = "") -> html.Details:
    """Controls as one line on a phone, which says what they hold; open on a wide screen."""
    style = "folded-what"
    what = html.Span(words, className=style)
    if words_id:
        what = html.Span(words, className=style, id=words_id)
    line = html.Summary([what, " ", html.Span(_("Change"), className="folded-change")])
    return html.Details([line, content], className="folded")


def _often(indicator: Indicator) -> str:
    """A figure's title and how often it comes, once."""
    title, often = _(indicator.title), formats.frequency_word(indicator.frequency)
    if title.endswith(f", {often}"):
        return title
    return _("{title}, {often}", title=title, often=often)
