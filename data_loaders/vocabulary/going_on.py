"""Which figures to turn to where one has ended: the nearest that is still counted here.

None of them is the same figure: each has its own page, which says what it counts.
"""

from __future__ import annotations

from collections.abc import Mapping

# What is said of a series, on pages and in files alike.
ENDED = "The series ended in {month}. What goes on: {living}."
ENDED_ALONE = "The series ended in {month}, and no figure here takes its place."
STOPS_HERE = "The figures here end in {month}. Newer ones: {living}."

_CASES, _HOSPITAL, _DEATHS = "covid_cases_weekly", "covid_admission_share", "covid_deaths_weekly"
_SPENDING, _CLAIMS, _RIDERS = "card_spending", "ui_claims", "subway_entries_vs_2017_19"

GOING_ON: Mapping[str, tuple[str, ...]] = {
    "covid_case_rate": (_CASES,),
    "covid_cases": (_CASES,),
    "covid_cases_with_probable": (_CASES,),
    "covid_hospitalizations": (_HOSPITAL,),
    "covid_hospitalization_rate": (_HOSPITAL,),
    "covid_deaths": (_DEATHS,),
    "covid_death_rate": (_DEATHS,),
    "covid_like_illness_visits": ("covid_visit_share",),
    "eviction_rate_yearly": ("marshal_evictions", "eviction_filings_total"),
    "seated_diners": (_SPENDING,),
    "recovery_score_restaurants": (_SPENDING,),
    "small_business_revenue": (_SPENDING,),
    "small_businesses_open": (_SPENDING,),
    "foot_traffic": (_RIDERS, "pedestrians_midday"),
    "foot_traffic_over_65": (_RIDERS, "pedestrians_midday"),
    "recovery_score_subway": (_RIDERS,),
    "recovery_score_claims": (_CLAIMS,),
    "recovery_score_hospitalizations": (_HOSPITAL,),
    "recovery_score_rental_inventory": ("rental_inventory",),
    "ui_claims": (_CLAIMS,),
    "ui_claims_by_industry": (_CLAIMS,),
    "ui_claims_female": (_CLAIMS,),
    "ui_claims_male": (_CLAIMS,),
    "ui_claims_gender_unknown": (_CLAIMS,),
    "employment": ("jobs",),
    "employment_q1": ("jobs",),
    "employment_q2": ("jobs",),
    "employment_q3": ("jobs",),
    "employment_q4": ("jobs",),
    "pending_home_sales": ("asking_price",),
    "rental_inventory_weekly": ("rental_inventory",),
    "jobs_by_sector_monthly": ("jobs_by_sector", "jobs"),
    "employers_by_sector_quarterly": ("employers_by_sector", "employers_by_workplace"),
    "weekly_pay_by_sector": ("yearly_pay_by_sector", "weekly_pay_by_workplace"),
}


def going_on(indicator_id: str) -> tuple[str, ...]:
    """Figures to turn to; those of claims by occupation are all new claims."""
    if indicator_id.startswith("ui_claims_occupation_"):
        return (_CLAIMS,)
    return GOING_ON.get(indicator_id, ())
