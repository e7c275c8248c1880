"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "7dfcc7e70c80fc054f140ab6e037538aa8405a9bd5a639f7903956bcdfc4d74e",
    "demo/2022-07-05": "8b022e3f888ccc5add7eda0d3309a05cdae9ad7627e94697a0b1f0e3920f19be",
    "seed": "cc727b52a10e1c657376289f74512f3dd72164d51560e3bbfc52b1dacc4ec141",
}
