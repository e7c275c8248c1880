"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "b6de58810a0f804900d4ea5a1a2040eb14dabc78b0b7abc61972f5ed2b92c735",
    "demo/2022-07-05": "2b100710eb962904afaefcea75217322407e73ef630009b16fd2ae8626b8b4ba",
    "seed": "7f4a73ea0080cc956d855b1882e312425a5d7c09eef8e3bfc003336220b26341",
}
