"""Write down what a training brought, and read it for the list of versions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import read_content_version, utc_now
from bot.releases.models import GoldenQuestion, TrainingRun
from bot.releases.promotion import Asked, Verdict

PROMOTED, REJECTED = "promoted", "rejected"
MOST_NAMED = 50  # spoilt questions that are kept; more would not be read


@dataclass(frozen=True)
class ContentState:
    """Which content a training has seen: to be read before the content is."""

    version: int
    at: datetime


def read_content_state(session: Session) -> ContentState:
    """Return the state of the content now."""
    return ContentState(read_content_version(session), utc_now())


def read_golden(session: Session) -> list[Asked]:
    """Return the questions that no training may spoil."""
    rows = session.execute(select(GoldenQuestion.text, GoldenQuestion.reference).order_by(GoldenQuestion.id))
    return [(text, reference) for text, reference in rows]


def list_golden(session: Session) -> list[GoldenQuestion]:
    """Return the golden questions, the newest first."""
    return list(session.scalars(select(GoldenQuestion).order_by(GoldenQuestion.id.desc())))


def record_run(
    session: Session, *, name: str, state: ContentState, texts: int, seconds: float, verdict: Verdict
) -> TrainingRun:
    """Write down one training under the name of its classifier."""
    run = TrainingRun(
        version=name,
        status=PROMOTED if verdict.is_good else REJECTED,
        content_version=state.version,
        content_at=state.at,
        texts=texts,
        seconds=round(seconds, 1),
        golden_right=verdict.golden_right,
        golden_count=verdict.golden_count,
        held_out_right=verdict.held_out_right,
        held_out_before=verdict.held_out_before,
        held_out_count=verdict.held_out_count,
        suffering=[asdict(one) for one in verdict.spoilt[:MOST_NAMED]],
    )
    session.add(run)
    return run


def is_recorded(session: Session, name: str) -> bool:
    """Tell whether the training of a classifier is written down."""
    return session.scalar(select(TrainingRun.id).where(TrainingRun.version == name)) is not None


def was_refused(session: Session, fingerprint: str) -> bool:
    """Tell whether a classifier of these examples was refused; names of versions begin with the examples' digest."""
    refused = select(TrainingRun.id).where(
        TrainingRun.status == REJECTED, TrainingRun.version.startswith(f"{fingerprint[:12]}-")
    )
    return session.scalars(refused.limit(1)).first() is not None


def list_runs(session: Session, *, limit: int = 50) -> list[TrainingRun]:
    """Return the latest trainings, the newest first."""
    return list(session.scalars(select(TrainingRun).order_by(TrainingRun.id.desc()).limit(limit)))


def find_run(session: Session, run_id: int) -> TrainingRun | None:
    """Return one training."""
    return session.get(TrainingRun, run_id)
