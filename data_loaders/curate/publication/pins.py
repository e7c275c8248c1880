"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "ad246e58e26bb3aec8c2e4bd54890d38d1bc54bf5e5c16ab518a7e1a7ac1ef86",
    "demo/2022-07-05": "73963f42627b776e28a7cbd7f4c6ebebec2101df1f31a121957ec378907f689f",
    "seed": "bf33275c438f01ea1530602661ded7c1658afbad0a9322b4409ff1550ecf588a",
}
