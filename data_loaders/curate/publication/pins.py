"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "1befb991cf5bb536d544de953a2919366d55c93d54406005d5f2e556284f094c",
    "demo/2022-07-05": "8a2d88a4c23f66c2980d740c58eeee10b9b53d70c03b0e0e18353589090069a6",
    "seed": "d7145e48d1f15d92ef33a00bddd7a70e1b1ca197bec67ebb89adbc54afd6717b",
}
