"""Compare a sheet with what is live: each row is new, changed, unchanged, in conflict or rejected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.accounts.sessions import AccountView
from bot.content.checks import Resolver, complete_record
from bot.content.kinds import TRAINING, Kind
from bot.content.lookups import POINTERS, resolve
from bot.content.records import CHUNK, Record, blank_record, read_records
from bot.content.sheets.columns import key_label
from bot.content.sheets.reading import Sheet, SheetRow
from bot.content.texts import read_texts, tidy, write_texts
from bot.revisions.categories import CategoryRules, category_key, read_all_rules
from bot.revisions.drafts import explain_closed, title_of
from bot.revisions.imports.models import CHANGED, CONFLICT, NEW, REJECTED, UNCHANGED
from bot.revisions.imports.stamps import SheetStamp, find_base, make_digest
from bot.revisions.models import OPEN, Revision
from bot.revisions.slugs import SLUG, find_free_slug

LONGEST_KEY = 80
WAITS = "Wird zur Freigabe gegeben: Hier gilt das Vier-Augen-Prinzip."


@dataclass(frozen=True)
class ComparedRow:
    """What a row would do. ``record`` is the whole record it makes, of rows that can be taken."""

    number: int
    key: str
    title: str
    state: str
    record: Record | None = None
    seen: str = ""  # digest of the live record
    problems: list[str] = field(default_factory=list)
    note: str = ""


class Comparison:
    """One sheet beside the live records of its kind; all of these are read once."""

    def __init__(self, session: Session, kind: Kind, sheet: Sheet, actor: AccountView) -> None:
        keys = [row.key for row in sheet.rows if row.key]
        self.session, self.kind, self.sheet, self.actor = session, kind, sheet, actor
        self.live = read_records(session, kind, keys)
        self.rules = read_all_rules(session)
        self.drafts = _find_draft_authors(session, kind, keys)
        self.titles = (
            {} if kind is TRAINING else _find_titles(session, kind, [row for row in sheet.rows if not row.key])
        )
        self.keys = set(keys)
        self.resolve = _make_resolver(session, kind, self.keys)

    def compare(self) -> list[ComparedRow]:
        """Return what each row would do."""
        return [self._compare_row(row) for row in self.sheet.rows]

    def _compare_row(self, row: SheetRow) -> ComparedRow:
        live = self.live.get(row.key)
        if live is None:
            return self._check_new(row)
        before = self._write(live)
        found = ComparedRow(row.number, row.key, title_of(self.kind, row.key, live), UNCHANGED)
        if not row.problems and all(before[name] == text for name, text in row.texts.items()):
            return found
        read = read_texts(self.kind, before | row.texts)
        problems = row.problems or {name: text for name, text in read.problems.items() if name in row.texts}
        if problems:
            return replace(found, state=REJECTED, problems=self._describe(row, problems))
        return self._merge(row, found, live, read.record)

    def _merge(self, row: SheetRow, found: ComparedRow, live: Record, sheet: Record) -> ComparedRow:
        """Take over what the sheet changes against the state it was made from; changed on both sides is a conflict."""
        stamp = SheetStamp.parse(row.stamp)
        seen = make_digest(self.kind, live)
        is_same = stamp is None or stamp.digest == seen
        base = live if is_same or stamp is None else find_base(self.session, self.kind, row.key, stamp)
        ours, theirs = self._write(sheet), self._write(live)
        start = theirs if base is None else self._write(base)
        edited = [name for name in row.texts if ours[name] != start[name] and ours[name] != theirs[name]]
        if not edited:
            return found
        record = live | {name: sheet[name] for name in edited}
        problems = complete_record(self.session, self.kind, row.key, record, self.resolve)
        if problems:
            return replace(found, state=REJECTED, problems=self._describe(row, problems))
        both = edited if base is None else [name for name in edited if start[name] != theirs[name]]
        changed = replace(found, state=CHANGED, title=title_of(self.kind, row.key, record), record=record, seen=seen)
        if both:
            labels = ", ".join(f"„{self.kind.field(name).label}“" for name in both)
            changed = replace(changed, state=CONFLICT, note=f"Seit dem Export auch von anderen geändert: {labels}.")
        return self._check_hands(changed, live)

    def _write(self, record: Record) -> dict[str, str]:
        """Return the texts of a record as a sheet gives them back: without the spaces that other sources left."""
        return {name: tidy(text) for name, text in write_texts(self.kind, record).items()}

    def _check_new(self, row: SheetRow) -> ComparedRow:
        texts = write_texts(self.kind, blank_record(self.kind)) | row.texts
        read = read_texts(self.kind, texts)
        title = texts.get(self.kind.title_field, "") or row.key
        found = ComparedRow(row.number, row.key, title[:500], REJECTED)
        problems = {**self._check_key(row, title), **read.problems, **row.problems}
        if not problems:
            problems = complete_record(self.session, self.kind, row.key, read.record, self.resolve)
        if problems:
            return replace(found, problems=self._describe(row, problems))
        key = row.key or self._make_key(title)
        return self._check_hands(replace(found, key=key, state=NEW, record=read.record), None)

    def _check_key(self, row: SheetRow, title: str) -> dict[str, str]:
        if row.key and self.kind.key == "slug" and (not SLUG.fullmatch(row.key) or len(row.key) > LONGEST_KEY):
            text = f"„{row.key[:100]}“ ist kein Kurzname: nur kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche."
            return {self.kind.key: text}
        if not row.key and self.kind.key != "slug":
            return {self.kind.key: "Bitte füllen Sie diese Zelle aus."}
        if not row.key and title in self.titles:
            taken = self.titles[title]
            return {self.kind.key: f"Das gibt es schon. Zum Ändern schreiben Sie den Kurznamen „{taken}“ in die Zelle."}
        return {}

    def _make_key(self, title: str) -> str:
        """Return a short name that neither a record nor another row has."""
        wanted, number = find_free_slug(self.session, self.kind, title), 1
        key = wanted
        while key in self.keys:
            number += 1
            key = find_free_slug(self.session, self.kind, f"{title[:50]} {number}")
        self.keys.add(key)
        return key

    def _check_hands(self, row: ComparedRow, live: Record | None) -> ComparedRow:
        """Say what stands against publishing a row: others' categories, four eyes, others' drafts."""
        rules = [self._rules(record) for record in (row.record, live) if record is not None]
        closed = next((one for one in rules if not one.allows_writing(self.actor)), None)
        if closed:
            return replace(row, state=REJECTED, record=None, problems=[f"Zeile {row.number}: {explain_closed(closed)}"])
        author = self.drafts.get(row.key, self.actor.name)
        if author != self.actor.name:
            note = f"{row.note} Es gibt einen offenen Entwurf von {author}; er käme in den Verlauf.".strip()
            row = replace(row, state=CONFLICT, note=note)
        if not all(one.allows_publishing(self.actor, author_id=self.actor.id) for one in rules):
            row = replace(row, note=f"{row.note} {WAITS}".strip())
        return row

    def _rules(self, record: Record) -> CategoryRules:
        return self.rules[category_key(self.kind, record)]

    def _describe(self, row: SheetRow, problems: Mapping[str, str]) -> list[str]:
        """Name row, column and value of each problem, in the order of the columns."""
        labels = {self.kind.key: key_label(self.kind), **{one.name: one.label for one in self.kind.fields}}
        return [
            _describe_problem(row.number, label, problems[name], row.texts.get(name, ""))
            for name, label in labels.items()
            if name in problems
        ]


def _describe_problem(number: int, label: str, problem: str, value: str) -> str:
    shown = value.replace("\n", " / ")
    shown = f"{shown[:80]}…" if len(shown) > 80 else shown
    there = f" Dort steht: „{shown}“." if shown and shown not in problem else ""
    return f"Zeile {number}, Spalte „{label}“: {problem}{there}"


def _make_resolver(session: Session, kind: Kind, coming: set[str]) -> Resolver:
    """Return a look-up of short names that asks once, and knows the records that the sheet brings."""

    @cache
    def find(field: str, written: str) -> str | None:
        found = resolve(session, field, written)
        return written if found is None and POINTERS[field] is kind and written in coming else found

    return find


def _find_draft_authors(session: Session, kind: Kind, keys: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(keys), CHUNK):
        statement = select(Revision.key, Revision.author).where(
            Revision.kind == kind.name, Revision.key.in_(keys[start : start + CHUNK]), Revision.status.in_(OPEN)
        )
        found |= dict(map(tuple, session.execute(statement).all()))
    return found


def _find_titles(session: Session, kind: Kind, rows: list[SheetRow]) -> dict[str, str]:
    """Return the keys of live records that have the title of a row without a key."""
    key, title = getattr(kind.model, kind.key), getattr(kind.model, kind.title_field)
    wanted = [row.texts.get(kind.title_field, "") for row in rows]
    found: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        statement = select(title, key).where(title.in_(wanted[start : start + CHUNK]))
        found |= dict(map(tuple, session.execute(statement).all()))
    return found
