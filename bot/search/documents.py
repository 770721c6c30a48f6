"""Everything that can be found, in one shape: FAQ entries, offers and contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from bot.contacts.queries import ContactView, read_contacts
from bot.faq.queries import FaqView, read_referrals, read_valid_entries
from bot.offers.models import FundingProgramme, Offer, TrainingOffer
from bot.search.reply import Reference


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


def read_documents(session: Session, today: date, *, show_samples: bool) -> list[Document]:
    """Return all visible content."""
    return [
        *(_faq_document(entry) for entry in read_valid_entries(session, today)),
        *_offer_documents(session, show_samples),
        *(_contact_document(contact) for contact in read_contacts(session) if contact.is_contactable),
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


def _offer_documents(session: Session, show_samples: bool) -> list[Document]:
    documents = []
    for model in (FundingProgramme, TrainingOffer):
        visible = [Offer.is_archived.is_(False), or_(Offer.is_sample.is_(False), show_samples)]
        options = (selectinload(model.variants), selectinload(model.topics))
        for row in session.scalars(select(model).where(*visible).options(*options).order_by(Offer.id)):
            documents.append(
                Document(
                    Reference(row.type, row.slug),
                    row.title,
                    (row.title, *(variant.text for variant in row.variants)),
                    tuple(topic.topic for topic in row.topics),
                    f"{row.description} {row.provider}",
                    row.type,
                )
            )
    return documents


def _contact_document(contact: ContactView) -> Document:
    return Document(
        Reference("kontakt", contact.slug),
        contact.name,
        tuple(dict.fromkeys((contact.name, *contact.short_names))),
        (contact.role,),
        contact.organisation,
        "kontakt",
    )
