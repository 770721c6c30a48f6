"""Passwords: what is easy to guess is refused, what is kept cannot be read."""

from __future__ import annotations

import unicodedata

import pytest

from bot.accounts.passwords import WeakPassword, check_strength, hash_password, verify_password

ABOUT = "Erika Beispiel erika.beispiel@hochschule.example"


@pytest.mark.parametrize(
    "password",
    [
        "kurz",
        "x" * 201,
        "aaaaaaaaaaaa",
        "abababababab",
        "passwort1234",
        "123456789012",
        "qwertzuiopasdf",
        "fdsatrewq4321",
        "Kassel123456",
        "Sommer2026!!!!",
        "erika.beispiel1",
        "Beispiel-Erika",
        "Hochschule2026",
        "lotselotse1234",
    ],
)
def test_what_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_strength(password, about=ABOUT)


@pytest.mark.parametrize(
    "password", ["vier zufällige Wörter hier", "Tisch-Lampe-Regen", "h7Kq!mZ2vP0x", "Erika mag Blaubeerkuchen"]
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    check_strength(password, about=ABOUT)


def test_a_hash_shows_nothing_and_fits_one_password_only() -> None:
    kept = hash_password("vier zufällige Wörter hier")
    assert kept.startswith("$argon2id$")
    assert verify_password("vier zufällige Wörter hier", kept)
    assert not verify_password("vier zufällige Wörter hie", kept)


def test_an_umlaut_is_the_same_however_the_keyboard_writes_it() -> None:
    password = "vier zufällige Wörter hier"
    assert verify_password(unicodedata.normalize("NFD", password), hash_password(password))


@pytest.mark.parametrize("kept", ["", "kein Hash"])
def test_without_a_hash_no_password_fits(kept: str) -> None:
    assert not verify_password("", kept)
