"""The composition root of the gateway: ``uvicorn --factory bot.asgi:create``."""

from __future__ import annotations

from starlette.applications import Starlette

from bot.analytics.daily import count_all
from bot.analytics.expiry import run_expiry
from bot.analytics.intake import MissIntake
from bot.analytics.recheck import check_groups
from bot.db import make_engine, make_session_factory, utc_now
from bot.german.words import open_words
from bot.handoff.check_mail import forget_results
from bot.handoff.daily_report import send_daily_report
from bot.handoff.due import run_due
from bot.handoff.inbound.mailbox import make_mailbox_reader
from bot.handoff.inbound.taking import forget_mails
from bot.handoff.mail import make_mailer
from bot.handoff.mail_watch import watch_mail
from bot.handoff.reminders import send_reminders
from bot.http_service import HttpService
from bot.live.feed import LiveFeed
from bot.live.sweeping import sweep_old
from bot.revisions.clock import publish_due
from bot.search.reduced import ReducedBrain
from bot.search.sentences import follow_wording
from bot.search.trial import Trials
from bot.settings import Settings, read_settings
from bot.staff.app import make_staff_app
from bot.staff.streams import DeskStreams
from bot.staff.templates import Templates
from bot.staff.visit import Office
from bot.subscriptions.ending import forget_over
from bot.subscriptions.noticing import send_notices
from bot.web.app import make_app
from bot.web.jobs import Job
from bot.web.logs import set_up_logs
from bot.web.rasa_client import RasaClient


def create() -> Starlette:
    """Build the gateway of this process from the environment, with its logs."""
    settings = read_settings()
    set_up_logs(settings.log_level)
    return build(settings)


def build(settings: Settings) -> Starlette:
    """Build the gateway from settings."""
    factory = make_session_factory(make_engine(settings.database_url))
    reduced = ReducedBrain(factory, settings)
    follow_wording(factory)
    feed = LiveFeed(factory)
    office = Office(settings, factory, Templates(), reduced, Trials(reduced), DeskStreams(factory, feed))
    mailbox = make_mailbox_reader(factory, settings, now=utc_now)

    return make_app(
        settings,
        factory=factory,
        tracker_engine=make_engine(settings.tracker_database_url),
        rasa=RasaClient(HttpService(settings.rasa_url), timeout=settings.rasa_timeout),
        actions=HttpService(settings.actions_url),
        reduced=reduced.reply,
        read_knowledge=reduced.knowledge,
        mailer=make_mailer(settings),
        feed=feed,
        office=make_staff_app(office),
        widget_folder=settings.var_dir / "widget",
        jobs=(
            Job("publish what is due", 10, lambda: publish_due(factory, settings, now=utc_now())),
            Job("do what is due about concerns", 5, lambda: run_due(factory, settings, now=utc_now())),
            *([Job("read the mailbox", 30, mailbox.run)] if mailbox else []),
            Job("forget mails that belong to no case", 24 * 3600, lambda: forget_mails(factory, now=utc_now())),
            Job("forget results of funding checks", 24 * 3600, lambda: forget_results(factory)),
            Job("report unanswered concerns", 300, lambda: send_daily_report(factory, settings, now=utc_now())),
            Job("watch outgoing mail", 600, lambda: watch_mail(factory, settings, now=utc_now())),
            Job("tell of new offers", 600, lambda: send_notices(factory, settings, now=utc_now())),
            Job(
                "forget subscriptions that are over",
                3600,
                lambda: forget_over(factory, today=settings.current_day(), now=utc_now()),
            ),
            Job("remind of due content", 24 * 3600, lambda: send_reminders(factory, settings)),
            Job("sweep live events", 300, lambda: sweep_old(factory, now=utc_now())),
            Job("count outcomes", 30, lambda: count_all(factory)),
            Job("sort misses", 60, MissIntake(factory, lambda: open_words(settings.german_dir)).run),
            Job("ask missed questions again", 60, lambda: check_groups(factory, reduced.reply)),
            Job("expire texts of misses", 3600, lambda: run_expiry(factory, settings.miss_text_days)),
        ),
    )
