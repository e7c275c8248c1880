"""A release as a Frictionless data package: its tables with their schema, and its other files."""

from __future__ import annotations

from collections.abc import Iterator

from components.markup import addresses
from components.text import terms_words
from components.text.words import _
from data_loaders.released import data_package, revision_csv
from data_loaders.released.data_package import Record
from data_loaders.released.histories import histories_of
from data_loaders.released.release import FileEntry, Release
from data_loaders.vocabulary.model import Publication, Source

# Files that are no table for the package's readers: they are named, with their hash.
OTHERS = {
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".geojson": ("geojson", "application/geo+json"),
}


def release_package(release: Release, site: str) -> Record:
    """The whole package. `site` is the address of this installation, empty where none is set."""
    sources = [s for s in release.catalog.sources if s.publication is not Publication.SHOW]
    pages = {source.id: f"{site}{addresses.source(source.id)}" for source in sources}
    licenses = data_package.license_records(sources, pages) if site else []
    return {
        "profile": "data-package",
        "name": f"nyc-recovery-data-{release.id}",
        "title": _("NYC Recovery Data, release {id}", id=release.id),
        "version": release.id,
        "created": f"{release.manifest.published_on}T00:00:00Z",
        **({"homepage": site} if site else {}),
        "sources": data_package.source_records(sources),
        **({"licenses": licenses} if licenses else {}),
        "not_included": [not_included(s) for s in release.catalog.sources if s not in sources],
        "resources": [*_tables(release), *_revisions(release), *_others(release)],
    }


def not_included(source: Source) -> Record:
    """A source whose figures are shown on pages and in no file: why, and where they are."""
    return {
        "title": f"{source.partner}: {source.name}",
        "reason": terms_words.publication(source),
        "path": source.publisher_url,
    }


def _tables(release: Release) -> Iterator[Record]:
    for name, path in sorted(release.index.tables.items()):
        entry = release.manifest.files[path]
        indicator = release.indicators[name.rpartition("_")[0]]
        schema = data_package.table_schema(_columns(release, path))
        yield data_package.csv_resource(
            path,
            schema,
            title=_(indicator.title),
            description=_(indicator.description),
            **_fingerprint(entry),
        )


def _revisions(release: Release) -> Iterator[Record]:
    """What each file had, and the usual size of revision, of figures that may be passed on."""
    for name in sorted(histories_of(release)):
        title = _(release.indicators[name].title)
        for path, columns, words in (
            (
                revision_csv.vintages_name(name),
                revision_csv.VINTAGE_COLUMNS,
                _("{title}, file by file", title=title),
            ),
            (
                revision_csv.by_lag_name(name),
                revision_csv.LAG_COLUMNS,
                _("{title}, usual size of revision", title=title),
            ),
        ):
            entry = release.manifest.files.get(path)
            if entry is not None:
                schema = data_package.schema_of(columns)
                yield data_package.csv_resource(path, schema, title=words, **_fingerprint(entry))


def _columns(release: Release, path: str) -> list[str]:
    """The columns a table has: one written before has fewer."""
    release.files.check(path)
    with (release.folder / path).open(encoding="utf-8", newline="") as lines:
        return lines.readline().rstrip("\r\n").split(",")


def _others(release: Release) -> Iterator[Record]:
    for path, entry in sorted(release.manifest.files.items()):
        kind = next((OTHERS[ending] for ending in OTHERS if path.endswith(ending)), None)
        if kind is not None:
            yield {
                "name": data_package.resource_name(path),
                "type": "file",
                "path": path,
                "format": kind[0],
                "mediatype": kind[1],
                **_fingerprint(entry),
            }


def _fingerprint(entry: FileEntry) -> Record:
    return {"bytes": entry.bytes, "hash": f"sha256:{entry.sha256}"}
