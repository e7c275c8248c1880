"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "43ec0209fa111ca4ddc1f3dfc37ef9d7e5fbaffa7ccec53ae7cf0b24c14957fa",
    "demo/2022-07-05": "517ae51a58744e292f126c20f07ceb8d3b41d81deb0ede639ccca9b0c7ca30a8",
    "seed": "86f17b94fe355aea59694ec01ec90a50fcdbf8534a93de37d879ac02caead15a",
}
