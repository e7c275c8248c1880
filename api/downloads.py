"""Files of a view: exactly what is shown, with units, statuses, source and release."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from flask import Response, abort, request

from components.figures.scene import scene
from components.industries import reading as industries
from components.industries import rows as industry_rows
from components.markup import addresses
from components.site import notices
from components.text import terms_words
from components.text.words import _
from data_loaders.released import csv_rows
from data_loaders.released.baselines import NoBaselineError
from data_loaders.released.release import Release
from data_loaders.released.serving import asked_release, demo_categories
from data_loaders.released.view import MOST_INDICATORS, Notice, Problem, Reading, Show, View
from data_loaders.released.view_reading import own_industry, read_view
from data_loaders.released.view_rows import FrameRows, NoFiguresError, view_rows
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Frequency, Publication
from data_loaders.vocabulary.moved import INDICATOR, moved
from data_loaders.vocabulary.naming import FILE

LINES_A_CHUNK = 500
# A range that reaches past the figures, or ends before it begins, is cut, and the file says so.
CUT = (Problem.OUT_OF_RANGE, Problem.REVERSED)
RANGE = ("from", "to", "period")


PUBLISHED = addresses.PUBLISHED
# Of a file's name: what may stand in it everywhere, and how much of it before its release.
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_NAME, LETTERS_OF_DIGEST = 180, 8
UNSAID = ("", ALL_INDUSTRIES)


@dataclass(frozen=True, slots=True)
class AskedView:
    """What a download asks for. `note` says in words what was cut to what there is.

    `frequency` is how long the periods are to be, where that is asked; `is_published` where they
    are to be the publisher's own.
    """

    release: Release
    view: View
    figure: str
    frequency: Frequency | None
    is_published: bool
    note: str


def download_csv(*, is_demo: bool) -> Response:
    """RFC 4180, UTF-8, one header row. 400, 403 and 404 say why in a sentence."""
    asked = asked_view(is_demo=is_demo)
    ready = _ready_made(asked)
    response = _file(asked.release, ready) if ready else _written(asked)
    if request.accept_encodings["gzip"] > 0:
        response.headers["Content-Encoding"] = "gzip"
    name = file_name(asked)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _written(asked: AskedView) -> Response:
    return Response(_sent(csv_lines(asked)), mimetype="text/csv")


def _ready_made(asked: AskedView) -> str:
    """The file of the release that says the same to the letter; empty where none does.

    A whole indicator is asked for most often: writing it anew takes a thousand times as long.
    """
    release, view = asked.release, asked.view
    name = release.index.tables.get(f"{view.indicator}_{view.geography}", "")
    packed = [name, f"{name}.gz"]
    if len(view.indicators) > 1 or asked.note or not all(each in release.files for each in packed):
        return ""
    if len(release.indicators[view.indicator].industries) > 1:
        return ""
    is_whole = view.show is Show.LEVEL and all(map(_is_whole, _rows(asked)))
    return name if is_whole and _begins_alike(asked, name) else ""


def _is_whole(rows: FrameRows) -> bool:
    """Whether they are all the publisher's own."""
    limits = (rows.area_ids, rows.first, rows.last)
    return limits == (None, None, None) and not rows.is_put_together


def _begins_alike(asked: AskedView, name: str) -> bool:
    """Whether a file has the columns, and the address of this site, that are written today."""
    begin = "".join(islice(csv_lines(asked), 2)).encode()
    with (asked.release.folder / name).open("rb") as file:
        return file.read(len(begin)) == begin


def _file(release: Release, name: str) -> Response:
    sent = f"{name}.gz" if request.accept_encodings["gzip"] > 0 else name
    return Response(release.files.read(sent), mimetype="text/csv")


def asked_view(*, is_demo: bool, figure: str | None = None) -> AskedView:
    """The view in the address; answers 400, 403, 404 or 410 in words where it cannot be sent.

    `figure` names the page it is a figure of; without it the address does.
    """
    query = request.args.to_dict()
    if is_demo and not demo_categories():
        abort(404, _("This installation has no demonstration."))
    release, notice = asked_release(query.get("release"), is_demo=is_demo)
    if notice is not None:
        if notice.problem is Problem.WITHDRAWN:
            abort(410, notices.withdrawn_words(notice.given, notice.why))
        abort(404, _("This installation does not hold release “{given}”.", given=notice.given))
    query["indicator"], renamed = _called_now(release, query.get("indicator", ""))
    _require_known(release, query["indicator"])
    figure = query.get("figure", "") if figure is None else figure
    if figure not in addresses.FIGURES and figure:
        abort(400, _("There is no such figure. Write figure=map, trends or industries."))
    reading = _read(query, release, figure)
    refused = [one for one in reading.notices if not _is_noted(one)]
    if refused:
        abort(400, " ".join(notices.words(notice) for notice in refused))
    note = " ".join(notices.words(notice) for notice in (*renamed, *reading.notices))
    view = _on_screen(release, reading.view, figure)
    return AskedView(release, view, figure, *_periods(query.get("periods", "")), note)


def _is_noted(notice: Notice) -> bool:
    """Whether the file says what was changed, rather than not be sent: the figures are the same."""
    is_cut = notice.problem in CUT and notice.parameter in RANGE
    return is_cut or notice.problem is Problem.RENAMED


def _called_now(release: Release, asked: str) -> tuple[str, list[Notice]]:
    """The figures by the names they have now, and what was renamed; 404 with the reason for one
    that is gone: no other figure is sent in its place."""
    names, renamed = [], []
    for name in asked.split("~"):
        rule = None if name in release.indicators else moved(INDICATOR, name)
        if rule is not None and rule.why:
            abort(404, _("“{name}” is no longer given: {why}", name=name[:80], why=_(rule.why)))
        if rule is not None:
            renamed.append(Notice("indicator", name[:80], rule.new, Problem.RENAMED))
        names.append(rule.new if rule is not None else name)
    return "~".join(names), renamed


def _on_screen(release: Release, view: View, figure: str) -> View:
    """The view as its page shows it: lines over all periods, a map of one, the newest unasked."""
    if figure == addresses.TRENDS_FIGURE:
        return replace(view, period=None)
    if figure != addresses.MAP_FIGURE:
        return view
    alone = view.of_first()
    return alone if view.period else replace(alone, period=scene(release, alone).last)


def _periods(given: str) -> tuple[Frequency | None, bool]:
    """How long the periods are to be, and whether they are the publisher's own; 400 in words."""
    if given in ("", PUBLISHED):
        return None, given == PUBLISHED
    if given not in list(Frequency):
        abort(400, _("Write periods=published, or one of {names}.", names=", ".join(Frequency)))
    frequency = Frequency(given)
    # Nothing is put together to days, nor to one total.
    is_own = frequency in (Frequency.DAY, Frequency.TOTAL)
    return None if is_own else frequency, is_own


def _read(query: dict[str, str], release: Release, figure: str) -> Reading:
    if figure == addresses.INDUSTRIES_FIGURE:
        if len(release.indicators[query["indicator"].split("~")[0]].industries) < 2:
            abort(400, _("“{name}” is not split by industry.", name=query["indicator"][:80]))
        return industries.read(query, release)
    is_map = figure == addresses.MAP_FIGURE
    return read_view(query, release, query["indicator"].split("~")[0], mapped=is_map, each=True)


def _require_known(release: Release, asked: str) -> None:
    """Answer 400 without an indicator, 404 for an unknown one, 403 for figures only shown."""
    if not asked:
        abort(400, _("Say which figures: indicator=… (see /data for their ids)."))
    names = list(dict.fromkeys(asked.split("~")))
    if len(names) > MOST_INDICATORS:
        too_many = Notice(
            "indicator", names[MOST_INDICATORS][:80], str(MOST_INDICATORS), Problem.TOO_MANY
        )
        abort(400, notices.words(too_many))
    for name in names:
        if name not in release.indicators:
            abort(
                404, _("There are no figures called “{name}”. See /data for all.", name=name[:80])
            )
        source = release.source_of[name]
        if source.publication is Publication.SHOW:
            words = _(
                "{what} They are at {url}",
                what=terms_words.publication(source),
                url=source.publisher_url,
            )
            abort(403, words)


def csv_lines(asked: AskedView) -> Iterator[str]:
    """The file line by line, its header first; what cannot be made is refused before that."""
    prepared = [lines() for lines in _frames_lines(asked)]
    return _joined(prepared)


def _frames_lines(asked: AskedView) -> list[Callable[[], Iterator[str]]]:
    release, view = asked.release, asked.view
    if asked.figure == addresses.INDUSTRIES_FIGURE and not asked.is_published:
        lines = industry_rows.rows(release, view)
    else:
        lines = [(rows, None) for rows in _rows(asked)]
    prepared = []
    for rows, shown in lines:
        try:
            drawn = shown or rows.displayed(view)
        except NoBaselineError as error:
            abort(400, str(error))
        prepared.append(_lines_of(asked, rows, drawn))
    return prepared


def _lines_of(
    asked: AskedView, rows: FrameRows, drawn: csv_rows.DisplayedValue | None
) -> Callable[[], Iterator[str]]:
    site = installation.public_url()
    frame = rows.frame
    labels = csv_rows.labels(asked.release.catalog, frame.indicator_id, frame.geography, site)
    made = csv_rows.put_together(rows.own, rows.frequency) if rows.is_put_together else ""
    periods = csv_rows.Periods(
        rows.frequency if made else rows.own, made or csv_rows.AS_PUBLISHED, asked.note
    )
    return lambda: csv_rows.write_rows(
        labels, rows.drawn(), rows.area_ids, rows.first, rows.last, drawn, periods
    )


def _rows(asked: AskedView) -> list[FrameRows]:
    """The rows of a chart, by the length of period asked for. 400 where there are none."""
    frequency, is_published = asked.frequency, asked.is_published
    view = asked.view
    try:
        return view_rows(asked.release, view, frequency, as_published=is_published)
    except NoFiguresError as error:
        sentence = _(
            "“{name}” has no figures by {geography}.", name=error, geography=view.geography
        )
        abort(400, sentence)


def _sent(lines: Iterator[str]) -> Iterator[bytes]:
    """Lines in chunks as they are made, gzipped where the client takes that."""
    packer = zlib.compressobj(level=4, wbits=31) if request.accept_encodings["gzip"] > 0 else None
    return _packed(lines, packer)


def _packed(lines: Iterator[str], packer: zlib._Compress | None) -> Iterator[bytes]:
    while chunk := "".join(islice(lines, LINES_A_CHUNK)).encode():
        yield packer.compress(chunk) if packer else chunk
    if packer:
        yield packer.flush()


def _joined(prepared: list[Iterator[str]]) -> Iterator[str]:
    yield csv_rows.HEADER
    for rows in prepared:
        yield from rows


def file_name(asked: AskedView) -> str:
    """What a file holds, so that no two files of different rows have one name:
    nyc-recovery_<figures>_<geography>[_<areas>][_<industry>][_<how shown>]_<from>_<to>_r<release>.
    """
    release, view = asked.release, asked.view
    simulated = FILE if release.manifest.is_simulated else ""
    parts = ["-".join(view.indicators), view.geography, *_narrowed(asked), *_days(asked)]
    name = "_".join(NOT_IN_A_NAME.sub("-", part) for part in parts if part not in UNSAID)
    if len(name) > LONGEST_NAME:
        digest = hashlib.sha256(name.encode()).hexdigest()[:LETTERS_OF_DIGEST]
        name = f"{name[:LONGEST_NAME]}_{digest}"
    return f"{simulated}nyc-recovery_{name}_r{release.id}"


def _narrowed(asked: AskedView) -> Iterator[str]:
    """Which areas and industries of the figures, and how they are shown."""
    view = asked.view
    yield "-".join(view.areas)
    yield f"in-{view.borough}" if view.borough and not view.areas else ""
    yield from dict.fromkeys((_industry(asked), view.industry))
    yield "" if view.show is Show.LEVEL else str(view.show)
    yield f"from-{view.baseline}" if view.baseline else ""
    yield "industries" if asked.figure == addresses.INDUSTRIES_FIGURE else ""
    yield PUBLISHED if asked.is_published else str(asked.frequency or "")


def _industry(asked: AskedView) -> str:
    """The industry that the first figure comes for."""
    return own_industry(asked.release.indicators[asked.view.indicator], asked.view.industry)


def _days(asked: AskedView) -> tuple[str, str]:
    """The first and the last day: of one period asked for, of a range, else of the figures."""
    view = asked.view
    entry = asked.release.entry(view.indicator, view.geography, _industry(asked))
    first = view.first or view.period or (entry.first if entry else "")
    last = view.last or view.period or (entry.last if entry else "")
    return str(first), str(last)
