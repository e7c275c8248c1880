"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "2d1b223257d03aaaf978a43d35da7e200e3a3a7343e79f7580e9d24c48034889",
    "demo/2022-07-05": "12d9430e0054cbd44e955af52fb8130b7904b717ed69e27bf1c7ff264b31e84b",
    "seed": "93cb5b24e871d0aa3303251c19dc1ef246201f8d1547fbce30eda296e7691444",
}
