"""What `check` prints names every indicator, however narrow the window."""

from __future__ import annotations

import pandas as pd
from rich.console import Console

from data_loaders.command_line.tables import of_observations

ID = "seated_diners_of_a_single_day"


def test_an_indicator_is_named_whole_in_a_narrow_window() -> None:
    rows = pd.DataFrame(
        {
            "indicator_id": [ID, ID],
            "geography": "borough",
            "area_id": "MN01",
            "period_start": pd.Timestamp("2020-02-25"),
            "period_end": pd.Timestamp("2020-02-25"),
            "value": [1.0, None],
            "status": ["normal", "not_reported"],
        }
    )
    console = Console(width=80)
    with console.capture() as capture:
        console.print(of_observations(rows))
    printed = capture.get()
    assert ID in printed
    assert "…" not in printed
