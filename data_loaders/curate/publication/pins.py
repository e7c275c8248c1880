"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "9ae4b05934e36f14b384fa455591caa7df3188fbe422c41b4ec9555a82669ee2",
    "demo/2022-07-05": "901234f01b26e1dfafb280acc8fb43e9c85871b74468dd5da58778aed66ae81c",
    "seed": "bf33275c438f01ea1530602661ded7c1658afbad0a9322b4409ff1550ecf588a",
}
