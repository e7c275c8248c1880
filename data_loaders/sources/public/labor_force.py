"""Words that every figure of the labor force needs, whoever publishes it."""

from __future__ import annotations

SINCE_2019 = (
    "We keep the figures from January 2019. The State publishes the newest month as preliminary, "
    "so we mark it an early figure."
)
SAMPLE = (
    "The figures are estimated by a model from surveys, claims and payrolls. So a change of a few "
    "tenths of a point may mean nothing."
)
NOT_COUNTED = "People who want work but have stopped looking are not counted as unemployed."
