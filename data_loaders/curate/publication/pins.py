"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "54f9dd281f408af2d6cb0028d7347653c3d37d41b58060a0e039c480e85d8e41",
    "demo/2022-07-05": "38f0f46851fed0fe73672a6e7e29027fe4ce494ae002b74e84693bdb6640f967",
    "seed": "1cf42a6f9df42dc82ea553e8e254c02a80b6f4757ed52a507756436308b2eba2",
}
