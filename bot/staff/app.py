"""The back office below ``/redaktion``: every page in one list, behind one guard."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.page_templates import LOOK
from bot.staff import (
    account_actions,
    accounts,
    audit_log,
    cases,
    cases_actions,
    cases_faq,
    cases_page,
    cases_stream,
    cases_texts,
    categories,
    dashboard,
    desk_hours,
    desk_leave,
    desk_receivers,
    desk_routes,
    desk_texts,
    failed_mails,
    faq_check,
    freshness,
    history,
    imports,
    inbox,
    inbox_actions,
    links,
    login,
    offer_gaps,
    overview,
    own_account,
    record_form,
    record_lists,
    records,
    reports,
    review_queue,
    second_factor,
    source_conflicts,
    sources,
    subscriptions,
    versions,
    workflow,
)
from bot.staff.errors import Refused, not_found
from bot.staff.guard import guarded, show_refusal
from bot.staff.headers import StaffHeaders
from bot.staff.pages import Page
from bot.staff.visit import Office

STATIC = Path(__file__).parent / "static"

PAGES: tuple[Page, ...] = (
    *login.PAGES,
    *second_factor.PAGES,
    *links.PAGES,
    *own_account.PAGES,
    *accounts.PAGES,
    *account_actions.PAGES,
    *categories.PAGES,
    *audit_log.PAGES,
    *failed_mails.PAGES,
    *overview.PAGES,
    *records.PAGES,
    *record_lists.PAGES,
    *record_form.PAGES,
    *workflow.PAGES,
    *history.PAGES,
    *review_queue.PAGES,
    *freshness.PAGES,
    *dashboard.PAGES,
    *cases.PAGES,
    *cases_stream.PAGES,  # before the cases: its address would be taken for one
    *cases_page.PAGES,
    *cases_actions.PAGES,
    *cases_texts.PAGES,
    *cases_faq.PAGES,
    *inbox.PAGES,
    *inbox_actions.PAGES,
    *offer_gaps.PAGES,
    *subscriptions.PAGES,
    *reports.PAGES,
    *faq_check.PAGES,
    *versions.PAGES,
    *imports.PAGES,
    *source_conflicts.PAGES,  # before the sources: its address would be taken for an import
    *sources.PAGES,
    *desk_receivers.PAGES,
    *desk_routes.PAGES,
    *desk_hours.PAGES,
    *desk_leave.PAGES,
    *desk_texts.PAGES,
)


def make_staff_app(office: Office) -> Starlette:
    """Return the back office as an application to be mounted."""
    routes: list[Route | Mount] = [
        Route(page.path, guarded(office, page), methods=[page.method], name=page.name) for page in PAGES
    ]
    routes.append(Mount("/statisch", StaticFiles(directory=STATIC, packages=[("bot", LOOK.name)]), name="static"))

    async def refuse(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        refusal = (
            not_found("Diese Seite gibt es nicht.")
            if error.status_code == 404
            else Refused(error.status_code, "Diese Adresse nimmt so etwas nicht an.")
        )
        return show_refusal(office, request, refusal)

    app = Starlette(routes=routes, middleware=[Middleware(StaffHeaders)], exception_handlers={HTTPException: refuse})
    app.state.routes = {route.name: route for route in routes}  # a page has many links: each is found without a search
    return app
