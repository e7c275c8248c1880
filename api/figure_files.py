"""Pictures of a figure, and all its files in one: drawn here, by the code of the page itself."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import msgspec
from flask import Response, abort, request

from api import answers
from api.downloads import AskedView, asked_view, csv_lines, file_name
from components.figures import attribution
from components.markup import addresses
from components.pictures import readme
from components.pictures.figure import Figure, long_citation
from components.pictures.of_view import figure_of
from components.pictures.picture import Shape, png, svg
from components.pictures.theme import Theme
from components.text.words import _
from data_loaders.released import data_package
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Frequency

E = TypeVar("E", bound=StrEnum)
PNG, SVG, ZIP = "image/png", "image/svg+xml", "application/zip"


def download_png(*, is_demo: bool) -> Response:
    """The figure of a view as pixels: `shape=wide|square`, `theme=light|dark`."""
    asked = asked_view(is_demo=is_demo)
    content = _pixels(*_key(asked), _choice("shape", Shape), _choice("theme", Theme))
    return _sent(asked, content, PNG, "png", inline=True)


def download_svg(*, is_demo: bool) -> Response:
    """The figure of a view as a drawing that can be edited."""
    asked = asked_view(is_demo=is_demo)
    figure = _figure(*_key(asked))
    drawn = svg(figure.picture, _choice("shape", Shape), _choice("theme", Theme))
    return _sent(asked, drawn.encode(), SVG, "svg", inline=True)


def download_zip(*, is_demo: bool) -> Response:
    """All that a reader takes away of a figure: numbers, pictures, words, and what they are."""
    asked = asked_view(is_demo=is_demo)
    return _sent(asked, zipped(asked), ZIP, "zip", inline=False)


def _key(asked: AskedView) -> tuple[Release, View, str, Frequency | None]:
    view = replace(asked.view, release=asked.release.id)
    return asked.release, view, asked.figure, asked.frequency


@lru_cache(maxsize=8)
def _figure(release: Release, view: View, name: str, frequency: Frequency | None) -> Figure:
    return figure_of(release, view, name, frequency)


@lru_cache(maxsize=16)
def _pixels(
    release: Release,
    view: View,
    name: str,
    frequency: Frequency | None,
    shape: Shape,
    theme: Theme,
) -> bytes:
    return png(_figure(release, view, name, frequency).picture, shape, theme)


def _choice(parameter: str, kind: type[E]) -> E:
    """A choice of the address, the first where it makes none; 400 in words for one there is not."""
    given = request.args.get(parameter, "")
    if given and given not in list(kind):
        names = ", ".join(kind)
        abort(400, _("Write {parameter}=… with one of {names}.", parameter=parameter, names=names))
    return kind(given) if given else next(iter(kind))


def _sent(asked: AskedView, content: bytes, kind: str, ending: str, *, inline: bool) -> Response:
    response = Response(content, mimetype=kind)
    how = "inline" if inline else "attachment"
    name = f"{file_name(asked)}.{ending}"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["X-Robots-Tag"] = "noindex"
    response.set_etag(answers.tag_of(hashlib.sha256(content).hexdigest()))
    response.make_conditional(request)
    return response


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package, with what it is in words."""

    name: str
    content: bytes
    words: str


def zipped(asked: AskedView) -> bytes:
    """The package; the same bytes for the same view, so that it can be compared."""
    files = list(_files(asked))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for file in files:
            entry = zipfile.ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, file.content)
    return packed.getvalue()


def _files(asked: AskedView) -> Iterator[PackedFile]:
    figure = _figure(*_key(asked))
    name = file_name(asked)
    files = [
        PackedFile(f"{name}.csv", "".join(csv_lines(asked)).encode(), _("the numbers shown")),
        *_pictures(asked, figure, name),
        _text("alt-text.txt", readme.alternative(figure), _("the picture in words")),
        _text("citation.txt", readme.citation(figure), _("how to cite it, in short and in full")),
        _text("quotes.txt", readme.quoted(figure), _("two sentences ready to quote")),
    ]
    described = {file.name: file.words for file in files}
    filters = {**asked.view.query(), "release": asked.release.id}
    words = readme.readme(figure, described, filters, asked.note)
    files.append(_text("README.txt", words, _("how to read all of it")))
    yield from files
    yield PackedFile(data_package.DATA_PACKAGE, _package(asked, figure, files), "")


def _text(name: str, content: str, words: str) -> PackedFile:
    return PackedFile(name, content.encode(), words)


def _pictures(asked: AskedView, figure: Figure, name: str) -> Iterator[PackedFile]:
    for shape in Shape:
        words = _("the picture, {width} by {height}", width=shape.size[0], height=shape.size[1])
        content = _pixels(*_key(asked), shape, Theme.LIGHT)
        yield PackedFile(f"{name}_{shape}.png", content, words)
    drawn = svg(figure.picture, Shape.WIDE, Theme.LIGHT)
    yield PackedFile(f"{name}_wide.svg", drawn.encode(), _("the picture to edit"))


def _package(asked: AskedView, figure: Figure, files: list[PackedFile]) -> bytes:
    """What the package holds, for programs."""
    sources = list(dict.fromkeys(figure.sources))
    site = installation.public_url()
    pages = {source.id: f"{site}{addresses.source(source.id)}" for source in sources}
    licenses = data_package.license_records(sources, pages) if site else []
    record: data_package.Record = {
        "profile": "data-package",
        "name": data_package.resource_name(files[0].name.removesuffix(".csv")),
        "title": figure.title,
        "description": figure.picture.lead,
        "version": asked.release.id,
        "created": f"{asked.release.manifest.published_on}T00:00:00Z",
        "homepage": attribution.public_address(figure.address),
        "citation": long_citation(figure),
        "is_simulated": figure.is_simulated,
        "sources": data_package.source_records(sources),
        **({"licenses": licenses} if licenses else {}),
        "resources": [_resource(file) for file in files if not file.name.endswith(".txt")],
    }
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


KINDS: Mapping[str, str] = {"png": PNG, "svg": SVG}


def _resource(file: PackedFile) -> data_package.Record:
    digest = f"sha256:{hashlib.sha256(file.content).hexdigest()}"
    size = len(file.content)
    ending = file.name.rpartition(".")[2]
    if ending == "csv":
        schema = data_package.table_schema()
        return data_package.csv_resource(file.name, schema, bytes=size, hash=digest)
    return {
        "name": data_package.resource_name(file.name),
        "path": file.name,
        "title": file.words,
        "format": ending,
        "mediatype": KINDS[ending],
        "bytes": size,
        "hash": digest,
    }
