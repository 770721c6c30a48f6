"""The answers of a funding check in words, and what they make of the size of the company."""

from __future__ import annotations

from collections.abc import Mapping

from bot.german.dates import german_date
from bot.german.numbers import german_number
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.sme import LARGE
from bot.search.sentences import sentence

NOT_SAID = "keine Angabe"


def list_answers(answers: Answers, topic_names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return label and value of every question, in their order; what was not said is told so."""
    named = [topic_names[topic] for topic in answers.topics if topic in topic_names]
    rows = (
        ("Beschäftigte", _number(answers.employees)),
        ("Jahresumsatz", _money(answers.turnover_eur)),
        ("Bilanzsumme", _money(answers.balance_eur)),
        ("Teil einer Gruppe", _group(answers)),
        ("Standort", answers.place),
        ("Vorhaben", ", ".join(named)),
        ("Budget", _money(answers.budget_eur)),
        ("Schon begonnen", _yes_or_no(answers.has_started)),
        ("Geplanter Beginn", german_date(answers.starts_on.isoformat()) if answers.starts_on else ""),
    )
    return [(label, value or NOT_SAID) for label, value in rows]


def name_said(answers: Answers, topic_names: Mapping[str, str]) -> str:
    """Return what was said, in one line."""
    return ", ".join(f"{label}: {value}" for label, value in list_answers(answers, topic_names) if value != NOT_SAID)


def describe_size(answers: Answers) -> str:
    """Return what the company is by the EU definition, or that it cannot be told."""
    sizes = answers.sizes
    if len(sizes) == 1:
        return sentence(f"foerdercheck.groesse_{sizes[0]}")
    return sentence("foerdercheck.groesse_offen" if LARGE in sizes else "foerdercheck.groesse_kmu")


def _group(answers: Answers) -> str:
    if answers.in_group and answers.group_employees is not None:
        return f"ja, zusammen {german_number(answers.group_employees)} Beschäftigte"
    return _yes_or_no(answers.in_group)


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else "ja" if value else "nein"


def _number(value: int | None) -> str:
    return "" if value is None else german_number(value)


def _money(value: int | None) -> str:
    return "" if value is None else f"{german_number(value)} Euro"
