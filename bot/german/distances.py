"""How far the towns of the region lie apart, and which lie around one of them.

``towns.csv`` holds each town's coordinates in degrees (WGS 84), rounded to 0.01, which is about 1 km: near enough to
tell who lives in the surroundings. They come from general knowledge and have not been compared with an official list.
"""

from __future__ import annotations

import csv
import math
import re
from functools import lru_cache
from pathlib import Path

from bot.german.normalize import fold

TOWNS_FILE = Path(__file__).with_name("towns.csv")
EARTH_RADIUS_KM = 6371.0
CENTRE = "Kassel"
NEAR_KM = 20  # what "in der Nähe" means

_KILOMETRES = re.compile(r"\b(\d{1,3})\s*(?:km|kilometern?)\b")
_NEAR = re.compile(r"\b(?:umkreis|in der naehe|nahe (?:bei|an|von)|umgebung|umland|umliegend\w*|rund um|drumherum)\b")
_AROUND_TOWN = re.compile(r"\b(?:raum|grossraum|region|kreis|landkreis|gegend um|um)\s+$")


@lru_cache(maxsize=1)
def read_towns() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of each town in degrees."""
    with TOWNS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["town"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}


def distance_km(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the great-circle distance between two points in degrees, by the haversine formula."""
    latitude, other_latitude = math.radians(first[0]), math.radians(second[0])
    across = math.sin((other_latitude - latitude) / 2) ** 2
    along = math.sin(math.radians(second[1] - first[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(across + math.cos(latitude) * math.cos(other_latitude) * along))


def towns_around(town: str, radius_km: float = math.inf) -> list[tuple[str, float]]:
    """Return the towns within a distance with their kilometres, the nearest first; the town itself alone if unknown."""
    towns = read_towns()
    if town not in towns:
        return [(town, 0.0)]
    distances = ((name, distance_km(towns[town], point)) for name, point in towns.items())
    return sorted((entry for entry in distances if entry[1] <= radius_km), key=lambda entry: entry[1])


def read_radius(text: str, place: str = "") -> int | None:
    """Return how many kilometres around a place a text allows: "20 km", "in der Nähe", "Raum Kassel"; None if none."""
    folded = fold(text)
    kilometres = _KILOMETRES.search(folded)
    if kilometres:
        return int(kilometres[1])
    before = folded[: folded.find(fold(place))] if place else ""
    return NEAR_KM if _NEAR.search(folded) or _AROUND_TOWN.search(before) else None
