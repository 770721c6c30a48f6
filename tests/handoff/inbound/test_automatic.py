"""Mails that no person wrote."""

from __future__ import annotations

from email import message_from_string

import pytest

from bot.handoff.inbound.automatic import is_automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "Precedence: Bulk",
        "X-Autoreply: yes",
        "Return-Path: <>",
        "From: no-reply@example.org",
        "From: Google Calendar <calendar-notification@example.org>",
        "Subject: Automatische Antwort: Anfrage",
        "Subject: =?utf-8?q?Abwesenheitsnotiz=3A_Gr=C3=BC=C3=9Fe?=",
        "Subject: Out of Office",
        "Subject: Automatic reply: Anfrage",
        "Subject: Gelesen: Anfrage",
        "Subject: Abwesend: Anfrage",
    ],
)
def test_a_program_is_recognised(header: str) -> None:
    assert is_automatic(message_from_string(f"{header}\n\nText"))


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Return-Path: <kim@example.org>",
        "X-Auto-Response-Suppress: DR, RN",
        "Subject: AW: Automatische Antwort",
        "Subject: Abwesenheit von Frau Kim",
        "Subject: Gelesen und genehmigt",
        "Subject: Read this",
        "From: Norbert Replinger <n.replinger@example.org>",
    ],
)
def test_a_person_is_not_taken_for_a_program(header: str) -> None:
    assert not is_automatic(message_from_string(f"{header}\n\nText"))
