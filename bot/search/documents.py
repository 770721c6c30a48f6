"""Everything that can be found, in one shape: FAQ entries, offers and contacts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.contacts.queries import ContactView
from bot.faq.queries import FaqView, read_referrals
from bot.german.languages import ENGLISH, recognise
from bot.offers.queries import OfferView
from bot.search.reply import Reference
from bot.search.snapshot import Snapshot


@dataclass(frozen=True)
class Document:
    """A piece of content as the index sees it; ``phrases`` are ways to ask for it, its title first."""

    reference: Reference
    title: str
    phrases: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    text: str = ""
    group: str = ""
    related: tuple[Reference, ...] = ()


def make_documents(snapshot: Snapshot) -> list[Document]:
    """Return all content that can be found; people who are not to be contacted can not."""
    return [
        *(_faq_document(entry) for entry in snapshot.entries.values()),
        *(_offer_document(offer, snapshot.variants[reference]) for reference, offer in snapshot.offers.items()),
        *(_contact_document(contact) for contact in snapshot.contacts.values() if contact.is_contactable),
    ]


def make_english_documents(snapshot: Snapshot) -> list[Document]:
    """Return the FAQ entries that have an English text; also of the ways to ask some are English."""
    return [
        Document(
            Reference("faq", entry.slug),
            entry.question_en,
            (entry.question_en, *(text for text in entry.variants if recognise(text) == ENGLISH)),
            text=entry.answer_en,
            group=entry.topic_group,
        )
        for entry in snapshot.entries.values()
        if entry.question_en and entry.answer_en
    ]


def read_referral_documents(session: Session) -> list[Document]:
    """Return the questions that belong elsewhere; a document's text is the office."""
    return [
        Document(Reference("verweis", str(number)), text, (text,), text=office)
        for number, (text, office) in enumerate(read_referrals(session))
    ]


def _faq_document(entry: FaqView) -> Document:
    return Document(
        Reference("faq", entry.slug),
        entry.question,
        (entry.question, *entry.variants),
        entry.keywords,
        entry.answer,
        entry.topic_group,
        tuple(Reference("faq", slug) for slug in entry.related),
    )


def _offer_document(offer: OfferView, variants: tuple[str, ...]) -> Document:
    return Document(
        Reference(offer.type, offer.slug),
        offer.title,
        (offer.title, *variants),
        offer.topics,
        f"{offer.description} {offer.provider}",
        offer.type,
    )


def _contact_document(contact: ContactView) -> Document:
    return Document(
        Reference("kontakt", contact.slug),
        contact.name,
        tuple(dict.fromkeys((contact.name, *contact.short_names, *contact.variants))),
        (contact.role,),
        contact.organisation,
        "kontakt",
    )
