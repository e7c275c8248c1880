"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "43ec0209fa111ca4ddc1f3dfc37ef9d7e5fbaffa7ccec53ae7cf0b24c14957fa",
    "demo/2022-07-05": "517ae51a58744e292f126c20f07ceb8d3b41d81deb0ede639ccca9b0c7ca30a8",
    "seed": "d68add3a3e3d9c969427ae076a3cab0143cca5f3b4d8026ed2587f1969b22c70",
}
