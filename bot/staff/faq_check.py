"""What stands beside the form of an FAQ entry: remarks, rivals among other entries, a trial, and the preview."""

from __future__ import annotations

import json

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import FAQ
from bot.content.records import Record, blank_record
from bot.faq.marks import mark_entry
from bot.faq.queries import FaqView
from bot.search.render import faq_reply
from bot.staff.pages import post
from bot.staff.typed import read_typed
from bot.staff.visit import Visit

LONGEST_QUESTION = 300
NEW_SLUG = "neuer-eintrag"  # stands for the entry while it has no short name yet


def check_entry(visit: Visit) -> Response:
    """``POST /pruefen/faq``: look at the form as it is and save nothing; a fragment or a page."""
    key = str(visit.form.get("kurzname_jetzt", ""))
    record = read_typed(visit.session, FAQ, key, visit.form, blank_record(FAQ)).record
    entry = make_view(key or NEW_SLUG, record)
    trials = visit.office.trials
    question = str(visit.form.get("probe", "")).strip()[:LONGEST_QUESTION]
    template = "records/faq_check.html" if visit.is_fragment else "records/faq_check_page.html"
    return visit.page(
        template,
        fields=FAQ.fields,
        marks=mark_entry(record, visit.today),
        rivals=trials.find_rivals(visit.session, entry),
        variant_count=len(entry.variants),
        question=question,
        outcomes=trials.compare(visit.session, question, entry) if question else None,
        preview=json.dumps({"from": "bot", **faq_reply(entry).to_dict()}, ensure_ascii=False) if entry.answer else "",
    )


def make_view(slug: str, record: Record) -> FaqView:
    """Return a record as the search sees a published entry."""
    names = (name for name in FaqView.__dataclass_fields__ if name != "slug")
    values = {name: record[name] for name in names}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return FaqView(slug=slug, **{**values, **lists})


PAGES = (post("/pruefen/faq", check_entry, WRITERS),)
