"""Under which topic a figure stands: figures of one family stand together, on every page."""

from __future__ import annotations

from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Category, Indicator


def topics_of(release: Release) -> dict[str, Category]:
    """The topic of each figure of a release, by its id: that of the first of its family."""
    first: dict[str, Category] = {}
    for each in release.indicators.values():
        first.setdefault(each.family, each.category)
    return {name: first[each.family] for name, each in release.indicators.items()}


def figures_on(release: Release, *topics: Category) -> tuple[Indicator, ...]:
    """The figures of a release that stand under one of the topics."""
    topic = topics_of(release)
    return tuple(each for name, each in release.indicators.items() if topic[name] in topics)
