"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "54f9dd281f408af2d6cb0028d7347653c3d37d41b58060a0e039c480e85d8e41",
    "demo/2022-07-05": "38f0f46851fed0fe73672a6e7e29027fe4ce494ae002b74e84693bdb6640f967",
    "seed": "7f4a73ea0080cc956d855b1882e312425a5d7c09eef8e3bfc003336220b26341",
}
