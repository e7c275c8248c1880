"""Modes of transport in the MTA's daily file, and the two indicators each has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

SHARE_OF_DAY = "% of Comparable Pre-Pandemic Day"
# What the MTA called the railroads' shares until 2023.
SHARE_OF_2019 = "% of 2019 Monthly Weekday/Saturday/Sunday Average"


@dataclass(frozen=True, slots=True)
class Mode:
    """`column` is the MTA's prefix; `unreliable` are first and last days not to be trusted."""

    id: str
    title: str
    noun: str
    unit: str
    column: str
    counted: str = "Total Estimated Ridership"
    unreliable: tuple[tuple[date, date], ...] = ()
    doubts_zeros: bool = False
    caveat: str = ""

    @property
    def count_column(self) -> str:
        return f"{self.column}: {self.counted}"

    @property
    def share_columns(self) -> tuple[str, ...]:
        """Names of the share column over time, the current one first."""
        return tuple(f"{self.column}: {share}" for share in (SHARE_OF_DAY, SHARE_OF_2019))


MODES = (
    Mode("subway_ridership", "Subway ridership", "subway rides", "rides", "Subways"),
    Mode(
        "bus_ridership",
        "Bus ridership",
        "bus rides",
        "rides",
        "Buses",
        unreliable=((date(2020, 3, 23), date(2020, 8, 30)),),
        caveat="Most bus rides from March 23 to August 30, 2020 were free and not counted.",
    ),
    Mode("lirr_ridership", "Long Island Rail Road ridership", "LIRR rides", "rides", column="LIRR"),
    Mode(
        "metro_north_ridership",
        "Metro-North ridership",
        "Metro-North rides",
        "rides",
        "Metro-North",
        unreliable=((date(2020, 3, 1), date(2020, 3, 31)),),
        caveat="Figures for March 2020 look like averages, not counts of the day.",
    ),
    Mode(
        "access_a_ride_trips",
        "Access-A-Ride trips",
        "scheduled Access-A-Ride trips",
        "trips",
        "Access-A-Ride",
        counted="Total Scheduled Trips",
        caveat="Trips scheduled, not trips taken.",
    ),
    Mode(
        "bridge_and_tunnel_traffic",
        "Bridge and tunnel traffic",
        "vehicles on MTA bridges and tunnels",
        "vehicles",
        "Bridges and Tunnels",
        counted="Total Traffic",
        caveat="Only the MTA's own nine crossings; the East River bridges are not among them.",
    ),
    Mode(
        "staten_island_railway_ridership",
        "Staten Island Railway ridership",
        "Staten Island Railway rides",
        "rides",
        "Staten Island Railway",
        doubts_zeros=True,
        caveat="Riders are counted only where a fare is paid, at two stations.",
    ),
)


def _count(mode: Mode) -> Indicator:
    goal = (
        Direction.BACK_TO_BASELINE
        if mode.id == "bridge_and_tunnel_traffic"
        else Direction.HIGHER_IS_BETTER
    )
    return Indicator(
        id=mode.id,
        family=mode.id,
        title=mode.title,
        noun=mode.noun,
        description=f"{mode.noun[0].upper()}{mode.noun[1:]} on that day, as the MTA estimates.",
        processing=(
            "None: the MTA's own figure. The file begins on March 1, 2020. Figures from January 10,"
            " 2025 on, where there are any here, are of the file that took its place."
        ),
        unit=mode.unit,
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.DAY,
        geographies=(Geography.CITY,),
        direction=goal,
        category=Category.TRANSPORTATION,
        caveats=(mode.caveat,) if mode.caveat else (),
    )


def _share(mode: Mode) -> Indicator:
    return Indicator(
        id=f"{mode.id}_vs_2019",
        family=mode.id,
        title=f"{mode.title}, share of a day before the pandemic",
        noun=f"{mode.noun} as a share of a comparable day before the pandemic",
        description=(
            f"{mode.noun[0].upper()}{mode.noun[1:]} as a percent of a comparable day before the"
            " pandemic, mostly the same weekday and month of 2019. 100 means as many as then."
        ),
        processing=(
            "The MTA's own whole percent to January 9, 2025, when its file with shares ended; "
            "fractions are written as percents. After that it is computed here, and marked. It is "
            "then the count over the comparable day that the MTA's own shares imply: the mean of "
            "the same month and kind of day."
        ),
        unit="% of a comparable day",
        measure=Measure.INDEX,
        decimals=0,
        frequency=Frequency.DAY,
        geographies=(Geography.CITY,),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.TRANSPORTATION,
        baseline="2019",
        share_of=mode.id,
        caveats=(
            "A holiday is compared with an ordinary day, so it can be far above or below 100.",
            *((mode.caveat,) if mode.caveat else ()),
        ),
    )


COUNTS = tuple(_count(mode) for mode in MODES)
SHARES = tuple(_share(mode) for mode in MODES)
