"""``lotse ask``: one question in the terminal."""

from __future__ import annotations

from typing import Any

import click
import httpx

from bot.addresses import gateway_url
from bot.cli.configuration import read_configuration
from bot.cli.database import UnusableDatabase, open_current_engine
from bot.cli.errors import UserError, german_errors
from bot.db import make_session_factory
from bot.german.tables import MissingTables
from bot.settings import Settings

TIMEOUT = 30.0


class NoGateway(Exception):
    """Nothing answers at the address."""


@click.command()
@click.argument("frage", nargs=-1, required=True)
@click.option("--url", help="Adresse des laufenden Assistenten (sonst die aus den Einstellungen).")
def ask(frage: tuple[str, ...], url: str | None) -> None:
    """Eine Frage im Terminal stellen.

    \b
    Beispiel: lotse ask "Was ist TRegKS?"
    """
    question = " ".join(frage)
    with german_errors(UnusableDatabase, MissingTables):
        settings = read_configuration()
        try:
            messages = ask_gateway(url or gateway_url(settings), question)
        except NoGateway as error:
            if url:
                raise UserError(str(error)) from None
            click.echo("Der Assistent läuft nicht; die Antwort kommt direkt aus den Inhalten.\n", err=True)
            messages = ask_content(settings, question)
    click.echo("\n\n".join(format_message(message) for message in messages))


def ask_gateway(url: str, question: str) -> list[dict[str, Any]]:
    """Return the messages of the running assistant. Raises NoGateway, or UserError with what the gateway says."""
    try:
        response = httpx.post(
            f"{url.rstrip('/')}/api/chat",
            json={"conversation": None, "message": question},
            timeout=httpx.Timeout(TIMEOUT, connect=3.0),
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        raise NoGateway(f"Unter {url} antwortet kein Assistent.") from None
    try:
        data = response.json()
        if response.is_success:
            return [message for message in data["messages"] if message.get("from", "bot") == "bot"]
        sentence = data["error"]["message"]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NoGateway(f"Unter {url} antwortet etwas anderes als der Assistent.") from None
    raise UserError(str(sentence))


def ask_content(settings: Settings, question: str) -> list[dict[str, Any]]:
    """Answer from the database, without Rasa. Raises UnusableDatabase or MissingTables."""
    from bot.search.reduced import ReducedBrain  # NumPy and word tables, not needed while the assistant runs
    from bot.search.sentences import follow_wording

    with open_current_engine(settings) as engine:
        factory = make_session_factory(engine)
        follow_wording(factory).refresh()
        replies = ReducedBrain(factory, settings).reply(question)
        return [reply.to_dict() for reply in replies]


def format_message(message: dict[str, Any]) -> str:
    """Return a message as lines for the terminal: text, cards in brief, source and date, buttons."""
    lines = [message.get("text") or ""]
    lines += [format_card(card) for card in message.get("cards") or ()]
    source = message.get("source")
    if source:
        parts = (f"Quelle: {source['title']}", source.get("url"), f"Stand: {source['stand']}")
        lines.append(", ".join(part for part in parts if part))
    buttons = [button["title"] for button in message.get("buttons") or ()]
    if buttons:
        lines.append(" ".join(f"[{title}]" for title in buttons))
    return "\n".join(line for line in lines if line)


def format_card(card: dict[str, Any]) -> str:
    """Return a card in one line, with its address below."""
    facts = "; ".join(f"{name}: {value}" for name, value in (card.get("facts") or {}).items())
    sample = " (Beispieldaten)" if card.get("sample") else ""
    line = f"- {card['title']}{sample}" + (f" ({facts})" if facts else "")
    return f"{line}\n  {card['url']}" if card.get("url") else line
