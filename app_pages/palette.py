"""One colour for each family of functional systems, the same on every page; grey for the rest.

The colours are Tol's muted set, somewhat lightened for dark pages: told apart by all common kinds of colour blindness,
and apart from the blue of leads and the ochre of supports.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.draw import GREY

FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "credit": (
        "#6c5cc4",
        ("development_reform", "credit_office", "price", "data", "smart_city", "statistics", "industry_it"),
    ),
    "order": (
        "#cc6677",
        ("public_security", "traffic_police", "court", "procuratorate", "justice", "political_legal", "discipline"),
    ),
    "civility": ("#aa4499", ("civility", "publicity", "cyberspace", "organisation", "party_committee", "youth_league")),
    "finance": (
        "#2a9055",
        (
            "finance",
            "tax",
            "local_finance",
            "central_bank",
            "banking_regulation",
            "insurance_regulation",
            "banking_insurance_regulation",
            "securities_regulation",
            "financial_regulation",
            "financial_institution",
            "insurance_association",
        ),
    ),
    "market": (
        "#44aa99",
        ("market_regulation", "food_drug", "quality_supervision", "intellectual_property", "commerce", "customs"),
    ),
    "social": (
        "#7fc4ea",
        (
            "civil_affairs",
            "human_resources",
            "health",
            "education",
            "science_technology",
            "poverty_relief",
            "medical_insurance",
            "social_insurance",
        ),
    ),
    "building": (
        "#999933",
        (
            "environment",
            "natural_resources",
            "planning",
            "housing_construction",
            "housing_management",
            "transport",
            "highway",
            "urban_management",
            "agriculture",
            "water",
        ),
    ),
    "culture": (
        "#9c7a58",
        (
            "culture",
            "tourism",
            "culture_tourism",
            "culture_enforcement",
            "radio_television",
            "news_media",
            "press_publication",
            "sports",
        ),
    ),
}

_FAMILY = {function: name for name, (_, functions) in FAMILIES.items() for function in functions}


def family(function: str | None) -> str | None:
    """The family of a functional system, None for those that stand alone."""
    return _FAMILY.get(function or "")


def tone(function: str | None) -> str:
    """The colour of a functional system by its key."""
    name = family(function)
    return FAMILIES[name][0] if name else GREY
