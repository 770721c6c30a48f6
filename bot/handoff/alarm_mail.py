"""The mail that tells administrators of something that does not get through."""

from __future__ import annotations

from bot.handoff.letter import Action, Lead, Letter, Paragraph

FOOT = "Diese Mail hat der TRegKS-Lotse automatisch erstellt, weil Sie ihn verwalten."


def write_alarm(subject: str, body: str, *, office: str) -> Letter:
    """Return the mail; ``body`` says what is wrong and what to do, ``office`` is the address of the back office."""
    blocks = (Lead(subject), Paragraph(body.strip()), Action("", "Redaktion öffnen", office))
    return Letter(f"TRegKS-Lotse: {subject}", blocks, FOOT)
