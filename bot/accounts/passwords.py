"""Passwords: hashed with argon2id, refused when they are easy to guess."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
FEWEST_LETTERS = 5  # different ones: "aaaaaaaaaaaa" is long, too


class WeakPassword(ValueError):
    """A password is easy to guess; the message is a German sentence."""


def hash_password(password: str) -> str:
    """Return the hash that is kept (argon2id, parameters of RFC 9106 as the library sets them)."""
    return _hasher().hash(password)


def verify_password(password: str, password_hash: str) -> bool:
    """Tell whether a password is the right one; without a hash it takes as long and is wrong."""
    try:
        return _hasher().verify(password_hash or _hash_of_nothing(), password) and bool(password_hash)
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
    rest = password.casefold()
    for word in (*about.casefold().replace("@", " ").replace(".", " ").split(), "passwort", "password", "kassel"):
        rest = rest.replace(word, "") if len(word) > 2 else rest
    if len(set(rest)) < FEWEST_LETTERS:
        raise WeakPassword("Das Passwort ist zu leicht zu erraten. Nehmen Sie zum Beispiel vier zufällige Wörter.")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _hash_of_nothing() -> str:
    """Return the hash that unknown accounts are compared with, so that time does not tell which accounts exist."""
    return _hasher().hash("")
