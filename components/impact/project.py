"""One Resident Impact Data Project: the challenge, the criteria, the figures, what changed."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.data.coverage_panel import third_words
from components.figures import attribution, charts, place_colors
from components.figures.series import aligned
from components.impact import words
from components.impact.analysis import Followed, followed
from components.impact.view import PATH
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import FigureSentence, FigureTitle, Lead
from components.markup.first_view import Slot
from components.markup.prose import Content, Contents, bullets, definitions, section
from components.markup.stacked import stacked
from components.partnership.claims import claims, document_words
from components.text import formats, how_to_read, vocabulary
from components.text.words import _
from data_loaders.records.model import Document, Evidence, Phase, Project, Watched
from data_loaders.records.reading import Held
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import Geography


def layout(
    held: Held, project: Project, release: Release, query: Mapping[str, str]
) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("Impact"), href=kept(PATH, query)), className="eyebrow"),
        html.H1(_(project.title)),
        Lead(_(project.challenge)),
        *([_example()] if project.is_example else []),
        _criteria(held, project),
        _figures(project, release, query),
        _limits(project),
        _work(project),
        _told(held, project),
    ]


def _example() -> Component:
    words = _(
        "This is a worked example on real figures. No agency began it, nobody has been asked to "
        "join it, and the challenge is in words of ours, as a resident might put it."
    )
    return html.P(words, className="notice")


def _criteria(held: Held, project: Project) -> Component:
    heads = [_("Criterion"), _("How it stands"), _("Why we say so")]
    rows = [
        _criterion(held, name, getattr(project.criteria, field))
        for field, name in words.criterion_names().items()
    ]
    table = stacked(
        _("Five criteria of a good project"),
        heads,
        rows,
        class_name="wordy",
        anchor="criteria-rows",
    )
    return section(_("Is it a good project?"), [table], "criteria")


def _criterion(held: Held, name: str, evidence: Evidence) -> list[Contents]:
    told: list[Content] = [html.P(_(evidence.text))]
    document = held.of("documents").get(evidence.source)
    if isinstance(document, Document):
        told.append(html.P([_("Source: "), *document_words(document)], className="source"))
    return [name, words.standing_word(evidence.standing), told]


def _figures(project: Project, release: Release, query: Mapping[str, str]) -> Component:
    body: list[Component] = []
    for watched in project.watched:
        body += [*_figure(watched, release, query), *_worked_out(watched, project, release)]
    if any(isinstance(each, Slot) for each in body):
        body.append(attribution.how_to_read(how_to_read.LINES, _("How to read these charts")))
    body += [html.H3(_("How it was compared")), html.P(_(project.comparison))]
    body += [html.H3(_("How sure it is")), html.P(_(project.uncertainty))]
    return section(_("What the figures say"), body, "figures")


def _figure(watched: Watched, release: Release, query: Mapping[str, str]) -> list[Component]:
    figure = followed(release, watched)
    if figure is None:
        told = _(
            "This release has no figures called “{id}” to compare yet. They appear here with the "
            "first release that has them.",
            id=watched.figure,
        )
        return [html.P(told)]
    indicator = figure.indicator
    link = html.A(_(indicator.title), href=kept(addresses.figure(indicator.id), query))
    body: list[Component] = [html.H3(link), html.P(_(indicator.description))]
    if words.city(figure):
        body.append(FigureSentence(words.city(figure), "said"))
    if figure.moved is not None:
        body.append(html.P(words.moved(figure, figure.moved)))
    if figure.thirds:
        body.append(_thirds(figure))
    body += [*_chart(release, figure), html.P(_target(watched), className="source")]
    source = release.source_of[indicator.id]
    credit = attribution.source_paragraph(source, figure.now[1], indicator)
    return [*body, credit, *_on_map(figure, query)]


def _worked_out(watched: Watched, project: Project, release: Release) -> list[Component]:
    """How a figure follows from another of the project, so that both are not taken for one."""
    indicator = release.indicators.get(watched.figure)
    others = {each.figure for each in project.watched}
    derived = indicator.derived_from if indicator else ()
    if indicator is None or not others & {name.rpartition(":")[2] for name in derived}:
        return []
    told = _("It is not the difference of the middle areas in the table above.")
    return [html.P(f"{told} {_(indicator.processing)}")]


def _thirds(figure: Followed) -> Component:
    heads = [
        _("Areas"),
        _("How many"),
        words.when(figure, is_now=False),
        words.when(figure, is_now=True),
    ]
    rows: list[list[Contents]] = [
        [
            third_words()[group.third],
            formats.integer(group.areas),
            formats.with_unit(group.then, figure.indicator),
            formats.with_unit(group.now, figure.indicator),
        ]
        for group in figure.thirds
    ]
    caption = _("The middle area of each third by poverty, then and now")
    return stacked(caption, heads, rows, numeric=(1, 2, 3), anchor="figures-rows")


def _chart(release: Release, figure: Followed) -> list[Component]:
    """City and boroughs over all periods, where the figure has them; else its one line."""
    name = figure.indicator.id
    geography = Geography.BOROUGH if release.entry(name, Geography.BOROUGH) else Geography.CITY
    if release.entry(name, geography) is None:
        return []
    frame = release.frame(name, geography)
    label = _(
        "Line chart of {title}. The sentences above say its ends.", title=_(figure.indicator.title)
    )
    lines = _lines(release, frame, geography)
    chart = charts.Chart(
        f"impact-{name}",
        label,
        figure.indicator,
        frame.periods,
        lines,
        release.source_of[name].breaks_of(name),
        room=charts.room_for([line.label for line in lines]),
        reads=charts.Reads.OWN,
    )
    title = _("{title}, city and boroughs", title=_(figure.indicator.title))
    if geography is Geography.CITY:
        title = _("{title}, city", title=_(figure.indicator.title))
    return [
        FigureTitle(title, level=4),
        Slot(charts.line_chart(chart), chart.id, "slot chart-slot single-chart"),
    ]


def _lines(release: Release, frame: Frame, geography: Geography) -> list[charts.Line]:
    """A line for each area of the frame, the city's first where it is published apart."""
    name = frame.indicator_id
    lines = []
    if release.entry(name, Geography.CITY) and geography is Geography.BOROUGH:
        city = release.frame(name, Geography.CITY)
        lines.append(
            charts.Line(_("City"), aligned(city, CITY_ID, frame.periods), place_colors.CITY)
        )
    ids = BOROUGH_IDS if geography is Geography.BOROUGH else (CITY_ID,)
    areas = [release.area(geography, each) for each in ids if each in frame.areas]
    lines += [
        charts.Line(area.name, frame.series(area.id), style)
        for area, style in zip(areas, place_colors.of_areas(areas), strict=True)
    ]
    return lines


def _target(watched: Watched) -> str:
    if watched.target is None:
        return _("Target: no target set. We found none published, and set none ourselves.")
    return _(
        "Target: {value}. {text}",
        value=vocabulary.plain(watched.target.value),
        text=_(watched.target.claim.text),
    )


def _on_map(figure: Followed, query: Mapping[str, str]) -> list[Component]:
    if figure.moved is None:
        return []
    asked = {"indicator": figure.indicator.id, "geography": str(figure.geography)}
    return [
        html.P(html.A(_("See every area on the map"), href=kept(addresses.MAP, query, **asked)))
    ]


def _limits(project: Project) -> Component:
    body = [bullets([_(each) for each in project.cannot_say])]
    return section(_("What the data cannot say"), body, "limits")


def _work(project: Project) -> Component:
    """The agreement, the team by role, and the phases."""
    team: list[Contents] = [
        _("{role}: filled", role=_(each.role))
        if each.is_filled
        else _("{role}: open, nobody has been asked", role=_(each.role))
        for each in project.team
    ]
    phases: list[tuple[str, Contents]] = [
        (
            _("{name}, {dates}", name=words.phase_word(phase), dates=dates),
            what + (_(" It stands here.") if phase is project.phase else ""),
        )
        for phase, dates, what in words.phases()
    ]
    body: list[Component] = [
        html.H3(_("Data sharing agreement")),
        html.P(_(project.agreement)),
        html.H3(_("Team")),
        bullets(team),
        html.H3(_("Phases")),
        definitions(phases),
        html.P(_stands(project)),
    ]
    return section(_("Who would do it, and when"), body, "work")


def _stands(project: Project) -> str:
    if project.phase is Phase.NOT_BEGUN:
        return _("Where it stands: not begun. The months are those of any year.")
    return _("Where it stands: {phase}.", phase=words.phase_word(project.phase).lower())


def _told(held: Held, project: Project) -> Component:
    """What was tried, found and decided, what changed, and what can be used again."""
    body: list[Component] = []
    if project.shown_by:
        body += [html.H3(_("Where this is shown")), *claims(held, project.shown_by)]
    body.append(html.H3(_("What changed for residents")))
    if project.changed:
        body += claims(held, project.changed)
    elif project.is_example:
        body.append(html.P(_("Nothing yet, this is a worked example.")))
    else:
        body.append(html.P(_("Nothing has been filed.")))
    for title, claims_made in (
        (_("What was tried"), project.tried),
        (_("What was found"), project.found),
        (_("What was decided"), project.decided),
    ):
        if claims_made:
            body += [html.H3(title), *claims(held, claims_made)]
    if not (project.tried or project.found or project.decided):
        body.append(html.P(_("Nothing is filed of what was tried, found or decided.")))
    if project.reuse:
        body += [
            html.H3(_("What a citywide data strategy can use again")),
            bullets([_(each) for each in project.reuse]),
        ]
    return section(_("What came of it"), body, "result")
