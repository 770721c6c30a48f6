"""Offers as data for search engines: the type that fits, known facts only, and no way out of the element."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.offers.queries import view_offer
from bot.web.offers.schema_org import describe_offer
from tests.web.offer_pages import make_course, make_programme

ADDRESS = "https://lotse.example/angebote/x"


def describe(row: Any) -> dict[str, Any]:
    row.is_sample = row.is_information_only = False
    return dict(json.loads(describe_offer(view_offer(row), ADDRESS)))


def test_a_programme_is_a_government_service() -> None:
    node = describe(make_programme(type="foerderung", audience="KMU", area="hessen"))
    assert node["@type"] == "GovernmentService"
    assert node["serviceType"] == "Zuschuss"
    assert node["areaServed"] == {"@type": "State", "name": "Hessen"}
    assert node["audience"]["name"] == "KMU"
    assert node["url"] == ADDRESS


def test_a_training_of_several_days_is_a_course_with_its_date() -> None:
    node = describe(make_course(type="weiterbildung"))
    assert (node["@type"], node["timeRequired"]) == ("Course", "PT24H")
    instance = node["hasCourseInstance"]
    assert (instance["startDate"], instance["endDate"], instance["courseMode"]) == (
        "2027-03-02",
        "2027-03-04",
        "Onsite",
    )
    assert instance["offers"] == {"@type": "Offer", "price": 890, "priceCurrency": "EUR"}
    assert instance["location"]["address"] == "Baunatal"


def test_a_training_of_one_day_is_an_event() -> None:
    node = describe(make_course(type="weiterbildung", ends_on=None, format="online", price_eur=0))
    assert node["@type"] == "EducationEvent"
    assert node["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")
    assert node["offers"]["price"] == 0
    assert "location" not in node
    assert node["organizer"]["name"] == "Akademie"


@pytest.mark.parametrize(
    ("changes", "type_"),
    [({"format": "beratung"}, "Service"), ({"starts_on": None, "ends_on": None, "format": ""}, "Course")],
)
def test_without_a_date_there_is_none(changes: dict[str, Any], type_: str) -> None:
    node = describe(make_course(type="weiterbildung", **changes))
    assert node["@type"] == type_
    assert "hasCourseInstance" not in node


def test_no_text_ends_the_element() -> None:
    row = make_course(type="weiterbildung", title="</script><script>alert(1)</script>", starts_on=date(2027, 3, 2))
    row.is_sample = False
    text = describe_offer(view_offer(row), ADDRESS)
    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == row.title
