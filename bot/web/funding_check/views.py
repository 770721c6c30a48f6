"""``/foerdercheck``: the funding check as a page: questions, result, print and mail; the answers are in its address."""

from __future__ import annotations

from starlette.responses import Response

from bot.handoff.check_mail import queue_result
from bot.handoff.contact_details import InvalidContact, read_email
from bot.offers.eligibility.address import NAMES, PATH, find_unread, from_query, page_of_check, to_query
from bot.offers.eligibility.answers import Answers
from bot.search.funding_check import CheckResult, run_check
from bot.search.funding_check_reply import list_notes, next_step
from bot.search.funding_check_words import describe_size, list_answers
from bot.search.sentences import sentence
from bot.topics.queries import read_topics
from bot.topics.vocabulary import GENERIC
from bot.web.funding_check.page import Visit
from bot.web.public.visit import say_too_many_tries

NOTICES = {
    "verschickt": "Das Ergebnis ist auf dem Weg zu Ihnen. Sehen Sie auch im Spam-Ordner nach, wenn es ausbleibt.",
    "schon_verschickt": "Dieses Ergebnis haben wir heute schon an die Adresse geschickt.",
}
NO_CONSENT = "Bitte setzen Sie das Häkchen. Ohne Ihre Einwilligung schicken wir nichts."
PROBLEMS = {
    "ort": "foerdercheck.unklar_place",
    "beschaeftigte": "foerdercheck.unklar_employees",
    "gruppe_beschaeftigte": "foerdercheck.unklar_employees",
    "umsatz": "foerdercheck.unklar_turnover",
    "bilanz": "foerdercheck.unklar_turnover",
    "budget": "foerdercheck.unklar_budget",
    "beginn": "foerdercheck.unklar_start",
}


def show_check(visit: Visit) -> Response:
    """Show the questions, and the result where something is answered; nothing changes by it."""
    query = visit.query
    problems = {name: sentence(PROBLEMS[name]) for name in find_unread(query) if name in PROBLEMS}
    return _show(visit, from_query(query), problems, notice=NOTICES.get(query.get("meldung", ""), ""))


def mail_check(visit: Visit) -> Response:
    """Send the result to an address, with consent; what was typed stays where it could not be done."""
    answers = from_query(visit.query)
    problems = {} if visit.form.get("einwilligung") == "ja" else {"einwilligung": NO_CONSENT}
    recipient = ""
    try:
        recipient = read_email(visit.form.get("adresse", ""))
    except InvalidContact as problem:
        problems["adresse"] = str(problem)
    if problems:
        return _show(visit, answers, problems, status=422)
    seconds = visit.pages.limits.seconds_until_mail(address=visit.address, recipient=recipient)
    if seconds:
        answer = _show(visit, answers, {"adresse": say_too_many_tries(seconds)}, status=429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    is_new = queue_result(
        visit.session,
        _run(visit, answers),
        recipient=recipient,
        page=visit.public_address(page_of_check(answers)),
        now=visit.now,
    )
    return visit.redirect(PATH, **to_query(answers), meldung="verschickt" if is_new else "schon_verschickt")


def _show(visit: Visit, answers: Answers, problems: dict[str, str], *, notice: str = "", status: int = 200) -> Response:
    has_answers = answers != Answers()
    result = _run(visit, answers) if has_answers else None
    topics = {topic.slug: topic.name for topic in read_topics(visit.session) if topic.slug != GENERIC[0]}
    return visit.show(
        "check.html",
        status=status,
        answers=answers,
        result=result,
        said=list_answers(answers, topics),
        size=describe_size(answers),
        notes=list_notes(result) if result else [],
        next_step=next_step,
        sentence=sentence,
        topics=topics,
        typed={name: visit.query.get(name, "") for name in NAMES},
        email=visit.form.get("adresse", ""),
        has_consent=visit.form.get("einwilligung") == "ja",
        problems=problems,
        notice=notice,
    )


def _run(visit: Visit, answers: Answers) -> CheckResult:
    settings = visit.settings
    return run_check(visit.session, answers, today=settings.current_day(), show_samples=settings.show_samples)
