from __future__ import annotations

from datetime import date

import pytest

from bot.german.dates import Period, german_date, read_period

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Was läuft im Juni?", "2027-06-01", "2027-06-30"),
        ("im Dezember", "2026-12-01", "2026-12-31"),
        ("Kurse im Juni 2028", "2028-06-01", "2028-06-30"),
        ("und im Herbst?", "2027-09-01", "2027-11-30"),
        ("lieber im Frühjahr", "2027-03-01", "2027-05-31"),
        ("im Winter 2026", "2026-12-01", "2027-02-28"),
        ("am 5.10.", "2027-10-05", "2027-10-05"),
        ("am 05.10.2027", "2027-10-05", "2027-10-05"),
        ("am 5. Oktober", "2027-10-05", "2027-10-05"),
        ("nächsten Monat", "2026-12-01", "2026-12-31"),
        ("nächste Woche", "2026-11-23", "2026-11-29"),
        ("in 2027", "2027-01-01", "2027-12-31"),
        ("von März bis Mai", "2027-03-01", "2027-05-31"),
        ("Ende Februar", "2027-02-21", "2027-02-28"),
        ("in den Herbstferien", "2027-10-04", "2027-10-16"),
        ("Januar ist zu früh für uns, gibt es den auch im August?", "2027-08-01", "2027-08-31"),
        ("im Sommer geht es leider nicht, lieber im Oktober", "2027-10-01", "2027-10-31"),
        ("Januar 2027 ist zu früh, lieber im März 2027", "2027-03-01", "2027-03-31"),
        ("Gibt es einen Kurs im April oder nicht?", "2027-04-01", "2027-04-30"),
        ("im Mai Kurse, die nicht zu spät anfangen", "2027-05-01", "2027-05-31"),
        ("im dritten Quartal", "2027-07-01", "2027-09-30"),
        ("in den nächsten zwei Monaten", "2026-11-22", "2027-01-22"),
    ],
)
def test_periods_lie_in_the_future(text: str, first: str, last: str) -> None:
    assert read_period(text, TODAY) == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_ab_and_bis_leave_one_end_open() -> None:
    assert read_period("ab September", TODAY) == Period(date(2027, 9, 1), None)
    assert read_period("bis zum März", TODAY) == Period(None, date(2027, 3, 31))


def test_before_and_after_leave_the_named_days_out() -> None:
    assert read_period("nach den Osterferien", TODAY) == Period(date(2027, 4, 3), None)
    assert read_period("noch vor Weihnachten", TODAY) == Period(None, date(2026, 12, 23))
    assert read_period("ab sofort", TODAY) == Period(TODAY, None)


@pytest.mark.parametrize("text", ["Was kostet das?", "am 31.2.", "Maiskolben", "Wir sind 2027 Leute"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_period(text, TODAY) is None


def test_dates_are_shown_in_german_and_years_as_they_are() -> None:
    assert german_date("2023-04-12") == "12.04.2023"
    assert german_date("2026") == "2026"
