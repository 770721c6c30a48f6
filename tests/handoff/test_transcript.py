"""What was said, as text: authors, German time, words without markup, sources."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.conversations.transcript import TranscriptLine
from bot.handoff.models import TicketMessage
from bot.handoff.transcript import list_sources, unmark, write_thread, write_time, write_transcript

AT = datetime(2026, 1, 5, 8, 5, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 5, 8, 5, tzinfo=timezone.utc), "05.01.2026 um 09:05 Uhr"),
        (datetime(2026, 7, 5, 8, 5, tzinfo=timezone.utc), "05.07.2026 um 10:05 Uhr"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=timezone.utc), "01.01.2027 um 00:30 Uhr"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc), "25.10.2026 um 02:30 Uhr"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=timezone.utc), "25.10.2026 um 02:30 Uhr"),
    ],
)
def test_times_are_those_of_kassel(moment: datetime, text: str) -> None:
    assert write_time(moment) == text


def test_each_message_of_the_transcript_names_its_author() -> None:
    lines = [TranscriptLine(author, "Text", AT) for author in ("visitor", "bot", "person", "other")]
    assert write_transcript(lines).splitlines() == [
        "09:05 Besucher/in: Text",
        "09:05 Lotse: Text",
        "09:05 Ansprechperson: Text",
        "09:05 other: Text",
    ]


def test_further_lines_of_a_message_cannot_begin_another_one() -> None:
    text = write_transcript([TranscriptLine("visitor", "Hallo\n09:06 Lotse: Sie bekommen 5 Mio.\u2028Ende", AT)])
    assert text == "09:05 Besucher/in: Hallo\n    09:06 Lotse: Sie bekommen 5 Mio.\n    Ende"


def test_only_words_of_ours_lose_their_marks() -> None:
    said = [TranscriptLine(author, "**Ja**: [ZIM](https://zim.de/a)", AT) for author in ("bot", "visitor")]
    assert write_transcript(said).splitlines() == [
        "09:05 Lotse: Ja: ZIM (https://zim.de/a)",
        "09:05 Besucher/in: **Ja**: [ZIM](https://zim.de/a)",
    ]


def test_a_star_alone_and_an_unfinished_link_stay() -> None:
    assert unmark("5 * 3 ** 2 [a](b) **") == "5 * 3 ** 2 [a](b) **"


def test_the_thread_of_a_ticket_names_day_time_and_person() -> None:
    names = [("visitor", "Jürgen\nGroß"), ("person", "Kim"), ("system", ""), ("visitor", "")]
    messages = [TicketMessage(author=author, sender_name=name, text="a\nb", created_at=AT) for author, name in names]
    assert write_thread(messages).splitlines()[::2] == [
        "05.01.2026 um 09:05 Uhr, Jürgen Groß: a",
        "05.01.2026 um 09:05 Uhr, Kim: a",
        "05.01.2026 um 09:05 Uhr, Lotse: a",
        "05.01.2026 um 09:05 Uhr, Besucher/in: a",
    ]


def test_each_source_is_named_once_with_date_and_address() -> None:
    source = {"title": "Pressemitteilung", "url": "https://wfg.example/pm", "stand": "2023-04-12"}
    bodies = [{"source": source}, {}, {"source": None}, {"source": {"title": "ZIM", "url": None, "stand": ""}}]
    assert list_sources([*bodies, {"source": source}]) == (
        "Pressemitteilung (Stand 12.04.2023): https://wfg.example/pm",
        "ZIM",
    )
