"""What the back office refuses, as pages with a sentence and a way on."""

from __future__ import annotations


class Refused(Exception):
    """A request is refused; the message is a German sentence for the page."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def not_found(text: str = "Das gibt es nicht oder nicht mehr.") -> Refused:
    """Return the refusal for an unknown record."""
    return Refused(404, text)


def no_right() -> Refused:
    """Return the refusal for a page that another role may open."""
    return Refused(403, "Dafür fehlt Ihnen die Berechtigung. Ihre Verwaltung kann sie erteilen.")
