"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "1befb991cf5bb536d544de953a2919366d55c93d54406005d5f2e556284f094c",
    "demo/2022-07-05": "8a2d88a4c23f66c2980d740c58eeee10b9b53d70c03b0e0e18353589090069a6",
    "seed": "15a2783a5ebe92d7252fbc803e94d436a00ebe5a6a3357476b375032900f8781",
}
