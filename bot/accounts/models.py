"""Accounts of staff: who may log in, in which roles, and what they did."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import relationship

from bot.accounts.roles import ROLES
from bot.db import Base, UtcDateTime, utc_now

PURPOSES = ("invite", "reset")


class Account(Base):
    """A member of staff. Without a password the invitation has not been accepted yet."""

    __tablename__ = "accounts"

    id = Column(Integer, primary_key=True)
    email = Column(String(254), nullable=False, unique=True)  # lower case
    name = Column(String(200), nullable=False)
    organisation = Column(String(200), nullable=False, default="")
    password_hash = Column(String(200), nullable=False, default="")
    totp_secret = Column(String(64), nullable=False, default="")
    totp_last_step = Column(Integer, nullable=False, default=0)  # the time step of the last code: none counts twice
    is_active = Column(Boolean, nullable=False, default=True)
    failed_logins = Column(Integer, nullable=False, default=0)
    locked_until = Column(UtcDateTime)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    last_login_at = Column(UtcDateTime)

    roles: Any = relationship("AccountRole", cascade="all, delete-orphan", order_by="AccountRole.role")

    def __repr__(self) -> str:
        return f"Account({self.email!r})"


class AccountRole(Base):
    """One role of an account."""

    __tablename__ = "account_roles"
    __table_args__ = (CheckConstraint(f"role IN {tuple(ROLES)!r}", name="role"),)

    account_id = Column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    role = Column(String(20), primary_key=True)


class StaffSession(Base):
    """One log-in. The key is a digest of the cookie: the database alone opens no session."""

    __tablename__ = "staff_sessions"

    key = Column(String(64), primary_key=True)
    account_id = Column(ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True)
    csrf_token = Column(String(64), nullable=False)
    is_complete = Column(Boolean, nullable=False, default=True)  # False until the second factor is given
    new_totp_secret = Column(String(64), nullable=False, default="")  # shown, not yet confirmed by a code
    notice = Column(String(500), nullable=False, default="")  # what the next page says first
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    last_seen_at = Column(UtcDateTime, nullable=False, default=utc_now)
    expires_at = Column(UtcDateTime, nullable=False, index=True)


class Invitation(Base):
    """A one-time link to choose a password; the key is a digest of the token in the link."""

    __tablename__ = "invitations"
    __table_args__ = (CheckConstraint(f"purpose IN {PURPOSES!r}", name="purpose"),)

    key = Column(String(64), primary_key=True)
    account_id = Column(ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True)
    purpose = Column(String(10), nullable=False)
    created_at = Column(UtcDateTime, nullable=False, default=utc_now)
    expires_at = Column(UtcDateTime, nullable=False)
    used_at = Column(UtcDateTime)


class RecoveryCode(Base):
    """A code that replaces the second factor once; the key is a digest of account and code."""

    __tablename__ = "recovery_codes"

    key = Column(String(64), primary_key=True)
    account_id = Column(ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False, index=True)


class LoginAttempt(Base):
    """A failed log-in from a network address (a digest of it), for slowing down guessing; kept for a day."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index("ix_login_attempts_address_at", "address_key", "at"),)

    id = Column(Integer, primary_key=True)
    address_key = Column(String(64), nullable=False)
    at = Column(UtcDateTime, nullable=False, default=utc_now)


class AuditEntry(Base):
    """One thing a member of staff did or read; the name stays readable when the account is gone."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject", "at"),)

    id = Column(Integer, primary_key=True)
    at = Column(UtcDateTime, nullable=False, default=utc_now, index=True)
    account_id = Column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    actor = Column(String(200), nullable=False)
    action = Column(String(40), nullable=False)
    subject = Column(String(200), nullable=False, default="")  # kind:key, e.g. faq:tregks-laufzeit
    detail = Column(Text, nullable=False, default="")
