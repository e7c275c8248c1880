"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "ccb78f19e180593e9d89474a9954f728cc3f56d0933aa62167009c734213d273",
    "demo/2022-07-05": "f119be7e902eca6848f284b8d2b16cf418cd92e857d58de0ec95eebea5f7f880",
    "seed": "0dfeaaab4fe86795bf8f1a53cefe45460a765eb884ecc9d1ad1681c10d331e38",
}
