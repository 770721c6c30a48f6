"""Passwords: hashed with argon2id, refused when they are easy to guess."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
FEWEST_LETTERS = 5  # different ones, without what everybody guesses first: "aaaaaaaaaaaa" is long, too
GUESSED_WORDS = (
    *("passwort", "password", "geheim", "willkommen", "kassel", "lotse", "tregks"),
    *("sommer", "winter", "herbst", "frühling"),
)
GUESSED_ROWS = (
    *("abcdefghijklmnopqrstuvwxyz", "01234567890"),
    *("qwertzuiopü", "asdfghjklöä", "yxcvbnm", "qwertyuiop", "zxcvbnm"),
)
SHORTEST_RUN = 3  # of neighbours on the keyboard
# One hash takes 64 MB: a flood of log-ins must not take the memory of a small machine.
_ROOM = BoundedSemaphore(2)


class WeakPassword(ValueError):
    """A password is easy to guess; the message is a German sentence."""


def hash_password(password: str) -> str:
    """Return the hash that is kept (argon2id, parameters of RFC 9106 as the library sets them)."""
    with _ROOM:
        return _hasher().hash(_normalize(password))


def verify_password(password: str, password_hash: str) -> bool:
    """Tell whether a password is the right one; without a hash it takes as long and is wrong."""
    expected = password_hash or _hash_of_nothing()
    try:
        with _ROOM:
            return _hasher().verify(expected, _normalize(password)) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(password_hash: str) -> bool:
    """Tell whether a hash was made with weaker parameters than today's."""
    return _hasher().check_needs_rehash(password_hash)


def check_strength(password: str, *, about: str = "") -> None:
    """Refuse what is easy to guess; ``about`` are words that must not make up the password (name, address).

    Raises WeakPassword.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(f"Das Passwort braucht mindestens {SHORTEST} Zeichen.")
    if len(password) > LONGEST:
        raise WeakPassword(f"Das Passwort darf höchstens {LONGEST} Zeichen haben.")
    rest = _normalize(password).casefold()
    for word in (*about.casefold().replace("@", " ").replace(".", " ").split(), *GUESSED_WORDS):
        rest = rest.replace(word, "") if len(word) > 2 else rest
    if len(set(_drop_runs(rest))) < FEWEST_LETTERS:
        raise WeakPassword("Das Passwort ist zu leicht zu erraten. Nehmen Sie zum Beispiel vier zufällige Wörter.")


def _normalize(password: str) -> str:
    """Return a password as it is compared: keyboards write an umlaut as one character or as two."""
    return unicodedata.normalize("NFKC", password)


def _drop_runs(text: str) -> str:
    """Return a text without runs of neighbours, forwards or backwards (``1234``, ``poiu``)."""
    kept, at = "", 0
    while at < len(text):
        end = at + 1
        while end < len(text) and _is_run(text[at : end + 1]):
            end += 1
        if end - at < SHORTEST_RUN:
            end = at + 1
            kept += text[at]
        at = end
    return kept


def _is_run(text: str) -> bool:
    return any(text in row or text[::-1] in row for row in GUESSED_ROWS)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _hash_of_nothing() -> str:
    """Return the hash that unknown accounts are compared with, so that time does not tell which accounts exist."""
    return _hasher().hash("")
