"""What stands on each page of the dashboard: panels of a table, some with a chart; all tables by their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.analytics import content_use, freshness, gaps, quality, questions, times
from bot.analytics.charts import Chart, Series, columns_chart, lines_chart
from bot.analytics.figures import RESULTS, sum_counts
from bot.analytics.period import Period
from bot.analytics.table import Table


@dataclass(frozen=True)
class Scope:
    """What figures are asked for: a period, and the day on which content is looked at."""

    period: Period
    today: date


@dataclass(frozen=True)
class Panel:
    """A table with its chart, if it has one, and a sentence on how it is counted."""

    table: Table
    chart: Chart | None = None
    help: str = ""


Draw = Callable[[Table], Chart]


@dataclass(frozen=True)
class PanelKind:
    """How a panel is made: its table, its chart, its sentence."""

    name: str
    read: Callable[[Session, Scope], Table]
    draw: Draw | None = None
    help: str = ""

    def make(self, session: Session, scope: Scope) -> Panel:
        """Read the figures and draw them."""
        table = self.read(session, scope)
        return Panel(table, self.draw(table) if self.draw and table.has_figures else None, self.help)


def draw_questions(table: Table) -> Chart:
    """Draw what became of the questions, stacked."""
    looks = enumerate(RESULTS.values(), start=1)
    return columns_chart(table, [Series(title, f"series-{place}", _column(table, place + 1)) for place, title in looks])


def draw_ratings(table: Table) -> Chart:
    """Draw good and bad ratings, stacked."""
    titles = (("hilfreich", "series-1"), ("nicht hilfreich", "series-4"))
    return columns_chart(
        table, [Series(title, look, _column(table, place)) for place, (title, look) in enumerate(titles, start=1)]
    )


def draw_answer_times(table: Table) -> Chart:
    """Draw the usual and the slow answer as lines."""
    titles = (("die Hälfte der Antworten bis", "series-1"), ("95 von 100 bis", "series-4"))
    series = [Series(title, look, _column(table, place)) for place, (title, look) in enumerate(titles, start=2)]
    return lines_chart(table, series, "Millisekunden")


def _column(table: Table, place: int) -> tuple[float, ...]:
    return tuple(float(row[place] or 0) for row in table.rows)  # type: ignore[arg-type]


def _compare(session: Session, scope: Scope) -> Table:
    return questions.compare_periods(sum_counts(session, scope.period), sum_counts(session, scope.period.previous()))


def _of_period(read: Callable[[Session, Period], Table]) -> Callable[[Session, Scope], Table]:
    return lambda session, scope: read(session, scope.period)


def _of_today(read: Callable[[Session, date], Table]) -> Callable[[Session, Scope], Table]:
    return lambda session, scope: read(session, scope.today)


QUESTIONS = (
    PanelKind(
        "fragen",
        _of_period(questions.questions_by_step),
        draw_questions,
        "Gezählt wird jede Frage; Grüße und Eingaben in Formularen zählen nicht. „Im Notbetrieb“ heißt: "
        "Der Lotse hat allein aus den Inhalten geantwortet, weil ein Teil von ihm nicht erreichbar war.",
    ),
    PanelKind("vergleich", _compare),
)
ENTRIES = (
    PanelKind(
        "bereiche", _of_period(content_use.groups), help="Gezählt wird der Bereich, den ein Eintrag an dem Tag hatte."
    ),
    PanelKind("eintraege", _of_period(content_use.entries)),
    PanelKind("kontakte", _of_period(content_use.contacts)),
)
OFFERS = (
    PanelKind(
        "themen",
        _of_period(content_use.topics),
        help="Gezählt wird das wichtigste Thema des Angebots, das an erster Stelle stand.",
    ),
    PanelKind("angebote", _of_period(content_use.offers), help="Gezählt wird das Angebot an erster Stelle."),
)
GAPS = (
    PanelKind("luecken", _of_period(gaps.largest_gaps)),
    PanelKind(
        "offene-themen",
        _of_period(gaps.gaps_by_topic),
        help="Gezählt wird das Thema des Eintrags, der der Frage am nächsten kam.",
    ),
    PanelKind("gruende", _of_period(gaps.gaps_by_reason)),
)
QUALITY = (
    PanelKind(
        "bewertungen",
        _of_period(quality.ratings_by_step),
        draw_ratings,
        "Besucherinnen und Besucher können jede Antwort bewerten; die meisten tun es nicht.",
    ),
    PanelKind("schlecht-bewertet", _of_period(quality.worst_rated)),
)
TIMES = (
    PanelKind(
        "antwortzeiten",
        _of_period(times.answer_times_by_step),
        draw_answer_times,
        "Wie lange der Lotse für eine Antwort braucht; die Werte sind auf Stufen gerundet.",
    ),
    PanelKind(
        "rueckmeldungen",
        _of_period(times.cases_by_month),
        help="Gezählt werden Stunden rund um die Uhr, auch nachts und am Wochenende. „Mitte“ heißt: "
        "Bei der Hälfte der Anliegen ging es schneller.",
    ),
)
FRESHNESS = (
    PanelKind(
        "aktualitaet",
        _of_today(freshness.summarise),
        help="Unsicher ist eine Angabe, die nicht belegt ist; bei Kursen mit Termin ein fehlender Preis.",
    ),
    PanelKind("pruefung", _of_today(freshness.overdue)),
    PanelKind("ablauf", _of_today(freshness.ending)),
)
PANELS = {kind.name: kind for kind in (*QUESTIONS, *ENTRIES, *OFFERS, *GAPS, *QUALITY, *TIMES, *FRESHNESS)}
