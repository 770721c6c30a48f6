"""Short names made from titles."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import sessionmaker

from bot.content.kinds import FAQ
from bot.german.slugs import LONGEST, make_slug
from bot.revisions.drafts import discard
from bot.revisions.slugs import SLUG, find_free_slug
from tests.revisions.people import add_person, write


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Was ist TRegKS?", "was-ist-tregks"),
        ("Größe & Äpfel für 5 €", "groesse-und-aepfel-fuer-5-euro"),
        ("Café à la carte", "cafe-a-la-carte"),
        ("???", "eintrag"),
        ("Gro\u0308ße", "groesse"),
    ],
)
def test_a_title_becomes_ascii_words(title: str, slug: str) -> None:
    assert make_slug(title) == slug
    assert SLUG.fullmatch(slug)


def test_a_long_title_is_cut_at_a_word() -> None:
    slug = make_slug("Welche Unterlagen brauche ich für den Antrag auf Förderung einer Weiterbildung in Kassel?")
    assert len(slug) <= LONGEST
    assert slug.endswith("-foerderung")
    assert len(make_slug("x" * 300)) <= LONGEST


def test_a_short_name_is_never_used_twice_not_even_after_discarding(session_factory: sessionmaker) -> None:
    with session_factory() as session:
        erika = add_person(session, "Erika")
        discard(session, write(session, erika), actor=erika)
        assert find_free_slug(session, FAQ, "Was ist TRegKS?") == "was-ist-tregks-2"
