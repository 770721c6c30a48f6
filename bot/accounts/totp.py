"""Codes of an authenticator app (TOTP, RFC 6238): six digits, a new one every 30 seconds."""

from __future__ import annotations

import secrets
from datetime import datetime

import pyotp

ISSUER = "TRegKS-Lotse"
STEP = 30  # seconds
DRIFT = 1  # steps that the clock of a telephone may be wrong, either way


def make_secret() -> str:
    """Return a new secret (160 bit) in the letters that apps take."""
    return pyotp.random_base32()


def write_uri(secret: str, email: str) -> str:
    """Return what the QR code says."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def find_step(secret: str, code: str, *, now: datetime) -> int | None:
    """Return the time step that a code belongs to, None for a wrong one."""
    current = int(now.timestamp()) // STEP
    steps = range(current - DRIFT, current + DRIFT + 1)
    # Every step is compared, in constant time.
    found = [step for step in steps if secrets.compare_digest(_write_code(secret, step), code.encode())]
    return found[0] if found else None


def _write_code(secret: str, step: int) -> bytes:
    return pyotp.TOTP(secret, interval=STEP).generate_otp(step).encode()
