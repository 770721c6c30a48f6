from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.german.places import known_places
from bot.offers.filters import FUNDING, TRAINING, OfferFilters
from bot.offers.reading.sentence import asks_for_everything, asks_for_list, is_only_conditions, read_filters
from bot.offers.reading.support import read_offer_type
from bot.topics.queries import TopicView
from bot.topics.vocabulary import TopicVocabulary
from tests.words import compiled_words

TODAY = date(2026, 11, 22)
TOPICS = (
    TopicView("foerderung-antrag", "Förderung", ("Förderung", "Zuschuss")),
    TopicView("qualifizierung", "Weiterbildung", ("Weiterbildung", "Kurs", "Bildungsgutschein")),
    TopicView("hochvolt", "Hochvolt", ("Hochvolt", "HV")),
    TopicView("ki-daten", "Künstliche Intelligenz", ("KI",)),
    TopicView("energie-effizienz", "Energie", ("Energie", "Energieeffizienz")),
    TopicView("finanzierung", "Finanzierung", ("Kredit", "Darlehen", "Bürgschaft", "Beteiligung", "Eigenkapital")),
)


@pytest.fixture(scope="module")
def vocabulary() -> TopicVocabulary:
    return TopicVocabulary(TOPICS, compiled_words())


@pytest.fixture
def read(vocabulary: TopicVocabulary) -> Any:
    return lambda text: read_filters(text, vocabulary, known_places(), TODAY)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("Welche Hochvoltkurse gibt es?", OfferFilters(TRAINING, ("hochvolt",))),
        (
            "Online-Kurs zu KI unter 200 Euro",
            OfferFilters(TRAINING, ("ki-daten",), ("online",), max_price=200.0),
        ),
        (
            "HV Schulung im Juni in Fuldabrueck",
            OfferFilters(
                TRAINING, ("hochvolt",), place="Fuldabrück", first_day=date(2027, 6, 1), last_day=date(2027, 6, 30)
            ),
        ),
        (
            "Zuschüsse für Energie vom Land Hessen",
            OfferFilters(FUNDING, ("energie-effizienz",), kinds=("zuschuss",), levels=("land",)),
        ),
        ("Wir sind 60 Leute und suchen Förderung", OfferFilters(FUNDING, employees=60)),
        ("Seminare mit Bildungsgutschein", OfferFilters(TRAINING, needs_voucher=True)),
        ("Was ist TRegKS?", OfferFilters()),
        ("", OfferFilters()),
    ],
)
def test_a_sentence_becomes_its_conditions(read: Any, text: str, filters: OfferFilters) -> None:
    assert read(text) == filters


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("nur online bitte", ("online",)),
        ("als Webinar", ("online",)),
        ("von zu Hause aus", ("online",)),
        ("ohne Anfahrt", ("online",)),
        ("lieber vor Ort", ("praesenz",)),
        ("in Präsenz", ("praesenz",)),
        ("bei uns im Betrieb", ("inhouse",)),
        ("Können Sie zu uns kommen, vor Ort?", ("inhouse",)),
        ("hybrid", ("blended",)),
        ("nicht online", ("praesenz",)),
        ("kein Onlinekurs", ("praesenz",)),
        ("keine Präsenzveranstaltung", ("online",)),
        ("muss nicht online sein", ()),
        ("im Juni", ()),
    ],
)
def test_formats_are_read_and_a_negated_one_is_not_wanted(read: Any, text: str, formats: tuple[str, ...]) -> None:
    assert read(text).formats == formats


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kurse in Hofgeismar", "Hofgeismar"),
        ("KURSE IN SÖHREWALD", "Söhrewald"),
        ("in Bad Arolsen", "Bad Arolsen"),
        ("in Hann. Münden", "Hann. Münden"),
        ("bitte nicht in Kassel", ""),
        ("in München", ""),
    ],
)
def test_places_of_the_region_are_read(read: Any, text: str, place: str) -> None:
    assert read(text).place == place


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("im Februar", "2027-02-01", "2027-02-28"),
        ("ab September", "2027-09-01", None),
        ("bis zum März", None, "2027-03-31"),
        ("noch dieses Jahr", "2026-01-01", "2026-12-31"),
        ("irgendwann", None, None),
    ],
)
def test_periods_set_first_and_last_day(read: Any, text: str, first: str | None, last: str | None) -> None:
    days = [day.isoformat() if day else None for day in (read(text).first_day, read(text).last_day)]
    assert days == [first, last]


@pytest.mark.parametrize(
    ("text", "limit"),
    [("unter 300 Euro", 300), ("bis 1.500 €", 1500), ("kostenlose Kurse", 0), ("300 Euro", None), ("günstig", None)],
)
def test_price_limits_are_read(read: Any, text: str, limit: float | None) -> None:
    assert read(text).max_price == limit


@pytest.mark.parametrize(
    ("text", "kinds", "without_kinds"),
    [
        ("Zuschüsse", ("zuschuss",), ()),
        ("Investitionszuschuss", ("zuschuss",), ()),
        ("ein Förderkredit", ("darlehen",), ()),
        ("Bürgschaften und Beteiligungen", ("buergschaft", "beteiligung"), ()),
        ("eine Beratung", ("beratung",), ()),
        ("keine Kredite", (), ("darlehen",)),
        ("Förderung ohne Darlehen", (), ("darlehen",)),
        ("Zuschuss statt Kredit", ("zuschuss",), ("darlehen",)),
    ],
)
def test_kinds_of_support_are_wanted_or_not(
    read: Any, text: str, kinds: tuple[str, ...], without_kinds: tuple[str, ...]
) -> None:
    assert (read(text).kinds, read(text).without_kinds) == (kinds, without_kinds)


def test_an_unwanted_kind_is_no_topic(read: Any) -> None:
    assert read("Energie, aber keine Kredite").topics == ("energie-effizienz",)
    assert read("Kredite für Energie").topics == ("finanzierung", "energie-effizienz")


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("vom Bund", ("bund",)),
        ("Bundesprogramme", ("bund",)),
        ("hessische Förderung", ("land",)),
        ("aus Brüssel", ("eu",)),
        ("EU oder Land", ("land", "eu")),
        ("bundesweit", ()),
        ("Landwirtschaft", ()),
    ],
)
def test_levels_are_read(read: Any, text: str, levels: tuple[str, ...]) -> None:
    assert read(text).levels == levels


@pytest.mark.parametrize(
    ("text", "employees"),
    [("Betrieb mit 12 Mitarbeitern", 12), ("1.200 Beschäftigte", 1200), ("wir sind 8 Leute", 8), ("8 Wochen", None)],
)
def test_the_size_of_the_company_is_read(read: Any, text: str, employees: int | None) -> None:
    assert read(text).employees == employees


@pytest.mark.parametrize(
    ("text", "sort"), [("der günstigste Kurs", "price"), ("der nächste Termin", "date"), ("ein Kurs", "")]
)
def test_the_order_is_read(read: Any, text: str, sort: str) -> None:
    assert read(text).sort == sort


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Lehrgänge", TRAINING),
        ("Schweißkurs", TRAINING),
        ("Unterweisung der Leute", TRAINING),
        ("Fördertöpfe", FUNDING),
        ("Wer gibt uns Geld?", FUNDING),
        ("Förderung für Weiterbildung", ""),
        ("Kurse, nich Geld", TRAINING),
        ("keine Kurse, einen Zuschuss", FUNDING),
        ("keine Kredite", FUNDING),
        ("Die Förderschule", ""),
        ("Aktienkurs heute", ""),
        ("Wer sind Sie?", ""),
    ],
)
def test_the_type_is_left_open_where_both_or_none_are_named(text: str, type_: str) -> None:
    assert read_offer_type(text) == type_


@pytest.mark.parametrize(
    ("text", "everything", "listing"),
    [
        ("Zeigen Sie mir alle Kurse", True, True),
        ("Eine Übersicht der Programme", True, False),
        ("Welche Kurse gibt es zu KI?", False, True),
        ("Haben Sie Webinare?", False, True),
        ("Wie lange dauert das?", False, False),
    ],
)
def test_cues_for_everything_and_for_a_list(text: str, everything: bool, listing: bool) -> None:
    assert (asks_for_everything(text), asks_for_list(text)) == (everything, listing)


def test_only_a_short_message_with_conditions_refines_a_search(read: Any) -> None:
    assert is_only_conditions("nur online bitte", read("nur online bitte"))
    assert not is_only_conditions("Wer sind Sie?", read("Wer sind Sie?"))
    story = "Wir haben letztes Jahr schon einmal in Kassel jemanden zur Schulung geschickt und waren enttäuscht"
    assert not is_only_conditions(story, read(story))
    assert is_only_conditions("ich komm hier nicht raus, bitte nur welche im Netz", read("im Netz"))
    assert is_only_conditions(f"Ist davon etwas in Lohfelden, {'bitte ' * 9}", read("in Lohfelden"))


def test_newer_conditions_take_the_place_of_older_ones() -> None:
    last = OfferFilters(TRAINING, ("hochvolt",), place="Kassel", first_day=date(2027, 3, 1), last_day=date(2027, 3, 31))
    merged = last.merge(OfferFilters(first_day=date(2027, 9, 1)))
    assert (merged.topics, merged.place) == (("hochvolt",), "Kassel")
    assert (merged.first_day, merged.last_day) == (date(2027, 9, 1), None)


def test_online_drops_the_place_and_a_place_drops_online() -> None:
    assert OfferFilters(TRAINING, place="Kassel").merge(OfferFilters(formats=("online",))).place == ""
    assert OfferFilters(TRAINING, formats=("online",)).merge(OfferFilters(place="Kassel")).formats == ()


def test_free_of_charge_is_a_condition_although_zero_is_false() -> None:
    assert OfferFilters(TRAINING).merge(OfferFilters(max_price=0.0)).max_price == 0.0
    assert OfferFilters(max_price=50.0).merge(OfferFilters(place="Kassel")).max_price == 50.0


def test_filters_survive_the_way_through_a_slot() -> None:
    filters = OfferFilters(
        TRAINING, ("hochvolt",), ("online",), first_day=date(2027, 6, 1), max_price=0.0, needs_voucher=True, sort="date"
    )
    slot = filters.to_slot()
    assert slot["first_day"] == "2027-06-01"
    assert OfferFilters.from_slot({**slot, "removed_in_a_later_version": 1}) == filters
    assert OfferFilters.from_slot(None) == OfferFilters()


def test_a_topic_is_a_condition_but_not_a_hard_one() -> None:
    assert OfferFilters(TRAINING, ("hochvolt",)).has_conditions
    assert not OfferFilters(TRAINING, ("hochvolt",)).has_hard_conditions
    assert OfferFilters(TRAINING, place="Kassel").has_hard_conditions
    assert not OfferFilters(TRAINING).has_conditions


@pytest.mark.parametrize(
    "text", ["Förderung für einen Kessel", "Frau Helga Fuchs anrufen", "Kassenkurs", "KASSE, 85 MA"]
)
def test_a_word_of_its_own_is_no_slip_of_a_town(read: Any, text: str) -> None:
    assert read(text).place == ""
