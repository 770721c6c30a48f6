from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli.ask import format_message
from tests.cli.fake_parts import free_port
from tests.evaluation.fake_chat import FakeChat, content, serve_fake_chat
from tests.words import tables_folder


@pytest.fixture
def chat() -> Iterator[FakeChat]:
    """A gateway that answers by heart."""
    with serve_fake_chat() as fake:
        yield fake


@pytest.fixture
def stopped(tmp_path: Path, seeded_template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An assistant that is set up, but does not run."""
    shutil.copy(seeded_template, tmp_path / "lotse.db")
    (tmp_path / "german").symlink_to(tables_folder(), target_is_directory=True)
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/lotse.db", "VAR_DIR": tmp_path, "MODELS_DIR": tmp_path / "models"}
    for name, value in {**own, "HOST": "127.0.0.1", "PORT": free_port()}.items():
        monkeypatch.setenv(f"LOTSE_{name}", str(value))


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["ask", *arguments])


def test_the_running_assistant_is_asked(chat: FakeChat) -> None:
    chat.replies["Was ist TRegKS?"] = [content("answer", "faq:was", text="Ein Netzwerk.")]
    result = ask("Was", "ist", "TRegKS?", "--url", chat.url)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Ein Netzwerk.\n", "")
    assert chat.received == [{"conversation": None, "message": "Was ist TRegKS?"}]


def test_the_address_comes_from_the_settings(chat: FakeChat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSE_HOST", "127.0.0.1")
    monkeypatch.setenv("LOTSE_PORT", chat.url.rsplit(":", 1)[1])
    assert ask("Hallo").stdout == "Das weiß ich nicht.\n"


def test_what_the_gateway_refuses_is_said_in_its_own_words(chat: FakeChat) -> None:
    chat.refusals = [(429, {})]
    result = ask("Hallo", "--url", chat.url)
    assert (result.exit_code, result.stderr) == (2, "Bitte warten.\n")


def test_at_a_named_address_nobody_else_is_asked() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    result = ask("Hallo", "--url", url)
    assert (result.exit_code, result.stderr) == (2, f"Unter {url} antwortet kein Assistent.\n")


@pytest.mark.parametrize("url", ["http://", "irgendwo", "http://127.0.0.1:99999"])
def test_an_address_that_is_none_is_one_sentence(url: str) -> None:
    result = ask("Hallo", "--url", url)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_something_else_at_the_address_is_named_as_such(chat: FakeChat) -> None:
    chat.replies["Hallo"] = "kaputt"  # type: ignore[assignment]
    result = ask("Hallo", "--url", chat.url)
    assert (result.exit_code, result.stderr) == (2, f"Unter {chat.url} antwortet etwas anderes als der Assistent.\n")


@pytest.mark.usefixtures("stopped")
def test_without_a_running_assistant_the_content_answers_and_says_so() -> None:
    result = ask("Was ist TRegKS?")
    assert result.exit_code == 0
    assert "Der Assistent läuft nicht; die Antwort kommt direkt aus den Inhalten." in result.stderr
    assert "Transformationsnetzwerk" in result.stdout
    assert "Quelle: " in result.stdout


def test_a_program_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.ask.TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert ask("Hallo", "--url", url).stderr == f"Unter {url} antwortet kein Assistent.\n"


def test_a_message_is_shown_with_cards_source_and_buttons() -> None:
    message = {
        "text": "Zwei Programme passen.",
        "cards": [
            {
                "title": "ZIM",
                "text": "Lang.",
                "facts": {"Art": "Zuschuss", "Höhe": "45 %"},
                "url": "https://zim.example",
            },
            {"title": "Kurs", "text": "Lang.", "facts": {}, "sample": True},
        ],
        "source": {"title": "Förderdatenbank", "url": "https://f.example", "stand": "2026-01-02"},
        "buttons": [{"title": "Mehr"}, {"title": "Nur Zuschüsse"}],
    }
    assert format_message(message).splitlines() == [
        "Zwei Programme passen.",
        "- ZIM (Art: Zuschuss; Höhe: 45 %)",
        "  https://zim.example",
        "- Kurs (Beispieldaten)",
        "Quelle: Förderdatenbank, https://f.example, Stand: 2026-01-02",
        "[Mehr] [Nur Zuschüsse]",
    ]


def test_a_bare_message_is_its_text() -> None:
    assert format_message({"text": "Guten Tag!", "source": None}) == "Guten Tag!"
