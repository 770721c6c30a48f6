"""The mails of a subscription; every sentence is content that staff can word anew, none was typed by a visitor."""

from __future__ import annotations

from collections.abc import Sequence

from bot.handoff.letter import Action, Block, Lead, Letter, Paragraph
from bot.search.sentences import sentence


def write_opt_in(conditions: str, *, confirm_url: str, unsubscribe_url: str, days: int) -> Letter:
    """Return the mail that asks whether the address itself wants notices; nothing else comes before it says so."""
    return _write(
        "mail_bestaetigen",
        (
            Paragraph(f"{sentence('mail.anrede')}\n\n{sentence('benachrichtigung.mail_bestaetigen_weiter')}"),
            Paragraph(sentence("benachrichtigung.mail_bedingungen", bedingungen=conditions)),
            Action("", sentence("benachrichtigung.mail_bestaetigen_link"), confirm_url),
            Paragraph(sentence("benachrichtigung.mail_nicht_gewollt", tage=days)),
        ),
        unsubscribe_url,
    )


def write_already(conditions: str, *, unsubscribe_url: str) -> Letter:
    """Return the mail to an address that has asked for the same notices again."""
    return _write(
        "mail_schon",
        (
            Paragraph(f"{sentence('mail.anrede')}\n\n{sentence('benachrichtigung.mail_schon_weiter')}"),
            Paragraph(sentence("benachrichtigung.mail_bedingungen", bedingungen=conditions)),
        ),
        unsubscribe_url,
    )


def write_notice(conditions: str, offers: Sequence[str], *, more: int, unsubscribe_url: str) -> Letter:
    """Return the mail with new offers, each described in some lines; ``more`` is how many are not named."""
    rest = [Paragraph(sentence("benachrichtigung.mail_weitere", anzahl=more))] if more else []
    return _write(
        "mail_neu",
        (
            Paragraph(f"{sentence('mail.anrede')}\n\n{sentence('benachrichtigung.mail_neu_weiter')}"),
            Paragraph(sentence("benachrichtigung.mail_bedingungen", bedingungen=conditions)),
            *(Paragraph(offer) for offer in offers),
            *rest,
            Paragraph(sentence("benachrichtigung.mail_neu_hinweis")),
        ),
        unsubscribe_url,
    )


def _write(key: str, blocks: Sequence[Block], unsubscribe_url: str) -> Letter:
    leaving = Paragraph(sentence("benachrichtigung.mail_abbestellen", adresse=unsubscribe_url))
    lead = Lead(sentence(f"benachrichtigung.{key}"))
    return Letter(
        sentence(f"benachrichtigung.{key}_betreff"),
        (lead, *blocks, leaving),
        sentence("benachrichtigung.mail_fuss"),
    )
