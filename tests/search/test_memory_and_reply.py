from __future__ import annotations

import json
from datetime import date

import pytest

from bot.offers.filters import TRAINING, OfferFilters
from bot.search.memory import SLOT_NAMES, Memory
from bot.search.reply import Button, Card, Reference, Reply, Source

ZIM = Reference("foerderung", "zim")


def test_a_memory_survives_the_way_through_slots_and_json() -> None:
    filters = OfferFilters(TRAINING, ("hochvolt",), first_day=date(2027, 6, 1))
    memory = Memory((ZIM,), filters, (ZIM, Reference("weiterbildung", "kurs")), 1, 2, "handoff")
    slots = json.loads(json.dumps(memory.to_slots()))
    assert tuple(slots) == SLOT_NAMES
    assert Memory.from_slots(slots) == memory


def test_missing_slots_make_an_empty_memory() -> None:
    assert Memory.from_slots({}) == Memory.from_slots(dict.fromkeys(SLOT_NAMES)) == Memory()


def test_stating_something_ends_the_misses_and_withdraws_the_offer() -> None:
    memory = Memory(misses=2, offered="handoff", shown=5).settled((ZIM,))
    assert memory == Memory((ZIM,), shown=5)


@pytest.mark.parametrize("text", ["zim", ":zim", "foerderung:", ""])
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Not a reference"):
        Reference.parse(text)


def test_a_reference_is_written_and_read_back() -> None:
    assert Reference.parse(str(ZIM)) == ZIM


def test_a_reply_has_the_shape_of_the_chat_api() -> None:
    reply = Reply(
        "answer",
        "Text",
        (ZIM,),
        Source("Bund", None, "2025"),
        (Card("foerderung", "zim", "ZIM", "Für KMU", {"Art": "Zuschuss"}),),
        (Button("Mehr", "/dialog_mehr"), Button("ZIM", "/x", ZIM)),
    )
    assert json.loads(json.dumps(reply.to_dict())) == {
        "kind": "answer",
        "text": "Text",
        "references": [{"type": "foerderung", "slug": "zim"}],
        "source": {"title": "Bund", "url": None, "stand": "2025"},
        "cards": [
            {
                "type": "foerderung",
                "slug": "zim",
                "title": "ZIM",
                "text": "Für KMU",
                "facts": {"Art": "Zuschuss"},
                "url": None,
                "sample": False,
            }
        ],
        "buttons": [
            {"title": "Mehr", "payload": "/dialog_mehr"},
            {"title": "ZIM", "payload": "/x", "reference": {"type": "foerderung", "slug": "zim"}},
        ],
    }


def test_the_card_of_an_offer_names_its_page() -> None:
    card = Card("foerderung", "zim", "ZIM", "Für KMU", page="/angebote/zim")
    assert Reply("offers", "Text", cards=(card,)).to_dict()["cards"][0]["page"] == "/angebote/zim"


def test_empty_parts_are_left_out_but_references_are_always_there() -> None:
    assert Reply("notice", "Text").to_dict() == {"kind": "notice", "text": "Text", "references": ()}
    assert Reply("handoff", "Text", state="waiting").to_dict()["state"] == "waiting"
