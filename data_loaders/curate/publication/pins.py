"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "9ddb1f4d422f26a1d7d62363862e7ed4699561e45813578fb9d276605d617d2c",
    "demo/2022-07-05": "cb31775536d6c193973e52d7c0fc96ea1921cf908c18e2923d38b8c10a8e061a",
    "seed": "fead40d2ecc19301d25191b7886014814bc5e6b301afb8f97ee5a5cc2d70d4ca",
}
