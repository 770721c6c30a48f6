"""The pages around the chat: the chat as a page of its own, and what developers of a website need."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from sqlalchemy.orm import sessionmaker

from bot.contacts.queries import WAY_OUT
from bot.content.catalogue import read_topic_names
from bot.settings import Settings
from bot.web.limits import PageLimits
from bot.web.public.visit import PublicPages
from bot.web.security import CONTENT_POLICY
from bot.web.widget_bundle import Bundle

ROOM = Path(__file__).parent
CHAT = "/chat"
EMBEDDING = "/einbinden"
PROBE = f"{EMBEDDING}/probe"
FILES = f"{EMBEDDING}/dateien"


class EmbeddingPages(PublicPages):
    """What these pages share; they need scripts, and the chat needs to reach its server."""

    folder = ROOM / "templates"
    failed = f"Die Seite lässt sich wegen einer Störung gerade nicht zeigen. Sie erreichen uns so: {WAY_OUT}."
    headers: ClassVar[Mapping[str, str]] = {
        "Content-Security-Policy": CONTENT_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }

    def __init__(self, settings: Settings, factory: sessionmaker, *, bundle: Bundle) -> None:
        super().__init__(settings, factory)
        self.bundle = bundle
        self.topics = read_topic_names()  # those that the widget knows
        self.limits = PageLimits(settings)
        self.templates.globals.update(files=FILES, chat=CHAT, embedding=EMBEDDING, probe=PROBE)
