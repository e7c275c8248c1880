"""Home in parts: two answers in words, what cannot be seen, a map, and what is new."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.data import due, unseen
from components.figures import attribution
from components.home import area_gaps, caveats, figures, gaps, ledger, measures, news, words
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import Lead
from components.markup.stacked import table_link
from components.site import get_help, shell
from components.site.page import Asked
from components.text import freshness
from components.text.place_of_count import place_note
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View

SEARCH = "home-q"
MOST_DUE = 7


def layout(asked: Asked) -> list[Component]:
    """The whole page."""
    release = asked.release
    deciding = gaps.gaps(release)
    # What says something of today comes before what is last known; the one that leads stays first.
    others = sorted(
        [*deciding[1:], *area_gaps.area_gaps(release)], key=lambda gap: gap.is_last_known
    )
    all_gaps = [*deciding[:1], *others]
    return [
        html.Div([_is_it_back(asked), _is_everyone(release, all_gaps)], className="home-pair"),
        *_other_gaps(release, all_gaps),
        *_cannot_see(asked),
        _find(release),
        _news(asked),
        *figures.closed_chapter(release),
        *get_help.section(get_help.NEEDS),
    ]


def description(release: Release) -> str:
    """Both answers in one line, for a search engine."""
    rows = measures.ledger(release)
    everyone = gaps.answer(gaps.gaps(release))
    return _(
        "Is New York City back? {answer} {tally} Is everyone? {everyone}",
        answer=words.answer(rows),
        tally=words.tally(rows),
        everyone=everyone,
    )


def card(release: Release) -> str:
    """The address of the first measure over time that anyone may have, for a card under a link."""
    for row in measures.ledger(release):
        indicator = row.standing.indicator
        view = View((indicator.id,), row.measure.geography, (row.measure.area_id,))
        source = release.source_of[indicator.id]
        figure_card = attribution.card(view, release, [source], addresses.TRENDS_FIGURE)
        if figure_card:
            return figure_card
    return ""


def _is_it_back(asked: Asked) -> html.Section:
    rows = measures.ledger(asked.release)
    return html.Section(
        [
            html.H1(_question(_("Is the city back?"), words.answer(rows))),
            Lead(" ".join(words.lead(rows))),
            ledger.ledger(asked.release, rows, asked.today) if rows else None,
            table_link(ledger.ANCHOR) if rows else None,
            html.P(
                " ".join(
                    filter(
                        None,
                        [
                            words.tally(rows),
                            words.spread(rows),
                            ledger.copies(asked.release, rows, asked.today),
                            words.last_known(rows),
                        ],
                    )
                ),
                className="source",
            ),
            _place_note(rows),
            *caveats.of_measures(asked.release, rows),
            _how_decided(words.rule()),
        ],
        className="home-back",
    )


def _place_note(rows: list[measures.LedgerRow]) -> html.P | None:
    """Where jobs and unemployment stand in one list, where each counts people."""
    note = place_note([row.standing.indicator for row in rows])
    return html.P(note, className="note") if note else None


def _is_everyone(release: Release, all_gaps: list[gaps.Gap]) -> html.Section:
    lead = [gap for gap in all_gaps if gap is all_gaps[0] or _is_drawn(gap)]
    return html.Section(
        [
            html.H2(_question(_("Is everyone?"), gaps.answer(all_gaps))),
            html.Ul([_gap(gap) for gap in lead], className="gaps"),
            *(figures.unemployment(release) if any(map(_is_drawn, lead)) else []),
            *caveats.of_gaps(release, lead),
            _how_decided([gaps.rule()]),
        ],
        className="home-everyone",
    )


def _is_drawn(gap: gaps.Gap) -> bool:
    """Whether a picture of the gap stands beside its words."""
    return gap.indicator.id == gaps.UNEMPLOYMENT


def _other_gaps(release: Release, all_gaps: list[gaps.Gap]) -> list[Component]:
    """The gaps after those that lead, side by side."""
    others = [gap for gap in all_gaps[1:] if not _is_drawn(gap)]
    if not others:
        return []
    listed = html.Ul([_gap(gap) for gap in others], className="gaps beside")
    return [listed, *caveats.of_gaps(release, others)]


def _question(question: str, answer: str) -> list[Component]:
    return [html.Span(question, className="eyebrow"), html.Span(" "), html.Span(answer)]


def _how_decided(rule: list[str]) -> html.Details:
    return html.Details(
        [html.Summary(_("How we decide")), *(html.P(sentence) for sentence in rule)],
        className="rule",
    )


def _told(gap: gaps.Gap) -> str:
    return _("{title}, last known", title=gap.title) if gap.is_last_known else gap.title


def _gap(gap: gaps.Gap) -> html.Li:
    style = {True: "worse", False: "better", None: ""}[gap.is_worse]
    verdict = html.Span(gap.verdict, className=f"verdict {style}") if gap.verdict else None
    return html.Li(
        [
            html.H3([_told(gap), " " if verdict else None, verdict]),
            html.P(gap.sentence),
            html.P(
                [
                    html.Strong(gap.reach.label),
                    f" {gap.reach.text} ",
                    html.A(
                        _("How this is made"),
                        href=addresses.source(gap.source.id),
                        title=_("How this is made: {what}", what=_(gap.indicator.title)),
                    ),
                ],
                className="note",
            ),
        ]
    )


def _cannot_see(asked: Asked) -> list[Component]:
    findings = unseen.unseen(asked.release)
    if not findings:
        return []
    items = [
        html.Div([html.H3(what), html.P(how_much)], className="unseen")
        for what, how_much in findings
    ]
    heading = html.H2(_("What we cannot see"), className="eyebrow")
    body: list[Component] = [heading, html.Div(items, className="columns")]
    if not asked.base:
        body.append(
            html.P(html.A(_("Who is not measured"), href=kept(addresses.COVERAGE, asked.query)))
        )
    if asked.demo:
        body.append(html.P(shell.demo_link()))
    return [html.Section(body, className="section home-unseen")]


def _find(release: Release) -> html.Section:
    shown = figures.mapped(release)
    return html.Section(
        [
            html.Div(
                [
                    html.H2(_("Find your neighborhood")),
                    html.P(
                        _(
                            "Type a ZIP, a neighborhood or a borough to see every figure we have "
                            "for it, and how it compares."
                        )
                    ),
                    shell.search_form(input_id=SEARCH),
                    *(figures.map_words(shown) if shown else []),
                ],
                className="home-find",
            ),
            *([figures.small_map(shown)] if shown else []),
        ],
        className="section home-map-pair",
    )


def _news(asked: Asked) -> html.Section:
    release = asked.release
    calendar = kept(addresses.DUE, asked.query)
    return html.Section(
        [
            html.Div([html.H2(_("New in this release")), *news.news(release, asked.query)]),
            html.Div(
                [
                    html.H2(_("When the next figures are due")),
                    *due.short_list(release, asked.today, asked.query, MOST_DUE),
                    html.P(_(freshness.RULE), className="note"),
                    html.P(html.A(_("Calendar of what is due"), href=calendar)),
                ]
            ),
        ],
        className="section columns home-news",
    )
