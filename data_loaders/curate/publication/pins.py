"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "7dfcc7e70c80fc054f140ab6e037538aa8405a9bd5a639f7903956bcdfc4d74e",
    "demo/2022-07-05": "8b022e3f888ccc5add7eda0d3309a05cdae9ad7627e94697a0b1f0e3920f19be",
    "seed": "2b70175382b1355a020683f1151bea4f050b985196f60f9d240f0cb32e38d8cf",
}
