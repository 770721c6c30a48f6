"""The monthly report for the funder: sentences, charts and tables of one month, without any personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from bot.analytics import content_use, freshness, gaps, questions
from bot.analytics.figures import Counts, Ratings, percentile, read_answer_times, read_ratings, sum_counts
from bot.analytics.panels import Panel, draw_questions
from bot.analytics.period import Period
from bot.analytics.questions import change
from bot.analytics.table import Table, write_hours, write_number
from bot.analytics.times import read_cases, summarise_cases

MOST = 10  # rows of a list; the report has at most three pages


@dataclass(frozen=True)
class Section:
    """A heading with sentences and figures."""

    title: str
    sentences: tuple[str, ...]
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True)
class Report:
    """The report of a month; ``made_on`` is the day of the figures about content."""

    month: Period
    made_on: date
    sections: tuple[Section, ...]

    @property
    def is_complete(self) -> bool:
        """Whether the month is over."""
        return self.month.last < self.made_on


def build_report(session: Session, month: Period, *, today: date) -> Report:
    """Return the report of a month, with content as it is today."""
    counts, before = sum_counts(session, month), sum_counts(session, month.previous())
    sections = (
        Section("Auf einen Blick", describe_questions(month, counts, before), (_chart(session, month),)),
        _topics(session, month),
        _gaps(session, month),
        Section("Wie gut und wie schnell", (*_describe_ratings(session, month), *_describe_times(session, month))),
        Section(
            "Wie aktuell die Inhalte sind",
            ("So standen die Inhalte am Tag dieses Berichts.",),
            (Panel(freshness.summarise(session, today)),),
        ),
    )
    return Report(month, today, sections)


def describe_questions(month: Period, counts: Counts, before: Counts) -> tuple[str, ...]:
    """Return how many questions there were and what became of them."""
    if not counts.questions:
        return (f"Im {month.title} wurde dem Lotsen keine Frage gestellt.",)
    conversations = _number_of(counts.conversations, "Gespräch", "Gesprächen")
    return (
        f"Im {month.title} {_plural(counts.questions, 'wurde', 'wurden')} dem Lotsen "
        f"{_number_of(counts.questions, 'Frage', 'Fragen')}{f' in {conversations}' if counts.conversations else ''} "
        f"gestellt{_compare(counts, before)}.",
        f"{_percent(counts.share('answered'))} der Fragen hat er selbst beantwortet. "
        f"Bei {_percent(counts.share('choices'))} bot er eine Auswahl an, "
        f"bei {_percent(counts.share('unsure'))} sagte er, dass er es nicht weiß, "
        f"und {_percent(counts.share('handed_over'))} übergab er an einen Menschen.",
    )


def _compare(counts: Counts, before: Counts) -> str:
    growth = change(counts.questions, before.questions)
    if growth is None:
        return ""
    if abs(growth) < 0.005:
        return ", so viele wie im Monat davor"
    return f", {_percent(abs(growth))} {'mehr' if growth > 0 else 'weniger'} als im Monat davor"


def _chart(session: Session, month: Period) -> Panel:
    table = questions.questions_by_step(session, month)
    return Panel(table, draw_questions(table) if table.has_figures else None)


def _topics(session: Session, month: Period) -> Section:
    groups = content_use.groups(session, month)
    tables = [groups, *(read(session, month) for read in (content_use.entries, content_use.topics, content_use.offers))]
    sentences = (
        [f"Am häufigsten ging es um {_list(str(row[0]) for row in groups.rows[:3])}."]
        if groups.has_figures
        else ["In diesem Monat wurde kein Eintrag gegeben."]
    )
    return Section("Wonach gefragt wurde", tuple(sentences), _panels(tables))


def _gaps(session: Session, month: Period) -> Section:
    total = gaps.count_gaps(session, month)
    if not total:
        return Section("Was noch fehlt", ("In diesem Monat blieb keine Frage offen.",))
    sentence = (
        f"{_number_of(total, 'Frage', 'Fragen')} {_plural(total, 'blieb', 'blieben')} offen. "
        "Die Redaktion sieht sie und ergänzt, was fehlt."
    )
    return Section(
        "Was noch fehlt",
        (sentence,),
        _panels([gaps.gaps_by_topic(session, month), gaps.gaps_by_reason(session, month)]),
    )


def _describe_ratings(session: Session, month: Period) -> list[str]:
    ratings = sum(read_ratings(session, month).values(), Ratings())
    total = ratings.good + ratings.bad
    if not total:
        return ["In diesem Monat wurde keine Antwort bewertet."]
    rated = f"{_number_of(total, 'Antwort', 'Antworten')} {_plural(total, 'wurde', 'wurden')} bewertet"
    return [f"{rated}, davon {_percent(ratings.good / total)} als hilfreich."]


def _describe_times(session: Session, month: Period) -> list[str]:
    sentences = []
    times: Counter[int] = sum(read_answer_times(session, month).values(), Counter())
    slow = percentile(times, 0.95)
    if slow is not None:
        sentences.append(f"95 von 100 Antworten des Lotsen kamen in höchstens {write_number(slow)} Millisekunden.")
    count, untouched, taken, answered = summarise_cases(read_cases(session, month))
    if count:
        sentences.append(f"{_number_of(count, 'Anliegen ging', 'Anliegen gingen')} an einen Menschen.")
    if taken is not None:
        sentences.append(f"Bei der Hälfte davon kam die erste Reaktion nach höchstens {write_hours(taken)}")
        sentences[-1] += f", die Antwort nach höchstens {write_hours(answered)}." if answered is not None else "."
    if untouched:
        sentences.append(f"Noch ohne Reaktion: {write_number(untouched)}.")
    return sentences


def _panels(tables: Iterable[Table]) -> tuple[Panel, ...]:
    return tuple(Panel(replace(table, rows=table.rows[:MOST])) for table in tables if table.has_figures)


def _percent(value: float | None) -> str:
    return f"{write_number((value or 0) * 100)} %"


def _number_of(count: int, one: str, many: str) -> str:
    return f"{write_number(count)} {_plural(count, one, many)}"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _list(words: Iterable[str]) -> str:
    """Return words as German enumerates them."""
    *first, last = words
    return f"{', '.join(first)} und {last}" if first else last
