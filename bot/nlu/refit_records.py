"""What a fit of the classifier reads from the database and writes down there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import sessionmaker

from bot.db import make_engine, make_session_factory
from bot.nlu.refit_judge import Exam
from bot.releases.promotion import Verdict
from bot.releases.runs import ContentState, is_recorded, read_content_state, read_golden, record_run, was_refused
from bot.search.examples import read_held_out
from bot.settings import Settings


@dataclass(frozen=True)
class RefitRecords:
    """The records of one fit; ``state`` was read before the examples were."""

    factory: sessionmaker
    state: ContentState

    def read_exam(self, today: date) -> Exam:
        """Return what classifiers are asked."""
        with self.factory() as session:
            return Exam(read_golden(session), [(one.text, one.label) for one in read_held_out(session, today)])

    def write(self, name: str, *, texts: int, seconds: float, verdict: Verdict) -> None:
        """Write a training down."""
        with self.factory.begin() as session:
            record_run(session, name=name, state=self.state, texts=texts, seconds=seconds, verdict=verdict)

    def has(self, name: str) -> bool:
        """Tell whether the training of a classifier is written down."""
        with self.factory() as session:
            return is_recorded(session, name)

    def has_refused(self, fingerprint: str) -> bool:
        """Tell whether these very examples have been learnt and refused: learning them again would bring the same."""
        with self.factory() as session:
            return was_refused(session, fingerprint)


@contextmanager
def open_records(settings: Settings) -> Iterator[RefitRecords]:
    """Open the records in the database until the block ends."""
    engine = make_engine(settings.database_url)
    try:
        factory = make_session_factory(engine)
        with factory() as session:
            state = read_content_state(session)
        yield RefitRecords(factory, state)
    finally:
        engine.dispose()
