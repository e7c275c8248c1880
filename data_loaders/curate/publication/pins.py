"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "d903db3dfbee7a7f4484b4d71eda9a7b54befec416b8f5e14c50e83c6c5e6c68",
    "demo/2022-07-05": "22b6bd42759e3d6b0a29803dafcf0153ca3e7501d4ce1f986da70e5c4be9e0d6",
    "seed": "3303901022d177b7426659ea1c94913094bcc60d7a68773e9bc8c51683f205cb",
}
