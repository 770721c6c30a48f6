"""Turn content into replies: the same words, cards and buttons wherever an answer comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from bot.contacts.queries import ContactView
from bot.faq.queries import FaqView
from bot.german.dates import german_date
from bot.german.languages import ENGLISH, GERMAN
from bot.german.numbers import german_number
from bot.offers.addresses import page_of
from bot.offers.filters import TRAINING
from bot.offers.finding import MAXIMUM_COUNT
from bot.offers.names import KIND_NAMES, LEVEL_NAMES
from bot.offers.queries import FundingView, OfferView, TrainingView
from bot.search.offer_notes import common_notes, doubt_notes, ending_notes, standing_notes
from bot.search.reply import Button, Card, Reference, Reply, Source
from bot.search.sentences import sentence

FORMAT_NAMES = {
    "praesenz": "Präsenz",
    "online": "Online",
    "blended": "Teils online, teils Präsenz",
    "inhouse": "Im Betrieb (Inhouse)",
    "beratung": "Beratung",
}
SCHEDULE_NAMES = {"vollzeit": "Vollzeit", "teilzeit": "Teilzeit", "berufsbegleitend": "Berufsbegleitend"}
STATUS_NAMES = {"laufend": "laufend", "ausgelaufen": "ausgelaufen", "unsicher": "unsicher, bitte nachfragen"}
SAMPLE = "Beispieldaten"
CHOICE = "/dialog_details_zu_nummer"
MAXIMUM_TITLE = 80


def choose_payload(reference: Reference) -> str:
    """Return the payload of a button that shows a piece of content."""
    return CHOICE + json.dumps({"reference": str(reference)}, ensure_ascii=False)


def button_for(title: str, reference: Reference) -> Button:
    """Return a button that shows a piece of content; long titles are cut."""
    short = title if len(title) <= MAXIMUM_TITLE else title[: MAXIMUM_TITLE - 1].rstrip() + "…"
    return Button(short, choose_payload(reference), reference)


def faq_reply(
    entry: FaqView, related: Sequence[tuple[str, Reference]] = (), *, plain: bool = False, language: str = GERMAN
) -> Reply:
    """Return the curated answer with its source; ``related`` gives (title, reference) of further questions.

    In plain language a text that is not is said to be none. Without an English text the answer is German.
    """
    is_english = language == ENGLISH and bool(entry.answer_en)
    text = entry.answer_en if is_english else entry.answer
    if plain and not is_english:
        text = entry.plain_answer or f"{sentence('antwort.nicht_einfach')}\n\n{text}"
    if entry.certainty == "allgemein":
        text = f"{text}\n\n{sentence('antwort.unsicher', ENGLISH if is_english else GERMAN)}"
    buttons = tuple(button_for(title, reference) for title, reference in related[:2])
    if entry.plain_answer and not plain and not is_english:
        buttons += (
            Button(
                sentence("antwort.einfach_knopf"), "/dialog_einfach" + json.dumps({"reference": f"faq:{entry.slug}"})
            ),
        )
    return Reply(
        "answer",
        text,
        (Reference("faq", entry.slug),),
        Source(entry.source_title, entry.source_url, entry.source_date),
        buttons=buttons,
        lang=ENGLISH if is_english else None,
    )


def choices_reply(candidates: Sequence[tuple[str, Reference]], language: str = GERMAN) -> Reply:
    """Return "Meinten Sie …?" with at most three choices and a way out."""
    buttons = [button_for(title, reference) for title, reference in candidates[:3]]
    buttons.append(Button(sentence("auswahl.nichts_davon", language), "/dialog_nichts_davon"))
    return Reply("clarify", sentence("auswahl.frage", language), buttons=tuple(buttons), lang=lang_of(language))


def lang_of(language: str) -> str | None:
    """Return what a message says about its language: nothing where it is German."""
    return None if language == GERMAN else language


def offer_reference(offer: OfferView) -> Reference:
    """Return the reference of an offer."""
    return Reference(offer.type, offer.slug)


def offers_reply(
    offers: Sequence[OfferView], text: str, *, today: date, has_more: bool = False, notes: Sequence[str] = ()
) -> Reply:
    """Return offers as cards; references in the order of the cards, sample data marked, what ends soon named."""
    ending = (note for offer in offers for note in ending_notes(offer, today))
    return Reply(
        "offers",
        "\n\n".join([text, *notes, *ending, *common_notes(offers)]),
        tuple(offer_reference(offer) for offer in offers),
        offer_source(offers[0]) if len(offers) == 1 else None,
        tuple(offer_card(offer) for offer in offers),
        (more_button(),) if has_more else (),
    )


def more_button() -> Button:
    """Return the button that shows the next hits."""
    return Button(sentence("angebote.mehr_knopf"), "/dialog_mehr")


def offer_source(offer: OfferView) -> Source:
    """Return where an offer's data come from."""
    return Source(SAMPLE if offer.is_sample else offer.provider, offer.source_url or None, offer.source_date)


def offer_card(offer: OfferView) -> Card:
    """Return an offer as a card."""
    facts = _training_facts(offer) if isinstance(offer, TrainingView) else _funding_facts(offer)
    facts["Stand"] = german_date(offer.source_date)
    address, page = offer.source_url or None, page_of(offer.slug)
    return Card(offer.type, offer.slug, offer.title, offer.description, facts, address, offer.is_sample, page)


def _training_facts(offer: TrainingView) -> dict[str, str]:
    facts = {"Anbieter": offer.provider}
    if offer.starts_on:
        facts["Termin"] = days(offer)
    if offer.place:
        facts["Ort"] = offer.place
    if offer.format:
        facts["Format"] = FORMAT_NAMES[offer.format]
    if offer.hours:
        facts["Dauer"] = f"{offer.hours} Stunden"
    if offer.price_eur is not None:
        facts["Preis"] = price(offer)
    if offer.schedule:
        facts["Zeiten"] = SCHEDULE_NAMES[offer.schedule]
    if offer.azav == "ja":
        facts["AZAV"] = "zugelassen"
    if offer.education_voucher == "ja":
        facts["Bildungsgutschein"] = "möglich"
    if offer.audience:
        facts["Für"] = offer.audience
    return facts


def days(offer: TrainingView) -> str:
    """Return when a training takes place."""
    first = german_date(offer.starts_on.isoformat()) if offer.starts_on else ""
    last = german_date(offer.ends_on.isoformat()) if offer.ends_on else ""
    return first if not last or last == first else f"{first} bis {last}"


def price(offer: TrainingView) -> str:
    """Return what a training costs; the price must be known."""
    if not offer.price_eur:
        return "kostenfrei"
    per_group = " je Gruppe" if offer.format == "inhouse" else ""
    return f"{german_number(offer.price_eur)} Euro{per_group}"


def _funding_facts(offer: OfferView) -> dict[str, str]:
    assert isinstance(offer, FundingView)
    facts = {
        "Art": ", ".join(KIND_NAMES[kind] for kind in offer.kinds),
        "Ebene": LEVEL_NAMES[offer.level],
        "Konditionen": offer.conditions,
        "Für": offer.audience,
        "Antrag": offer.application,
        "Status": STATUS_NAMES[offer.status],
    }
    if offer.valid_until:
        facts["Läuft bis"] = german_date(offer.valid_until.isoformat())
    facts["Träger"] = offer.provider
    return {name: value for name, value in facts.items() if value}


def detail_reply(offer: OfferView, successor: OfferView | None = None, *, today: date) -> Reply:
    """Return one offer with everything known of it; what has ended is called that first."""
    conditions = [offer.conditions] if isinstance(offer, FundingView) and offer.conditions else []
    notes = [*standing_notes(offer, today), *conditions, *doubt_notes(offer)]
    reply = offers_reply([offer], f"**{offer.title}**: {offer.description}", today=today, notes=notes)
    if successor is None:
        return reply
    title = sentence("angebote.nachfolger", titel=successor.title)
    return Reply(
        reply.kind,
        reply.text,
        reply.references,
        reply.source,
        reply.cards,
        (button_for(title, offer_reference(successor)),),
    )


def contact_line(contact: ContactView) -> str:
    """Return a contact in one line: name, phone, e-mail or website."""
    ways = [way for way in (contact.phone, contact.email) if way] or [contact.website or contact.organisation]
    return ", ".join([contact.name, *ways])


def contacts_reply(contacts: Sequence[ContactView], fallback: ContactView, text: str = "") -> Reply:
    """Return contacts as cards; where one has neither phone nor e-mail, the WFG's central office is named."""
    lines = [text or sentence("kontakt.einleitung")]
    lines += [f"- **{contact.name}**, {contact.role}, {contact.organisation}{_ways(contact)}" for contact in contacts]
    if any(not contact.phone and not contact.email for contact in contacts):
        lines.append("\n" + sentence("kontakt.ohne_nummer", zentrale=contact_line(fallback)))
    first = contacts[0]
    return Reply(
        "contact",
        "\n".join(lines),
        tuple(Reference("kontakt", contact.slug) for contact in contacts),
        Source(first.source_title, first.website or None, first.source_date),
        tuple(contact_card(contact) for contact in contacts),
    )


def _ways(contact: ContactView) -> str:
    ways = [way for way in (contact.phone, contact.email) if way]
    return f" ({', '.join(ways)})" if ways else ""


def contact_card(contact: ContactView) -> Card:
    """Return a contact as a card."""
    facts = {
        "Organisation": contact.organisation,
        "Telefon": contact.phone,
        "E-Mail": contact.email,
        "Stand": german_date(contact.source_date),
    }
    return Card(
        "kontakt",
        contact.slug,
        contact.name,
        contact.role,
        {name: value for name, value in facts.items() if value},
        contact.website or None,
    )


def found_sentence(type_: str, total: int, shown: int) -> str:
    """Return the sentence that introduces found offers."""
    name = "weiterbildung" if type_ == TRAINING else "foerderung"
    if total == 1:
        return sentence(f"angebote.{name}_eins")
    if total <= shown:
        return sentence(f"angebote.{name}_alle", anzahl=total)
    key = f"angebote.{name}_mehrere" if total <= MAXIMUM_COUNT else f"angebote.{name}_viele"
    return sentence(key, anzahl=min(total, MAXIMUM_COUNT), gezeigt=shown)
