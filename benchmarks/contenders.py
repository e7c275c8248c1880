"""The pages compared, and how each one's map and controls are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.exported import MapData, write_for_tutorial
from benchmarks.static_d3 import site
from data_loaders.vocabulary.model import Geography

D3_FOLDER, TUTORIAL_FOLDER = "static_d3", "tutorial_dash"
OURS, BY_HAND, TUTORIAL = "this site", "static D3", "tutorial Dash"


@dataclass(frozen=True, slots=True)
class Contender:
    """One page with the map. `areas` selects its areas, `control` what its figure is chosen in;
    `step` and `choose` are JavaScript that moves the period back by one, and shows another
    figure."""

    name: str
    application: str
    path: str
    areas: str
    control: str
    step: str
    choose: tuple[str, ...]
    health: str = "/"
    environment: Mapping[str, str] = field(default_factory=dict)


def contenders(data: MapData, folder: Path) -> tuple[Contender, ...]:
    """Every contender, its files written below `folder`."""
    site.build(data, folder / D3_FOLDER)
    write_for_tutorial(data, folder / TUTORIAL_FOLDER)
    return (by_hand(data, folder), ours(data), tutorial(data, folder))


def ours(data: MapData) -> Contender:
    """The dashboard's Map page."""
    first = data.frames[0].indicator_id
    return Contender(
        name=OURS,
        application="app:server",
        path=f"/map?indicator={first}&geography={Geography.MODZCTA}",
        areas="svg.map .areas path",
        control="select[name=indicator]",
        step="watched.step('input[type=range]')",
        choose=_choices("select[name=indicator]", data),
        health="/healthz",
    )


def by_hand(data: MapData, folder: Path) -> Contender:
    """A page written by hand with D3: what all others are measured against."""
    return Contender(
        name=BY_HAND,
        application="benchmarks.static_d3.site:server",
        path="/",
        areas="#map .area",
        control="#indicator",
        step="watched.step('#period')",
        choose=_choices("#indicator", data),
        environment={site.FOLDER: str(folder / D3_FOLDER)},
    )


def tutorial(data: MapData, folder: Path) -> Contender:
    """A page as tutorials of Dash write it."""
    earlier = f"window.at = (window.at ?? {data.frames[0].latest()}) - 1"
    return Contender(
        name=TUTORIAL,
        application="benchmarks.tutorial_dash.app:server",
        path="/",
        areas=".choroplethlayer path",
        control="body",
        step=f"dash_clientside.set_props('period', {{value: {earlier}}})",
        choose=tuple(
            f"dash_clientside.set_props('indicator', {{value: {title!r}}})"
            for title in _turns(list(data.titles.values()))
        ),
        environment={"BENCHMARK_TUTORIAL_DASH": str(folder / TUTORIAL_FOLDER)},
    )


def _choices(selector: str, data: MapData) -> tuple[str, ...]:
    ids = [frame.indicator_id for frame in data.frames]
    return tuple(f"watched.choose({selector!r}, {chosen!r})" for chosen in _turns(ids))


def _turns(choices: list[str]) -> list[str]:
    """Each of the others, then the first again, which has been seen before."""
    return [*choices[1:], choices[0]]
