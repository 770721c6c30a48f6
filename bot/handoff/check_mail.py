"""The mail with the result of a funding check, to whoever asked for it; it belongs to no concern."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session, sessionmaker

from bot.db import utc_now
from bot.german.dates import german_date
from bot.handoff.letter import Action, Block, Facts, Lead, Letter, Paragraph, Points
from bot.handoff.mail_models import OutboxMail
from bot.handoff.outbox import queue_mail
from bot.local_time import local_day
from bot.search.funding_check import CheckResult, Judged
from bot.search.funding_check_reply import list_notes, next_step
from bot.search.funding_check_words import describe_size, list_answers
from bot.search.sentences import sentence

KEY = "foerdercheck-"
KEPT = timedelta(days=1)  # after it was sent


def queue_result(session: Session, result: CheckResult, *, recipient: str, page: str, now: datetime) -> bool:
    """Write the mail into the outbox, the same only once a day; False where it was written before.

    Nothing in it was typed by whoever asked: the words are ours, the answers numbers and names that are known.
    """
    letter = write_result(result, page)
    digest = sha256(f"{recipient.lower()} {page}".encode()).hexdigest()[:32]
    return queue_mail(
        session,
        dedup_key=f"{KEY}{digest}-{local_day(now)}",
        audience="visitor",
        recipient=recipient,
        subject=letter.subject,
        body=letter.write_text(),
        html=letter.write_html(),
    )


def write_result(result: CheckResult, page: str) -> Letter:
    """Return the mail."""
    blocks: tuple[Block, ...] = (
        Lead(sentence("foerdercheck.mail")),
        Paragraph(f"{sentence('mail.anrede')}\n\n{_plain(describe_size(result.answers))}"),
        *(
            Points(sentence(f"foerdercheck.gruppe_{name}", anzahl=len(judged)), tuple(map(_say, judged)))
            for name, judged in (("passt", result.fits), ("passt_wenn", result.fits_if))
        ),
        Points(
            sentence("foerdercheck.gruppe_passt_nicht", anzahl=len(result.fits_not)),
            tuple(f"{one.offer.title}: {one.reasons[0]}" for one in result.fits_not),
        ),
        Paragraph("\n\n".join(list_notes(result))),
        Facts(sentence("foerdercheck.angaben"), tuple(list_answers(result.answers, result.topic_names))),
        Action("", sentence("foerdercheck.seite_knopf"), page),
    )
    return Letter(sentence("foerdercheck.mail_betreff"), blocks, sentence("foerdercheck.mail_fuss"))


def is_result(mail: OutboxMail) -> bool:
    """Tell whether a mail is the result of a funding check, whose address anybody may have made up."""
    return str(mail.dedup_key).startswith(KEY)


def forget_results(factory: sessionmaker) -> None:
    """Delete results that were sent a day ago: their addresses are needed no more."""
    old = delete(OutboxMail).where(
        OutboxMail.dedup_key.startswith(KEY, autoescape=True),
        OutboxMail.status == "sent",
        OutboxMail.sent_at < utc_now() - KEPT,
    )
    with factory.begin() as session:
        session.execute(old.execution_options(synchronize_session=False))


def _say(one: Judged) -> str:
    where = ", ".join(filter(None, (one.offer.provider, one.offer.source_url)))
    stand = german_date(one.offer.source_date)
    said = f"{one.offer.title}: {' '.join(one.reasons)} Nächster Schritt: {next_step(one)}."
    return f"{said} Ansprechstelle: {where}. Stand: {stand}."


def _plain(marked: str) -> str:
    return marked.replace("**", "")
