"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "1befb991cf5bb536d544de953a2919366d55c93d54406005d5f2e556284f094c",
    "demo/2022-07-05": "8a2d88a4c23f66c2980d740c58eeee10b9b53d70c03b0e0e18353589090069a6",
    "seed": "3303901022d177b7426659ea1c94913094bcc60d7a68773e9bc8c51683f205cb",
}
