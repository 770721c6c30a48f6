"""The funding check: every programme that is open, judged by its rules, in three groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot.german.dates import german_date
from bot.german.numbers import german_number
from bot.german.states import HESSE
from bot.offers.eligibility import rules
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.judging import FITS, FITS_IF, Verdict, judge
from bot.offers.eligibility.queries import Programme, read_programmes
from bot.offers.eligibility.rules import Rule
from bot.offers.queries import FundingView
from bot.search.sentences import sentence
from bot.topics.queries import read_topics

# Who is written to be meant in one way need not be told in another.
SAME_SUBJECT = {rules.EMPLOYEES: (rules.EMPLOYEES, rules.SIZE)}


@dataclass(frozen=True)
class Judged:
    """A programme with its verdict and why, in whole sentences: one where it fits or does not, else what is open."""

    offer: FundingView
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class CheckResult:
    """The groups, best first; ``for_others`` are the programmes for other purposes than what is planned."""

    answers: Answers
    fits: tuple[Judged, ...]
    fits_if: tuple[Judged, ...]
    fits_not: tuple[Judged, ...]
    for_others: tuple[Judged, ...]
    topic_names: Mapping[str, str]


def run_check(session: Session, answers: Answers, *, today: date, show_samples: bool) -> CheckResult:
    """Judge all open programmes; what has ended or was withdrawn is never among them."""
    names = {topic.slug: topic.name for topic in read_topics(session)}
    programmes = read_programmes(session, today=today, show_samples=show_samples)
    judged = sorted((_judge(one, answers, names) for one in programmes), key=lambda one: _rank(one, answers))
    failed = [one for one in judged if one.verdict.group not in (FITS, FITS_IF)]
    return CheckResult(
        answers,
        fits=tuple(one for one in judged if one.verdict.group == FITS),
        fits_if=tuple(one for one in judged if one.verdict.group == FITS_IF),
        fits_not=tuple(one for one in failed if not one.verdict.has_other_purpose),
        for_others=tuple(one for one in failed if one.verdict.has_other_purpose),
        topic_names=names,
    )


def all_rules(programme: Programme, answers: Answers, topic_names: Mapping[str, str]) -> list[Rule]:
    """Return the rules of a programme: those written down, and those that its fields give on other subjects."""
    written = {rule.subject for rule in programme.rules}
    given = [
        rule
        for rule in _rules_of_fields(programme.offer, answers, topic_names)
        if not written.intersection(SAME_SUBJECT.get(rule.subject, (rule.subject,))) or rule.subject == rules.OPEN
    ]
    return [*programme.rules, *given]


def _rules_of_fields(offer: FundingView, answers: Answers, topic_names: Mapping[str, str]) -> Iterator[Rule]:
    if offer.topics:
        named = ", ".join(topic_names.get(topic, topic) for topic in offer.topics)
        yield Rule(rules.PURPOSE, sentence("foerdercheck.regel_vorhaben", themen=named), offer.topics)
    if offer.max_employees is not None:
        number = german_number(offer.max_employees)
        yield Rule(
            rules.EMPLOYEES, sentence("foerdercheck.regel_beschaeftigte", anzahl=number), most=offer.max_employees
        )
    if offer.area == "hessen":
        yield Rule(rules.PLACE, sentence("foerdercheck.regel_hessen"), (HESSE,))
    if offer.apply_before_start == "ja":
        yield Rule(rules.NOT_STARTED, sentence("foerdercheck.regel_nicht_begonnen"))
    if offer.status == "unsicher":
        yield Rule(rules.OPEN, sentence("angebote.status_unsicher"))
    if offer.valid_until and answers.starts_on and answers.starts_on > offer.valid_until:
        day = german_date(offer.valid_until.isoformat())
        yield Rule(rules.OPEN, sentence("foerdercheck.regel_ende", tag=day))


def _judge(programme: Programme, answers: Answers, topic_names: Mapping[str, str]) -> Judged:
    verdict = judge(all_rules(programme, answers, topic_names), answers)
    if verdict.group == FITS:
        return Judged(programme.offer, verdict, (_say_fit(programme.offer, answers, topic_names),))
    if verdict.group == FITS_IF:
        return Judged(programme.offer, verdict, tuple(rule.reason for rule in verdict.rules))
    return Judged(programme.offer, verdict, (verdict.rules[0].reason,))


def _say_fit(offer: FundingView, answers: Answers, topic_names: Mapping[str, str]) -> str:
    shared = [topic_names.get(topic, topic) for topic in offer.topics if topic in answers.topics]
    if not shared:
        return sentence("foerdercheck.passt")
    return sentence("foerdercheck.passt_zum_vorhaben", themen=", ".join(shared))


def _rank(judged: Judged, answers: Answers) -> tuple[Any, ...]:
    """Return what puts the best first: its main topic is meant, few things are open, few topics beside."""
    topics: Sequence[str] = judged.offer.topics
    is_main = bool(topics) and topics[0] in answers.topics
    return (not is_main, len(judged.verdict.rules), len(topics), judged.offer.title)
