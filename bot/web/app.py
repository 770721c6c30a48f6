"""The gateway: every route, every layer and what runs beside them, in one place."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from anyio import to_thread
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from bot.handoff.mail import Mailer
from bot.http_service import Service
from bot.live.feed import LiveFeed
from bot.search.knowledge import Knowledge
from bot.search.preferences import Preferences
from bot.search.reply import Reply
from bot.settings import Settings
from bot.web.cases.page import CasePages
from bot.web.cases.routes import make_case_routes
from bot.web.chat import ChatApi
from bot.web.contact.page import ContactPages
from bot.web.contact.routes import make_contact_routes
from bot.web.delivery import ConditionalAnswers, PublicCompression
from bot.web.embedding.page import EmbeddingPages
from bot.web.embedding.routes import make_embedding_routes
from bot.web.errors import ApiError, CrashGuard, answer_api_error, answer_http_error
from bot.web.events import EventStreams
from bot.web.faq.page import FaqPages
from bot.web.faq.routes import make_faq_routes
from bot.web.funding_check.page import CheckPages
from bot.web.funding_check.routes import make_check_routes
from bot.web.health import Readiness, check_database, check_mail, check_service, healthz
from bot.web.jobs import Job, run_jobs
from bot.web.limits import Limits
from bot.web.logs import AccessLog
from bot.web.mail_worker import MailWorker
from bot.web.metrics import Metrics
from bot.web.offers.page import OfferPages
from bot.web.offers.routes import make_offer_routes
from bot.web.pages import show_demo
from bot.web.public.environment import make_look_route
from bot.web.rasa_client import RasaClient
from bot.web.security import SecurityHeaders
from bot.web.sitemap.views import SitemapPages, make_sitemap_routes
from bot.web.turns import ChatService
from bot.web.widget_files import make_widget_routes

WORKER_THREADS = 16
OFFICE = "/redaktion"


def make_app(
    settings: Settings,
    *,
    factory: sessionmaker,
    tracker_engine: Engine,
    rasa: RasaClient,
    actions: Service,
    reduced: Callable[[str, Preferences], list[Reply]],
    read_knowledge: Callable[[Session], Knowledge],
    mailer: Mailer,
    feed: LiveFeed,
    office: ASGIApp | None = None,
    jobs: Sequence[Job] = (),
    widget_folder: Path | None = None,
) -> Starlette:
    """Put the gateway together from parts that are made elsewhere; nothing runs before its lifespan begins.

    ``office`` is the back office, ``jobs`` recur as long as the gateway runs, ``widget_folder`` keeps the versions of
    the widget.
    """
    metrics = Metrics()
    metrics.watch_rasa(lambda: rasa.breaker.is_open)
    mails = MailWorker(settings, factory, mailer, metrics)
    service = ChatService(
        settings, factory, tracker_engine, rasa=rasa, reduced=reduced, metrics=metrics, after_handoff=mails.wake
    )
    streams = EventStreams(factory, feed, most_streams=settings.max_streams)
    metrics.watch_streams(streams.count)
    chat = ChatApi(settings, factory, service=service, streams=streams, limits=Limits(settings), metrics=metrics)
    ready = Readiness(
        {
            "database": check_database(factory),
            "rasa": rasa.is_ready,
            "actions": check_service(actions, "/health"),
        },
        warnings={"mail": check_mail(factory)},
    )

    widget, widget_routes = make_widget_routes(widget_folder)

    async def show_metrics(_request: Request) -> Response:
        return Response(metrics.write(), media_type="text/plain; version=0.0.4; charset=utf-8")

    async def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError)
        metrics.count_refusal(error.code)
        return await answer_api_error(request, error)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = WORKER_THREADS
        await to_thread.run_sync(widget.keep)
        workers = [asyncio.create_task(work) for work in (mails.run(), feed.run(), run_jobs(jobs))]
        yield
        for worker in workers:
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker
        await rasa.close()
        await actions.close()

    routes: list[BaseRoute] = [
        Route("/", show_demo),
        Route("/healthz", healthz),
        Route("/readyz", ready.__call__),
        Route("/metrics", show_metrics),
        Route("/api/chat", chat.post_message, methods=["POST"]),
        Route("/api/chat/{conversation}", chat.get_history, methods=["GET"]),
        Route("/api/chat/{conversation}", chat.delete, methods=["DELETE"]),
        Route("/api/chat/{conversation}/events", chat.get_events, methods=["GET"]),
        Route("/api/chat/{conversation}/seen", chat.post_seen, methods=["POST"]),
        Route("/api/chat/{conversation}/typing", chat.post_typing, methods=["POST"]),
        Route("/api/chat/{conversation}/feedback", chat.post_feedback, methods=["POST"]),
        *widget_routes,
        make_look_route(),
        *make_embedding_routes(EmbeddingPages(settings, factory, bundle=widget.bundle)),
        *make_faq_routes(FaqPages(settings, factory, read_knowledge=read_knowledge)),
        *make_sitemap_routes(SitemapPages(settings, factory)),
        *make_offer_routes(OfferPages(settings, factory)),
        *make_check_routes(CheckPages(settings, factory, after_change=mails.wake)),
        *make_contact_routes(ContactPages(settings, factory, after_change=mails.wake, read_knowledge=read_knowledge)),
        *make_case_routes(CasePages(settings, factory, after_change=mails.wake)),
    ]
    if office is not None:
        routes.append(Mount(OFFICE, office))
    middleware = [
        Middleware(AccessLog, routes=routes),
        Middleware(SecurityHeaders),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Content-Type", "Last-Event-ID"],
            expose_headers=["Retry-After"],
            max_age=3600,
        ),
        Middleware(PublicCompression, office=OFFICE),
        Middleware(ConditionalAnswers),
        Middleware(CrashGuard),
    ]
    handlers = {ApiError: refuse, HTTPException: answer_http_error}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers, lifespan=lifespan)
