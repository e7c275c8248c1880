"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "43ec0209fa111ca4ddc1f3dfc37ef9d7e5fbaffa7ccec53ae7cf0b24c14957fa",
    "demo/2022-07-05": "517ae51a58744e292f126c20f07ceb8d3b41d81deb0ede639ccca9b0c7ca30a8",
    "seed": "75e098ac38f2666447c8ab59470d0b46d1ad30269b81a32271e6597ad2838f16",
}
