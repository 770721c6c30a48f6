from __future__ import annotations

import json
import logging

from bot.nlu.log_records import forget_words


def test_an_error_of_rasa_is_logged_without_what_the_visitor_said() -> None:
    make = forget_words(logging.LogRecord)
    frames = [{"filename": "rest.py", "lineno": 162, "locals": {"text": "Kunibert"}}]
    line = json.dumps(
        {
            "event": "rest.message.received.failure",
            "text": "Kunibert",
            "exception": [{"exc_type": "TypeError", "exc_value": "Kunibert", "frames": frames}],
        }
    )
    rasa = make("rasa.core.channels.rest", logging.ERROR, "x.py", 1, line, (), None)
    assert rasa.getMessage() == "rest.message.received.failure TypeError (rest.py:162)"
    broken = make("rasa.core", logging.ERROR, "x.py", 1, '{"text": "Kunibert', (), None)
    assert "Kunibert" not in broken.getMessage()
    own = make("bot.nlu", logging.ERROR, "x.py", 1, "{%s}", ("x",), None)
    assert own.getMessage() == "{x}"
