"""The column beside the form of an FAQ entry."""

from __future__ import annotations

import html
import json
import re

from bot.accounts.roles import ANALYST, EDITOR
from tests.staff.desk import Desk, submit

PATH = "/redaktion/pruefen/faq"
FORM = {
    "question": "Gibt es eine Kaffeekasse?",
    "topic_group": "Netzwerk",
    "answer": "Nein, **der Kaffee** ist frei <script>alert(1)</script>.",
    "source_title": "Hausordnung",
    "source_date": "2026",
    "certainty": "belegt: steht so in der Quelle",
    "status": "veröffentlicht",
    "variants": "Muss ich den Kaffee bezahlen?\nWas kostet der Kaffee?",
}


async def test_the_preview_is_the_message_of_the_chat(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await submit(client, PATH, FORM, headers={"x-fragment": "1"})
    found = re.search(r'data-message="([^"]*)"', page.text)
    assert found
    message = json.loads(html.unescape(found[1]))
    assert message["kind"] == "answer"
    assert message["text"] == FORM["answer"]
    assert message["source"]["stand"] == "2026"
    assert "<script>" not in page.text
    assert "<html" not in page.text


async def test_a_question_is_tried_before_and_after_the_change(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await submit(client, PATH, {**FORM, "probe": "Was kostet der Kaffee bei euch?"})
    now, then = page.text.split("Mit Ihrer Änderung")
    assert "dieser Eintrag" not in now
    assert "dieser Eintrag" in then
    assert "am nächsten: „Was kostet der Kaffee?“" in then


async def test_marks_point_to_their_fields_while_the_form_is_half_empty(desk: Desk) -> None:
    async with desk.log_in(EDITOR) as client:
        page = await submit(client, PATH, {"question": "", "topic_group": "Unfug"}, headers={"x-fragment": "1"})
    assert page.status_code == 200
    assert 'href="#source_title"' in page.text
    assert "Noch niemand hat aufgeschrieben" in page.text


async def test_only_those_who_write_may_check(desk: Desk) -> None:
    async with desk.log_in(ANALYST) as client:
        assert (await submit(client, PATH, FORM)).status_code == 403
