"""One visit of a page behind the link of a mail: its token, what was typed, and the way on from a link that is used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.contacts.queries import WAY_OUT
from bot.handoff.links import UnknownLink, UnusableLink
from bot.web.limits import CaseLimits
from bot.web.public.visit import PublicPages, PublicVisit, Refused

UNCLEAR = "Es ist nicht zu erkennen, was Sie tun wollten. Bitte versuchen Sie es noch einmal."
WHOLE = "seite"  # the name of a problem that concerns no single field


class CasePages(PublicPages):
    """What all these pages share."""

    folder = Path(__file__).parent / "templates"
    failed = (
        "Das hat wegen einer Störung nicht geklappt, und es wurde nichts geändert. Gehen Sie zurück: Was Sie "
        f"geschrieben haben, steht noch da. Bleibt es dabei, erreichen Sie uns so: {WAY_OUT}."
    )

    def __init__(self, *common: Any, **options: Any) -> None:
        super().__init__(*common, **options)
        self.limits = CaseLimits(self.settings)


@dataclass
class Visit(PublicVisit):
    """A visit of one of these pages."""

    pages: CasePages

    @property
    def token(self) -> str:
        """The token in the path."""
        return str(self.request.path_params["token"])

    def field(self, name: str) -> str:
        """Return what was sent in a field, with the line breaks of this house."""
        return self.form.get(name, "").replace("\r\n", "\n")


def refuse_link(visit: Visit, problem: UnusableLink, way_on: str) -> Refused:
    """Return the refusal of a link, with what was typed on the page that it once opened."""
    status = 404 if isinstance(problem, UnknownLink) else 410
    typed = [visit.field(name) for name in ("text", "kommentar", "notiz")]
    return Refused(status, str(problem), way_on=way_on, kept="\n\n".join(filter(None, typed)))
