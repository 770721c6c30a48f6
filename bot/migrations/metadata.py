"""The metadata of all tables: importing this module imports every room's models."""

from __future__ import annotations

import bot.accounts.models
import bot.analytics.daily_models
import bot.analytics.miss_models
import bot.contacts.models
import bot.content.models
import bot.conversations.models
import bot.faq.models
import bot.handoff.mail_models
import bot.handoff.models
import bot.offers.importers.models
import bot.offers.models
import bot.releases.models
import bot.revisions.imports.models
import bot.revisions.models
import bot.subscriptions.models
import bot.topics.models  # noqa: F401
from bot.db import Base

metadata = Base.metadata
