"""Looks at a source again and again beside the work, so that nobody who is being answered has to wait for a reading."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable

logger = logging.getLogger(__name__)

INTERVAL = 0.2  # seconds between two looks; one costs a statement at most


def watch(look: Callable[[], object], name: str) -> threading.Thread:
    """Call a bound method again and again, in a thread of its own, as long as its object is in use elsewhere.

    What it raises is logged, once for each kind in a row.
    """
    thread = threading.Thread(target=_look_on, args=(weakref.WeakMethod(look), name), name=name, daemon=True)
    thread.start()
    return thread


def _look_on(reference: weakref.WeakMethod[Callable[[], object]], name: str) -> None:
    failed: type[Exception] | None = None
    while (look := reference()) is not None:
        try:
            look()
            failed = None
        except Exception as error:  # the broad net: a failed look is no reason to look no more
            if type(error) is not failed:
                logger.warning("%s: cannot be read at present (%s)", name, type(error).__name__)
            failed = type(error)
        del look
        time.sleep(INTERVAL)
