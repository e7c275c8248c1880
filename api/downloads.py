"""CSV of a view: exactly what is shown, with units, statuses, source and release."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import islice

from flask import Response, abort, request

from components.site import notices
from components.text import terms_words
from components.text.words import _
from data_loaders.released import csv_rows
from data_loaders.released.baselines import NoBaselineError, displayed
from data_loaders.released.release import Release
from data_loaders.released.serving import asked_release, demo_categories
from data_loaders.released.view import Problem, View
from data_loaders.released.view_reading import geography_of, own_industries, own_industry, read_view
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.model import Geography, Publication
from data_loaders.vocabulary.naming import FILE

LINES_A_CHUNK = 500


def download_csv(*, is_demo: bool) -> Response:
    """RFC 4180, UTF-8, one header row. 400, 403 and 404 say why in a sentence."""
    release, view = _asked(is_demo=is_demo)
    parts = [
        part for indicator_id in view.indicators for part in _parts(release, view, indicator_id)
    ]
    response = Response(_sent(_lines(release, view, parts)), mimetype="text/csv")
    if request.accept_encodings["gzip"] > 0:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(release, view)}"'
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _asked(*, is_demo: bool) -> tuple[Release, View]:
    query = request.args.to_dict()
    if is_demo and not demo_categories():
        abort(404, _("This installation has no demonstration."))
    release, notice = asked_release(query.get("release"), is_demo=is_demo)
    if notice is not None:
        if notice.problem is Problem.WITHDRAWN:
            abort(410, notices.withdrawn_words(notice.given, notice.why))
        abort(404, _("This installation does not hold release “{given}”.", given=notice.given))
    _require_known(release, query.get("indicator", ""))
    reading = read_view(query, release, query["indicator"].split("~")[0], each=True)
    if reading.notices:
        abort(400, " ".join(notices.words(notice) for notice in reading.notices))
    return release, reading.view


def _require_known(release: Release, asked: str) -> None:
    """Answer 400 without an indicator, 404 for an unknown one, 403 for figures only shown."""
    if not asked:
        abort(400, _("Say which figures: indicator=… (see /data for their ids)."))
    for name in asked.split("~"):
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


def _parts(release: Release, view: View, indicator_id: str) -> list[tuple[Frame, list[str] | None]]:
    """Frames of one indicator and the areas wanted of each; None for all areas."""
    wanted: dict[Geography, list[str]] = {}
    for area_id in view.areas:
        wanted.setdefault(geography_of(release, view, area_id), []).append(area_id)
    chosen: dict[Geography, list[str] | None] = {**wanted} if wanted else {view.geography: None}
    industries = own_industries(release.indicators[indicator_id], view.industry)
    found = [
        (release.frame(indicator_id, geography, industry_id), area_ids)
        for geography, area_ids in chosen.items()
        for industry_id in industries
        if release.entry(indicator_id, geography, industry_id)
    ]
    if not found:
        sentence = _(
            "“{name}” has no figures by {geography}.", name=indicator_id, geography=view.geography
        )
        abort(400, sentence)
    return found


def _lines(
    release: Release, view: View, parts: list[tuple[Frame, list[str] | None]]
) -> Iterator[str]:
    site = installation.public_url()
    prepared = []
    for frame, area_ids in parts:
        labels = csv_rows.labels(release.catalog, frame.indicator_id, frame.geography, site)
        try:
            drawn = displayed(frame, labels.indicator, view.show, view.baseline)
        except NoBaselineError as error:
            abort(400, str(error))
        first, last = view.first, view.last
        if view.period is not None:
            first = last = frame.periods[frame.nearest(view.period)][1]
        prepared.append(csv_rows.write_rows(labels, frame, area_ids, first, last, drawn))
    return _joined(prepared)


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


def file_name(release: Release, view: View) -> str:
    """What the file holds: nyc-recovery_<indicator>_<geography>_<from>_<to>_r<release>.csv"""
    industry_id = own_industry(release.indicators[view.indicator], view.industry)
    entry = release.entry(view.indicator, view.geography, industry_id)
    first = view.first or view.period or (entry.first if entry else "")
    last = view.last or view.period or (entry.last if entry else "")
    simulated = FILE if release.manifest.is_simulated else ""
    what = "-".join(view.indicators)
    return f"{simulated}nyc-recovery_{what}_{view.geography}_{first}_{last}_r{release.id}.csv"
