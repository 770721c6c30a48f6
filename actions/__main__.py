"""The action server, ready before its first message: ``python -m actions`` takes what ``python -m rasa_sdk`` takes."""

from __future__ import annotations

import gc
import logging

from sqlalchemy.exc import SQLAlchemyError

from actions.context import open_context

logger = logging.getLogger(__name__)


def main() -> None:
    """Read content and word tables, which takes seconds, then serve the actions."""
    from rasa_sdk.__main__ import main as serve

    try:
        open_context().brain.knowledge()
    except SQLAlchemyError:  # read again at the first message, which gets an honest answer either way
        logger.exception("the content could not be read at the start")
    gc.collect()
    gc.freeze()  # content and tables stay: the collector need not look through them while visitors wait
    serve()


if __name__ == "__main__":
    main()
