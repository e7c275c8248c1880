"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "b6de58810a0f804900d4ea5a1a2040eb14dabc78b0b7abc61972f5ed2b92c735",
    "demo/2022-07-05": "2b100710eb962904afaefcea75217322407e73ef630009b16fd2ae8626b8b4ba",
    "seed": "e710aea637d3e1fcd56732751e04fef92930af73b0903644bd2f18300f42b549",
}
