"""What the catalog says, in the words of catalogs: schema.org for one figure, DCAT-US for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from components.markup import addresses
from components.text import formats, terms_words, vocabulary
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.cadence import Cadence
from data_loaders.vocabulary.model import Grant, Indicator, Publication, Source

Record = dict[str, object]
# The city's edges: west, south, east, north.
BOX = (-74.26, 40.49, -73.69, 40.92)
CONFORMS = "https://project-open-data.cio.gov/v1.1/schema"
# How often there is a new vintage, in the words of ISO 8601 that DCAT-US takes.
REPEATS = {
    Cadence.DAY: "R/P1D",
    Cadence.WEEK: "R/P1W",
    Cadence.MONTH: "R/P1M",
    Cadence.QUARTER: "R/P3M",
    Cadence.HALF_YEAR: "R/P6M",
    Cadence.YEAR: "R/P1Y",
}
IRREGULAR = "irregular"


def dataset(release: Release, indicator: Indicator, site: str) -> Record:
    """An indicator as a schema.org Dataset. One that may only be shown has no download: it says
    why, and where its publisher has it."""
    source = release.source_of[indicator.id]
    page = f"{site}{addresses.figure(indicator.id)}"
    record: Record = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        "url": page,
        "identifier": indicator.id,
        "name": _(indicator.title),
        "description": _described(indicator),
        "version": release.id,
        "dateModified": release.manifest.published_on.isoformat(),
        **_covered("temporalCoverage", _days(release, [indicator])),
        "spatialCoverage": _place(),
        "variableMeasured": _variable(indicator),
        "creator": {"@type": "Organization", "name": source.partner, **_url(source)},
        "publisher": {"@type": "Organization", "name": _("NYC Recovery Data")},
        "citation": source.citation,
        "isAccessibleForFree": True,
        "keywords": [vocabulary.category(indicator.category), _("New York City")],
        "measurementTechnique": _(indicator.processing),
        **_license(source, site),
    }
    if source.publication is Publication.SHOW:
        return {**record, "conditionsOfAccess": terms_words.publication(source)}
    return {**record, "distribution": list(_downloads(release, indicator, source, site))}


def _described(indicator: Indicator) -> str:
    """At least the fifty letters that search engines ask for."""
    return " ".join(
        [_(indicator.description), _("Unit: {unit}.", unit=formats.unit_alone(indicator))]
    )


def _days(release: Release, indicators: Sequence[Indicator]) -> list[date]:
    """First and last day of what a release holds of some indicators; none where it holds none."""
    names = {each.id for each in indicators}
    entries = [one for one in release.index.frames if one.indicator_id in names]
    if not entries:
        return []
    return [min(one.first for one in entries), max(one.last for one in entries)]


def _covered(name: str, days: Sequence[date]) -> Record:
    return {name: "/".join(day.isoformat() for day in days)} if days else {}


def _place() -> Record:
    west, south, east, north = BOX
    shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return {"@type": "Place", "name": _("New York City"), "geo": shape}


def _variable(indicator: Indicator) -> Record:
    return {
        "@type": "PropertyValue",
        "name": _(indicator.title),
        "unitText": formats.unit_alone(indicator),
    }


def _url(source: Source) -> Record:
    return {"url": source.publisher_url} if source.publisher_url else {}


def _license(source: Source, site: str) -> Record:
    """Where a license is stated; nothing where none was found."""
    given = source.terms_of_use.grant not in (Grant.NOTHING, Grant.OURS)
    return {"license": f"{site}{addresses.source(source.id)}"} if given and site else {}


def _downloads(
    release: Release, indicator: Indicator, source: Source, site: str
) -> Iterator[Record]:
    base = f"{site}{file_base(release)}"
    for geography in indicator.geographies:
        path = release.index.tables.get(f"{indicator.id}_{geography}")
        if path is not None:
            yield {
                "@type": "DataDownload",
                "name": _("By {area}", area=formats.area_noun(geography)),
                "encodingFormat": "text/csv",
                "contentUrl": f"{base}/{path}",
                "sha256": release.manifest.files[path].sha256,
            }
    path = f"observations/{source.id}.parquet"
    if path in release.manifest.files:
        yield {
            "@type": "DataDownload",
            "name": _("All figures of the source"),
            "encodingFormat": "application/vnd.apache.parquet",
            "contentUrl": f"{base}/{path}",
            "sha256": release.manifest.files[path].sha256,
        }


def dcat_us(release: Release, site: str) -> Record:
    """The whole release as a catalog after DCAT-US 1.1: a dataset a source."""
    return {
        "@context": f"{CONFORMS}/catalog.jsonld",
        "@id": f"{site}/data.json",
        "@type": "dcat:Catalog",
        "conformsTo": CONFORMS,
        "describedBy": f"{CONFORMS}/catalog.json",
        "dataset": [_dataset(release, source, site) for source in release.catalog.sources],
    }


def _dataset(release: Release, source: Source, site: str) -> Record:
    shown_only = source.publication is Publication.SHOW
    deliveries = [one for one in release.catalog.deliveries if one.source_id == source.id]
    modified = max((one.vintage for one in deliveries), default=release.manifest.published_on)
    record: Record = {
        "@type": "dcat:Dataset",
        "identifier": source.id,
        "title": f"{source.partner}: {source.name}",
        "description": _(source.description),
        "keyword": [vocabulary.category(source.category), _("New York City")],
        "modified": modified.isoformat(),
        "publisher": {"@type": "org:Organization", "name": source.partner},
        "contactPoint": _contact(),
        "accessLevel": "restricted public" if shown_only else "public",
        "rights": terms_words.publication(source),
        "landingPage": source.publisher_url
        if shown_only
        else f"{site}{addresses.source(source.id)}",
        "spatial": ",".join(map(str, BOX)),
        "accrualPeriodicity": REPEATS.get(source.cadence, IRREGULAR),
        "theme": [vocabulary.category(source.category)],
        **_covered("temporal", _days(release, source.indicators)),
        **({} if shown_only else _license(source, site)),
    }
    return record if shown_only else {**record, "distribution": list(_files(release, source, site))}


def _contact() -> Record:
    contact = installation.contact()
    named: Record = {
        "@type": "vcard:Contact",
        "fn": installation.operator() or _("NYC Recovery Data"),
    }
    if not contact:
        return named
    return {**named, "hasEmail": contact if "://" in contact else f"mailto:{contact}"}


def _files(release: Release, source: Source, site: str) -> Iterator[Record]:
    for indicator in source.indicators:
        for download in _downloads(release, indicator, source, site):
            if download["encodingFormat"] == "text/csv":
                title = f"{_(indicator.title)}. {download['name']}"
                yield _distribution(title, str(download["contentUrl"]), "text/csv")
    path = f"observations/{source.id}.parquet"
    if path in release.manifest.files:
        kind = "application/vnd.apache.parquet"
        yield _distribution(
            _("All figures of the source"), f"{site}{file_base(release)}/{path}", kind
        )


def _distribution(title: str, address: str, kind: str) -> Record:
    return {
        "@type": "dcat:Distribution",
        "title": title,
        "downloadURL": address,
        "mediaType": kind,
    }
