"""Whether a company and its plan meet the rules of a programme: yes, no, or not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.german.states import read_place
from bot.offers.eligibility import rules
from bot.offers.eligibility.answers import Answers, Range
from bot.offers.eligibility.rules import Rule

FITS, FITS_IF, FITS_NOT = "fits", "fits_if", "fits_not"


@dataclass(frozen=True)
class Verdict:
    """The group of a programme, and the rules that put it there: those not met, or those of which it is not known."""

    group: str
    rules: tuple[Rule, ...] = ()

    @property
    def has_other_purpose(self) -> bool:
        """Tell whether the programme is for something else altogether."""
        return self.group == FITS_NOT and any(rule.subject == rules.PURPOSE for rule in self.rules)


def judge(programme_rules: Sequence[Rule], answers: Answers) -> Verdict:
    """Return the verdict: one rule that is not met is enough, and one of which it is not known leaves it open."""
    found = [(rule, is_met(rule, answers)) for rule in programme_rules]
    failed = tuple(rule for rule, met in found if met is False)
    if failed:
        return Verdict(FITS_NOT, failed)
    unknown = tuple(rule for rule, met in found if met is None)
    return Verdict(FITS_IF, unknown) if unknown else Verdict(FITS)


def is_met(rule: Rule, answers: Answers) -> bool | None:
    """Tell whether a rule is met, None where the answers leave that open."""
    return _JUDGES[rule.subject](rule, answers)


def _judge_size(rule: Rule, answers: Answers) -> bool | None:
    allowed = [size in rule.values for size in answers.sizes]
    return allowed[0] if len(set(allowed)) == 1 else None


def _judge_range(rule: Rule, known: Range) -> bool | None:
    low, high = known
    if low > rule.most or high < rule.least:
        return False
    return True if rule.least <= low and high <= rule.most else None


def _judge_independent(_rule: Rule, answers: Answers) -> bool | None:
    return None if answers.in_group is None else not answers.in_group


def _judge_place(rule: Rule, answers: Answers) -> bool | None:
    if answers.place in rule.values or answers.state in rule.values:
        return True
    if not answers.place:
        return None
    # Of a company that only names its Land, a rule about a town there stays open.
    return None if answers.place == answers.state and _names_town_in(rule, answers.state) else False


def _names_town_in(rule: Rule, state: str) -> bool:
    return any(read_place(place)[1] == state for place in rule.values)


def _judge_purpose(rule: Rule, answers: Answers) -> bool | None:
    return bool(set(rule.values) & set(answers.topics)) if answers.topics else None


def _judge_not_started(_rule: Rule, answers: Answers) -> bool | None:
    return None if answers.has_started is None else not answers.has_started


def _judge_start(rule: Rule, answers: Answers) -> bool | None:
    return None if answers.starts_on is None else rule.first <= answers.starts_on <= rule.last


_JUDGES: dict[str, Callable[[Rule, Answers], bool | None]] = {
    rules.SIZE: _judge_size,
    rules.EMPLOYEES: lambda rule, answers: _judge_range(rule, answers.headcount),
    rules.TURNOVER: lambda rule, answers: _judge_range(rule, answers.turnover),
    rules.BUDGET: lambda rule, answers: _judge_range(rule, answers.budget),
    rules.INDEPENDENT: _judge_independent,
    rules.PLACE: _judge_place,
    rules.PURPOSE: _judge_purpose,
    rules.NOT_STARTED: _judge_not_started,
    rules.START: _judge_start,
    rules.OPEN: lambda _rule, _answers: None,
    rules.NOBODY: lambda _rule, _answers: False,
}
