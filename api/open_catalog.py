"""The catalog as data: a Frictionless package of the release, and DCAT-US for catalogs of others.

Both name every source. One that may only be shown is named with the reason and its publisher's
address, and with no file.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec
from flask import Response, abort, request

from api import answers
from api.search_engines import site
from components.data.catalog_records import dcat_us
from components.data.package import release_package
from components.markup.addresses import DCAT_US
from components.text.words import _
from data_loaders.released import data_package
from data_loaders.released.release import Release
from data_loaders.released.serving import release_of, releases

PACKAGE = f"/releases/<release_id>/{data_package.DATA_PACKAGE}"
JSON = "application/json"


def data_json() -> Response:
    """The newest release as a catalog after DCAT-US 1.1."""
    release = releases().current()
    return answers.answer(request, _dcat(release, site()), answers.tag_of(release.id, DCAT_US))


def package(release_id: str) -> Response:
    """A release as a Frictionless data package: paths in it are those below its own address."""
    release = release_of(release_id, is_demo=False)
    if release is None:
        abort(404, _("This installation does not hold release “{given}”.", given=release_id[:40]))
    tag = answers.tag_of(release.id, data_package.DATA_PACKAGE)
    return answers.answer(request, _package(release, site()), tag)


@lru_cache(maxsize=2)
def _dcat(release: Release, address: str) -> answers.Body:
    return answers.Body(_written(dcat_us(release, address)), JSON)


@lru_cache(maxsize=2)
def _package(release: Release, address: str) -> answers.Body:
    return answers.Body(_written(release_package(release, address)), JSON)


def _written(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
