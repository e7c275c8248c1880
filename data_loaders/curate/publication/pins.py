"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "7e42a9a2dab4180be2b8f2a1df35ceb8a59af0eff7d5cfcaea7852c541545ca4",
    "demo/2022-07-05": "d3de28f9e26052ed6f5ca76fa6b3ee260bfc4b5b6bd89d75e47985e812afce3a",
    "seed": "bf33275c438f01ea1530602661ded7c1658afbad0a9322b4409ff1550ecf588a",
}
