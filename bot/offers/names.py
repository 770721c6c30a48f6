"""What the codes of offers are called in German."""

from __future__ import annotations

from bot.offers.models import FUNDING_KINDS

KIND_NAMES = dict(
    zip(
        FUNDING_KINDS,
        ("Zuschuss", "Darlehen", "Bürgschaft", "Beteiligung", "Steuergutschrift", "Beratung"),
        strict=True,
    )
)
LEVEL_NAMES = {"bund": "Bund", "land": "Land Hessen", "eu": "EU"}
