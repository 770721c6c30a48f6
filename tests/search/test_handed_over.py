"""What a concern was about, in the order in which the rules of routing are asked."""

from __future__ import annotations

from bot.offers.filters import OfferFilters
from bot.search.brain import Brain
from bot.search.handed_over import areas_of, find_areas
from bot.search.memory import Memory
from bot.search.reply import Reference


def test_what_the_concern_names_comes_before_what_was_looked_for_and_talked_about(brain: Brain) -> None:
    memory = Memory(
        focus=(Reference("faq", "kosten-teilnahme"),), filters=OfferFilters(type="weiterbildung", topics=("batterie",))
    )
    concern = "Wir brauchen die Handwerkskammer Kassel wegen Hochvolt."
    assert find_areas(brain.knowledge(), memory, concern) == ("org-hwk-kassel", "hochvolt", "batterie", "netzwerk")


def test_an_organisation_that_was_talked_about_comes_before_what_it_is_responsible_for(brain: Brain) -> None:
    knowledge = brain.knowledge()
    office = Reference("kontakt", "org-hwk-kassel")
    assert areas_of(knowledge, office) == ("org-hwk-kassel", *knowledge.snapshot.contacts["org-hwk-kassel"].areas)
    person = knowledge.snapshot.contacts["michael-wieners"]
    assert areas_of(knowledge, Reference("kontakt", "michael-wieners")) == person.areas
    assert areas_of(knowledge, Reference("kontakt", "gibt-es-nicht")) == ()


def test_an_offer_belongs_to_the_organisation_that_provides_it(brain: Brain) -> None:
    knowledge = brain.knowledge()
    offers = knowledge.snapshot.offers.items()
    reference, offer = next((ref, offer) for ref, offer in offers if "IHK Kassel-Marburg" in offer.provider)
    assert areas_of(knowledge, reference) == ("org-ihk-kassel-marburg", *offer.topics)
