"""Read one figure from the API and from Parquet, and see that both say the same.

    python docs/examples/read_figures.py https://address.of.the.site [indicator] [geography]

It needs pandas and pyarrow. Every step keeps to one release, so that it says the same tomorrow.
"""

from __future__ import annotations

import io
import json
import sys
from urllib.parse import urlencode
from urllib.request import urlopen

import pandas as pd

KEY = ["indicator_id", "geography", "area_id", "industry_id", "period_start"]


def answer(site: str, path: str, **query: str) -> dict:
    """What the API says at an address."""
    asked = f"?{urlencode(query)}" if query else ""
    with urlopen(f"{site}/api/v1/{path}{asked}") as sent:
        return json.load(sent)


def observations(site: str, release: str, indicator: str, geography: str) -> pd.DataFrame:
    """All figures of an indicator, page after page. What is withheld has a status and no value."""
    query = {"indicator": indicator, "geography": geography, "release": release}
    page = answer(site, "observations", **query)
    rows = page["observations"]
    while page["next"]:
        with urlopen(site + page["next"]) as sent:
            page = json.load(sent)
        rows += page["observations"]
    table = pd.DataFrame(rows)
    return table.assign(period_start=pd.to_datetime(table["period_start"]))


def parquet(site: str, release: str, source: str) -> pd.DataFrame:
    """The same release's table of a whole source."""
    with urlopen(f"{site}/releases/{release}/observations/{source}.parquet") as sent:
        table = pd.read_parquet(io.BytesIO(sent.read()))
    return table.assign(period_start=pd.to_datetime(table["period_start"]))


def main(site: str, indicator: str = "", geography: str = "borough") -> None:
    """Say what there is, read one figure twice, and compare."""
    (release,) = [each["id"] for each in answer(site, "releases")["releases"] if each["is_current"]]
    listed = answer(site, "indicators", release=release)["indicators"]
    may_be_read = [
        each for each in listed if not each["why_no_figures"] and geography in each["geographies"]
    ]
    print(f"Release {release}: {len(listed)} figures, {len(may_be_read)} of them by {geography}.")

    known = {each["id"]: each for each in may_be_read}
    chosen = known[indicator] if indicator else may_be_read[0]
    from_api = observations(site, release, chosen["id"], geography)
    print(f"{chosen['title']}: {len(from_api)} observations in {chosen['unit']}.")
    print(from_api["status"].value_counts().to_string())

    whole = parquet(site, release, chosen["source_id"])
    is_it = (whole["indicator_id"] == chosen["id"]) & (whole["geography"] == geography)
    is_it &= whole["industry_id"].isin(from_api["industry_id"])
    both = from_api.merge(whole[is_it], on=KEY, suffixes=("_api", "_parquet"))
    differ = both["value_api"].ne(both["value_parquet"]) & both["value_api"].notna()
    print(f"{len(both)} rows in both, {int(differ.sum())} differ.")

    valued = from_api[from_api["value"].notna()].sort_values("period_start")
    newest = valued.groupby("area_id").last()
    print(newest[["period_end", "value"]].to_string())


if __name__ == "__main__":
    main(*sys.argv[1:])
