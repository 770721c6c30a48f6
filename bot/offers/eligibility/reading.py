"""What an answer in the funding check says, question by question, and which earlier answer a text corrects."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.german.amounts import find_numbers, read_amount
from bot.german.dates import read_period
from bot.german.normalize import fold
from bot.german.states import read_place
from bot.offers.eligibility.answers import Answers
from bot.offers.eligibility.sme import Figures, Holding, sum_up
from bot.topics.vocabulary import GENERIC, TopicVocabulary

EMPLOYEES, TURNOVER, GROUP, PLACE = "employees", "turnover", "group", "place"
PLAN, BUDGET, STARTED, START = "plan", "budget", "started", "start"
QUESTIONS = (EMPLOYEES, TURNOVER, GROUP, PLACE, PLAN, BUDGET, STARTED, START)
YES_OR_NO = (GROUP, STARTED)
MOST_EMPLOYEES, MOST_EUR = 1_000_000, 2_000_000_000_000

_WHY = re.compile(r"\b(?:warum|wieso|weshalb|wozu|wofuer)\b")
_UNKNOWN = re.compile(
    r"\b(?:weiss (?:ich |wir |man )?(?:das )?(?:noch |leider |gerade )?nicht|wissen wir (?:noch )?nicht|keine ahnung"
    r"|keinen schimmer|unbekannt|noch (?:offen|unklar)|steht noch nicht fest|mal sehen)\b"
)

Found = Mapping[str, Any]  # fields of Answers, ready for JSON; empty where nothing is said


@dataclass(frozen=True)
class Reader:
    """What answers are read with: the topics of now, the day, and the employees that were named before."""

    vocabulary: TopicVocabulary
    today: date
    employees: int | None = None

    def read(self, question: str, text: str) -> Found:
        """Return what a text answers to one question."""
        return _READERS[question](self, text)

    def understand(self, asked: str | None, text: str, answered: Collection[str]) -> dict[str, Found]:
        """Return what a text says, by question: the answer to the one ``asked``, or what it corrects of those before.

        "Nein, 60 Leute" at the question for the place is about the employees; without a word that tells, it is about
        the last question. ``asked`` None: nothing is asked, so everything is a correction.
        """
        own = self.read(asked, text) if asked else {}
        is_correction = bool(_CORRECTION.search(fold(text)))
        named = [one for one in QUESTIONS if one != asked and one in answered and _WORDS[one].search(fold(text))]
        others = {one: found for one in named if (found := self.read(one, text))}
        if others and (is_correction or not own):
            return {**others, asked: own} if asked in YES_OR_NO and own and _WORDS[asked].search(fold(text)) else others
        if is_correction and asked not in YES_OR_NO:
            last = next((one for one in reversed(QUESTIONS) if one != asked and one in answered), None)
            rest = _CORRECTION.sub("", fold(text))
            if last and not own and (found := self.read(last, rest)):
                return {last: found}
        return {asked: own} if asked and own else {}


def is_supposed(text: str) -> bool:
    """Tell whether a text says how things really are or might be: "nein, …", "wir sind doch …", "und wenn …"."""
    folded = fold(text)
    return bool(_CORRECTION.search(folded) or _SUPPOSED.search(folded))


def revise(answers: Answers, understood: Mapping[str, Found]) -> Answers:
    """Return the answers with what was understood in the place of what was said before to the same questions."""
    gone = {name for question in understood for name in _REPLACED.get(question, ())}
    kept = {name: value for name, value in answers.to_slot().items() if name not in gone}
    return Answers.from_slot(
        {**kept, **{name: value for found in understood.values() for name, value in found.items()}}
    )


def asks_why(text: str) -> bool:
    """Tell whether a text asks why something is asked."""
    return bool(_WHY.search(fold(text)))


def does_not_know(text: str) -> bool:
    """Tell whether a text says that the answer is not known."""
    return bool(_UNKNOWN.search(fold(text)))


def _read_employees(_reader: Reader, text: str) -> Found:
    folded = fold(text)
    together = _TOGETHER.search(folded)
    if together:
        return {"employees": _TOGETHER_NUMBERS[together[1]]}
    numbers = [number for number in find_numbers(text) if not number.is_money]
    named = [number for number in numbers if _PEOPLE.match(folded, number.end)]
    best = next(iter([*named, *numbers]), None)
    if best is None:
        return {"employees": 1} if _ALONE.search(folded) else {}
    return {"employees": round(best.value)} if best.value <= MOST_EMPLOYEES else {}


def _read_turnover(_reader: Reader, text: str) -> Found:
    """Read turnover and balance sheet total, each beside its word; an amount without one is the turnover."""
    balance = _BALANCE.search(fold(text))
    if balance is None:
        return _money("turnover_eur", text)
    turnover = _TURNOVER.search(fold(text))
    if turnover is None:
        return _money("balance_eur", text)
    first, second = ("turnover_eur", "balance_eur") if turnover.start() < balance.start() else (
        "balance_eur", "turnover_eur"
    )  # fmt: skip
    amounts = [round(number.value) for number in find_numbers(text) if not number.may_be_year]
    return dict(zip((first, second), amounts, strict=False))


def _read_group(reader: Reader, text: str) -> Found:
    """Read whether there is a group, and its employees: together, or those of an owner with a share."""
    folded = fold(text)
    if _NO_GROUP.search(folded):
        return {"in_group": False}
    if not _IN_GROUP.search(folded):
        return {}
    share = _SHARE.search(folded)
    count = _read_employees(reader, _SHARE.sub(" ", folded)).get("employees")
    if count is None or not share:
        return {"in_group": True, **({"group_employees": count} if count else {})}
    other = Holding(Figures(count), int(share[1]) / 100)
    total = sum_up(Figures(reader.employees), [other]).employees
    return {"in_group": True, **({"group_employees": round(total)} if total is not None else {})}


def _read_place(_reader: Reader, text: str) -> Found:
    place, state = read_place(text)
    return {"place": place, "state": state} if place else {}


def _read_plan(reader: Reader, text: str) -> Found:
    topics = [topic for topic in reader.vocabulary.find_topics(text) if topic != GENERIC[0]]
    return {"topics": topics} if topics else {}


def _read_started(_reader: Reader, text: str) -> Found:
    folded = fold(text)
    if _NOT_STARTED.search(folded):
        return {"has_started": False}
    return {"has_started": True} if _STARTED.search(folded) else {}


def _read_start(reader: Reader, text: str) -> Found:
    period = read_period(text, reader.today)
    day = (period.first or period.last) if period else None
    if day is None and _NOW.search(fold(text)):
        day = reader.today
    return {"starts_on": max(day, reader.today).isoformat()} if day else {}


def _money(field: str, text: str) -> Found:
    amount = read_amount(text)
    return {field: amount} if amount is not None and amount <= MOST_EUR else {}


_READERS: dict[str, Callable[[Reader, str], Found]] = {
    EMPLOYEES: _read_employees,
    TURNOVER: _read_turnover,
    GROUP: _read_group,
    PLACE: _read_place,
    PLAN: _read_plan,
    BUDGET: lambda _reader, text: _money("budget_eur", text),
    STARTED: _read_started,
    START: _read_start,
}
_PEOPLE = re.compile(
    r"\s*(?:\w+\s)?(?:leute|mitarbeit|beschaeftigt|angestellt|arbeitnehm|koepfe|mann\b|personen|menschen|kolleg|ma\b)"
)
_TOGETHER_NUMBERS = {
    "zweit": 2, "dritt": 3, "viert": 4, "fuenft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9, "zehnt": 10,
    "elft": 11, "zwoelft": 12,
}  # fmt: skip
_TOGETHER = re.compile(rf"\bzu ({'|'.join(_TOGETHER_NUMBERS)})\b")
_ALONE = re.compile(r"\b(?:nur ich|ich allein\w*|allein\w*|solo\w*|ein-?mann-?\w+|niemand|keine mitarbeit\w*)\b")
_BALANCE = re.compile(r"\bbilanz\w*")
_TURNOVER = re.compile(r"\b(?:jahres)?umsatz\w*|\bumsaetze\w*")
_NO_GROUP = re.compile(
    r"\b(?:nein|nee?|noe|nicht|ohne|kein\w*|eigenstaendig\w*|unabhaengig\w*|selbst(?:st)?aendig\w*|inhabergefuehrt\w*"
    r"|familien(?:betrieb|unternehmen)\w*|allein\w*)\b"
)
_IN_GROUP = re.compile(
    r"\b(?:ja|jep|klar|stimmt|\w*tochter\w*|\w*konzern\w*|\w*holding\w*|\w*gruppe\w*|verbund\w*|mutter\w*|beteilig\w*"
    r"|gehoer\w+ zu\w*)\b"
)
_SHARE = re.compile(r"\b(\d{1,2}|100)\s*(?:%|prozent\b)")
_NOT_STARTED = re.compile(
    r"\b(?:nein|nee?|noe|nicht|nichts|kein\w*|erst|geplant|planung\w*|idee|angebote? (?:ein)?geholt)\b"
)
_STARTED = re.compile(
    r"\b(?:ja|jep|schon|bereits|laeuft|laufen|begonnen|bestellt|beauftragt|unterschrieben|angefangen|gestartet"
    r"|losgelegt|mittendrin)\b"
)
_NOW = re.compile(r"\b(?:sofort|jetzt|gleich|umgehend|so (?:bald|schnell|frueh) wie moeglich|moeglichst bald|asap)\b")
_CORRECTION = re.compile(
    r"^(?:ach |oh |aeh )*(?:nein|nee|ne|noe|doch|halt|moment|korrektur|korrigiere|sorry|falsch|quatsch|stimmt nicht"
    r"|entschuldigung|pardon|(?:ich )?meinte)\b[\s,.:;!-]*"
)
_SUPPOSED = re.compile(
    r"^(?:und |aber )*(?:was (?:ist|waere|passiert),? )?(?:wenn|falls|angenommen|ohne|mit|bei"
    r"|wir (?:sind|haben|waeren|haetten|gehoeren|liegen|sitzen))\b|\bdoch\b"
)
# Fields that an answer takes with it: who is in no group has none to count, what has begun will not begin.
_REPLACED = {GROUP: ("in_group", "group_employees"), PLACE: ("place", "state"), STARTED: ("has_started", "starts_on")}
# Words that tell which question a correction is about.
_WORDS = {
    EMPLOYEES: re.compile(
        r"\b(?:leute\w*|mitarbeit\w*|beschaeftigt\w*|angestellt\w*|koepfe\w*|personen|mann)\b|\bsind (?:\w+ ){0,2}\d"
    ),
    TURNOVER: re.compile(r"umsatz|umsaetze|bilanz"),
    GROUP: re.compile(r"gruppe|konzern|tochter|holding|mutter|eigenstaendig|unabhaengig"),
    PLACE: re.compile(r"\b(?:in|aus|bei|ort|standort|sitz\w*)\b"),
    PLAN: re.compile(r"\b(?:vorhaben|plan\w*|geht um|wollen|will|thema)\b"),
    BUDGET: re.compile(r"budget|\bkost\w+|invest|ausgeben"),
    STARTED: re.compile(r"begonnen|angefangen|bestellt|gestartet|beauftragt"),
    START: re.compile(r"\b(?:ab|start\w*|beginn\w*|los)\b"),
}
