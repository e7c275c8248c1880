"""Hashes of the manifests that ship in `data/`, written by `python -m data_loaders pin`."""

PINS = {
    "demo/2022-04-05": "b4ecfb6664f5fc1a7763874ecf6211ff744b2631b193c62940751a65c67f69d4",
    "demo/2022-07-05": "d366d66ded5cef00a9b7f61d53a988a73a5b29b3395ea59bfc36afca07acb223",
    "seed": "bf33275c438f01ea1530602661ded7c1658afbad0a9322b4409ff1550ecf588a",
}
