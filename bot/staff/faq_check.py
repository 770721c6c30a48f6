"""What stands beside the form of an FAQ entry: remarks, rivals among other entries, a trial, and the preview."""

from __future__ import annotations

import json

from starlette.responses import Response

from bot.accounts.roles import WRITERS
from bot.content.kinds import FAQ
from bot.content.texts import read_texts
from bot.faq.marks import mark_entry
from bot.faq.queries import FaqView
from bot.search.render import faq_reply
from bot.search.trial import Trial
from bot.staff.pages import post
from bot.staff.visit import Visit

LONGEST_QUESTION = 300
NEW_SLUG = "neuer-eintrag"  # stands for the entry while it has no short name yet


def check_entry(visit: Visit) -> Response:
    """``POST /inhalte/faq/pruefen``: look at the form as it is, saving nothing; a fragment for the script, or a page."""
    texts = {name: value for name, value in visit.form.items() if isinstance(value, str)}
    read = read_texts(FAQ, texts)
    entry = make_view(texts.get("key") or NEW_SLUG, read.record)
    trial = Trial(visit.office.brain, visit.session)
    question = texts.get("probe", "").strip()[:LONGEST_QUESTION]
    template = "records/faq_check.html" if visit.request.headers.get("x-fragment") else "records/faq_check_page.html"
    return visit.page(
        template,
        fields=FAQ.fields,
        marks=mark_entry(read.record, visit.today),
        rivals=trial.find_rivals(entry),
        variant_count=len(entry.variants),
        question=question,
        outcomes=trial.compare(question, entry) if question else None,
        preview=json.dumps({"from": "bot", **faq_reply(entry).to_dict()}, ensure_ascii=False) if entry.answer else "",
    )


def make_view(slug: str, record: dict[str, object]) -> FaqView:
    """Return a record as the search sees a published entry."""
    names = (name for name in FaqView.__dataclass_fields__ if name != "slug")
    values = {name: record[name] for name in names}
    return FaqView(
        slug=slug, **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    )


PAGES = (post("/inhalte/faq/pruefen", check_entry, WRITERS),)
