from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import COMMANDS, main
from bot.cli.refitting import Refitter
from bot.nlu.refit import RefitReport
from bot.nlu.training import TrainingFailed
from bot.settings import ROOT
from tests.cli.fake_parts import free_port
from tests.words import tables_folder

HEAVY = ("numpy", "sqlalchemy", "httpx", "rasa", "tensorflow", "spacy", "alembic")


def all_commands(command: click.Command, path: str = "lotse") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from all_commands(child, f"{path} {name}")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="lotse")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for everything that commands write."""
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/var/l.db", "VAR_DIR": tmp_path / "var", "MODELS_DIR": tmp_path / "m"}
    ports = {name: free_port() for name in ("PORT", "RASA_PORT", "ACTIONS_PORT")}
    for name, value in {**own, **ports, "HOST": "127.0.0.1", "TRACKER_URL": ""}.items():
        monkeypatch.setenv(f"LOTSE_{name}", str(value))
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "german").symlink_to(tables_folder(), target_is_directory=True)
    return tmp_path


@pytest.fixture
def seeded_place(place: Path, seeded_template: Path) -> Path:
    """The same with a seeded database."""
    shutil.copy(seeded_template, place / "var" / "l.db")
    return place


@pytest.mark.parametrize(("path", "command"), [pytest.param(*pair, id=pair[0]) for pair in all_commands(main)])
def test_every_command_has_one_sentence_of_german_help_and_an_example(path: str, command: click.Command) -> None:
    sentence, *_, example = (command.help or "").strip().splitlines()
    assert sentence.endswith(".")
    assert example.strip().startswith("Beispiel: ")
    assert f"lotse {path.removeprefix('lotse').strip()}".strip() in example


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_itself_says(name: str) -> None:
    sentence = (COMMANDS[name].load().help or "").strip().splitlines()[0]
    assert sentence.startswith(COMMANDS[name].help.rstrip("."))


def test_help_does_not_wait_for_heavy_packages() -> None:
    code = f"""
import sys
from bot.cli import main
try:
    main(["--help"])
except SystemExit:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "Eine Frage im Terminal stellen." in done.stdout


def test_asking_whether_the_model_is_current_does_not_load_rasa() -> None:
    code = "import sys, bot.cli.setup; print([name for name in ('rasa', 'tensorflow', 'spacy') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("flieg",), "Den Befehl „flieg“ gibt es nicht. Hilfe gibt „lotse --help“."),
        (("db", "flieg"), "Den Befehl „flieg“ gibt es nicht. Hilfe gibt „lotse db --help“."),
        (("--schnell",), "Die Option „--schnell“ gibt es nicht. Hilfe gibt „lotse --help“."),
        (("train", "--schnell"), "Die Option „--schnell“ gibt es nicht. Hilfe gibt „lotse train --help“."),
        (("ask",), "Die Angabe „FRAGE“ fehlt. Hilfe gibt „lotse ask --help“."),
        (("ask", "Was?", "--url"), "Die Option „--url“ ist unvollständig."),
        (("evaluate", "load", "--visitors", "0"), "Die Angabe „visitors“ hat einen unbrauchbaren Wert."),
        (("train", "schnell"), "So lässt sich der Befehl nicht aufrufen. Hilfe gibt „lotse train --help“."),
    ],
)
def test_a_wrong_call_is_one_german_sentence_and_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["setup", "serve", "train", "db upgrade", "db seed", "ask Was?"])
def test_an_unusable_setting_is_one_german_sentence_and_exit_code_2(
    command: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_PORT", "acht")
    result = run(*command.split())
    assert (result.exit_code, result.stderr) == (
        2,
        "Die Einstellung LOTSE_PORT hat den unbrauchbaren Wert „acht“.\n",
    )


@pytest.mark.parametrize("command", ["serve", "train", "db seed", "ask Was?"])
def test_a_missing_database_is_one_german_sentence_and_exit_code_2(command: str, place: Path) -> None:
    result = run(*command.split())
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "Es gibt noch keine Datenbank. Führen Sie „lotse setup“ aus."
    assert not (place / "var" / "l.db").exists()


def test_a_file_that_is_no_database_is_one_german_sentence(place: Path) -> None:
    (place / "var" / "l.db").write_bytes(b"keine Datenbank, nur ein Text " * 100)
    result = run("db", "upgrade")
    assert (result.exit_code, result.stderr) == (
        2,
        "Die Datenbank lässt sich nicht benutzen: file is not a database\n",
    )


def test_a_server_that_does_not_answer_is_one_german_sentence_without_the_password(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTSE_DATABASE_URL", f"postgresql://lotse:geheim@127.0.0.1:{free_port()}/lotse")
    result = run("db", "upgrade")
    assert result.exit_code == 2
    assert result.stderr.startswith("Die Datenbank lässt sich nicht benutzen: ")
    assert "geheim" not in result.output


def test_an_outdated_database_is_named_as_such(place: Path) -> None:
    (place / "var" / "l.db").touch()
    result = run("serve")
    assert result.exit_code == 2
    assert result.stderr == "Die Datenbank ist nicht auf dem neuesten Stand. Führen Sie „lotse db upgrade“ aus.\n"


@pytest.mark.slow
def test_the_database_is_made_and_filled(place: Path) -> None:
    assert run("db", "upgrade").exit_code == 0
    result = run("db", "seed")
    assert result.exit_code == 0
    assert "FAQ-Einträge: 134 neu" in result.stdout


def test_serving_without_a_model_is_one_german_sentence(seeded_place: Path) -> None:
    result = run("serve")
    assert (result.exit_code, result.stderr) == (
        2,
        "Es gibt noch kein trainiertes Modell. Führen Sie „lotse setup“ aus.\n",
    )


def test_serving_on_a_taken_port_is_one_german_sentence(seeded_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = seeded_place / "m"
    models.mkdir()
    (models / "fingerprint.json").write_text(json.dumps({"model": "lotse.tar.gz"}), encoding="utf-8")
    (models / "lotse.tar.gz").touch()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("LOTSE_PORT", str(port))
        result = run("serve")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Der Port {port} ist schon belegt.")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.slow
def test_setup_does_every_step_and_skips_what_is_current(seeded_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trained: list[object] = []
    monkeypatch.setattr("bot.cli.train.is_model_current", lambda _settings: bool(trained))
    monkeypatch.setattr("bot.cli.train.train_model", trained.append)
    monkeypatch.setattr("bot.cli.train.refit_classifier", lambda _settings, force: RefitReport())
    first, second = run("setup", "--no-german-model"), run("setup", "--no-german-model")
    assert (first.exit_code, second.exit_code, len(trained)) == (0, 0, 1)
    assert "Deutsche Sprachverarbeitung: " in first.stdout
    assert [line.split(" … ")[0] for line in first.stdout.splitlines() if " … " in line] == [
        "Sprachtabellen einrichten",
        "Datenbank einrichten",
        "Inhalte einspielen",
        "Modell trainieren",
    ]
    assert "Modell trainieren … fertig" in first.stdout
    assert "Modell trainieren … ist aktuell" in second.stdout
    assert "Inhalte lernen … sind bekannt" in second.stdout


@pytest.mark.slow
def test_after_a_change_of_the_content_alone_no_model_is_trained(
    seeded_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.train.is_model_current", lambda _settings: True)
    monkeypatch.setattr("bot.cli.train.refit_classifier", lambda _settings, force: RefitReport(texts=2, seconds=1.0))
    for arguments in (["train"], ["train", "--classifier"]):
        result = run(*arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "Inhalte lernen … fertig" in result.stdout


@pytest.mark.slow
def test_a_training_says_when_the_thresholds_no_longer_fit(
    seeded_place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    never_fitted = tmp_path / "gate.json"
    never_fitted.write_text('{"thresholds": {"answer": 0.3, "choices": 0.1}}')
    monkeypatch.setattr("bot.cli.train.make_model", lambda _settings, force: None)
    monkeypatch.setattr("bot.cli.gate_doubts.GATE_FILE", never_fitted)
    result = run("train")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("Bitte die Schwellen mit „lotse calibrate“ neu anpassen.\n")


def test_watching_begins_after_the_training_and_ends_with_ctrl_c(
    seeded_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    async def watch_until_ctrl_c(_refitter: Refitter) -> None:
        done.append("watched")
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.train.make_model", lambda _settings, force: done.append("trained"))
    monkeypatch.setattr("bot.cli.train.show_gate_doubts", lambda _settings: done.append("checked"))
    monkeypatch.setattr("bot.cli.train.log_to_terminal", lambda: None)  # for good, in a real process
    monkeypatch.setattr(Refitter, "run", watch_until_ctrl_c)
    result = run("train", "--watch")
    assert (result.exit_code, result.stdout, done) == (0, "Beendet.\n", ["trained", "checked", "watched"])


def test_without_a_model_there_is_no_classifier_to_learn_with(seeded_place: Path) -> None:
    result = run("train", "--classifier")
    assert result.exit_code == 2
    assert result.stderr.endswith("Führen Sie „lotse train“ aus.\n")


def test_a_failed_training_is_one_german_sentence(seeded_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_settings: object) -> None:
        raise TrainingFailed("Das Training ist fehlgeschlagen.")

    monkeypatch.setattr("bot.cli.train.train_model", fail)
    result = run("train", "--force")
    assert (result.exit_code, result.stderr) == (2, "Das Training ist fehlgeschlagen.\n")
    assert "Modell trainieren … abgebrochen" in result.stdout
