from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.search.classifier_store import (
    KEPT,
    UNREADABLE,
    ClassifierStore,
    OtherModel,
    Version,
    follow_classifier,
    follow_labels,
)
from bot.settings import ROOT
from tests.search.classifiers import YES_OR_NO, add_unused, make_classifier, publish
from tests.words import compiled_words

LATER = {**YES_OR_NO, "vielleicht": ["vielleicht morgen", "vielleicht später"]}


@pytest.fixture
def store(tmp_path: Path) -> ClassifierStore:
    """The store of a models folder in which nothing has been trained."""
    return ClassifierStore(tmp_path)


@pytest.fixture
def _no_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each use of a classifier looks at the pointer."""
    monkeypatch.setattr("bot.search.followed.INTERVAL", 0.0)


def versions_in(store: ClassifierStore) -> set[str]:
    return {path.name for path in store.folder.iterdir() if path.is_dir()}


def test_without_a_training_there_is_neither_classifier_nor_label(store: ClassifierStore) -> None:
    assert follow_classifier(store, compiled_words()).get() is None
    assert follow_labels(store).get() == frozenset()
    assert store.stamp() is None


@pytest.mark.usefixtures("_no_interval")
def test_all_readers_exchange_their_classifier_for_the_new_one(store: ClassifierStore, tmp_path: Path) -> None:
    publish(tmp_path)
    classifier, labels = follow_classifier(store, compiled_words()), follow_labels(store)
    former = classifier.get()
    assert former is not None
    assert former.labels == ["ja", "nein"]
    publish(tmp_path, LATER)
    later = classifier.get()
    assert later is not None
    assert later.labels == ["ja", "nein", "vielleicht"]
    assert labels.get() == set(LATER)
    assert store.read_labels(former.version) == {"ja", "nein"}
    assert former.guess("ja gern")[0].label == "ja"  # whoever is in the middle of a message goes on with it


def test_some_versions_are_kept_and_the_oldest_removed_but_never_the_one_in_use(
    store: ClassifierStore, tmp_path: Path
) -> None:
    names = [publish(tmp_path).name for _ in range(KEPT + 1)]
    assert versions_in(store) == set(names[1:])
    with store.locked():
        store.use(names[1])
        later = [add_unused(store).name for _ in range(KEPT)]
    assert versions_in(store) == {names[1], *later}
    assert store.read_version().name == names[1]


def test_a_version_may_be_laid_down_without_being_used_and_used_later(store: ClassifierStore, tmp_path: Path) -> None:
    former = publish(tmp_path)
    with store.locked():
        added = add_unused(store, LATER)
        assert store.read_version() == former
        assert store.use(added.name) == added
    assert store.read_version() == added
    assert store.list_kept() == {former.name, added.name}


def test_versions_of_another_model_cannot_take_the_place_of_the_one_in_use(
    store: ClassifierStore, tmp_path: Path
) -> None:
    publish(tmp_path, model="old")
    current = publish(tmp_path, model="new")
    assert store.list_kept() == {current.name}


def test_a_version_that_is_gone_cannot_be_used(store: ClassifierStore, tmp_path: Path) -> None:
    former = publish(tmp_path)
    with store.locked(), pytest.raises(UNREADABLE):
        store.use("gone")
    assert store.read_version() == former


def test_a_classifier_that_cannot_be_written_leaves_no_trace(store: ClassifierStore, tmp_path: Path) -> None:
    former = publish(tmp_path)

    def write_half(folder: Path) -> None:
        make_classifier().save(folder)
        (folder / "output_bias.npy").unlink()
        raise OSError("disk full")

    with store.locked(), pytest.raises(OSError, match="disk full"):
        store.publish(write_half, examples="e", model="m")
    assert (store.read_version(), versions_in(store)) == (former, {former.name})


@pytest.mark.parametrize("file", ["vectors.npy", "idf.npy", "output_bias.npy", "vocabulary.marisa", "labels.json"])
@pytest.mark.parametrize("kept_bytes", [None, 0, 10], ids=["missing", "empty", "cut off"])
@pytest.mark.usefixtures("_no_interval")
def test_a_damaged_version_is_not_used_and_the_former_stays(
    store: ClassifierStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, file: str, kept_bytes: int | None
) -> None:
    publish(tmp_path)
    classifier = follow_classifier(store, compiled_words())
    former = classifier.get()
    damaged = store.folder / publish(tmp_path, LATER).name / file
    content = damaged.read_bytes()
    damaged.unlink()
    if kept_bytes is not None:
        damaged.write_bytes(content[:kept_bytes])
    assert classifier.get() is former
    assert "classifier: unreadable, the former stays in use" in caplog.text


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"name": "x", "examples": "e", "model": "m"}'])
def test_a_damaged_pointer_points_nowhere(store: ClassifierStore, content: str) -> None:
    store.folder.mkdir()
    (store.folder / "current.json").write_text(content, encoding="utf-8")
    with pytest.raises(UNREADABLE):
        store.load(compiled_words())
    assert follow_classifier(store, compiled_words()).get() is None


def test_a_classifier_of_another_model_is_refused_where_the_model_matters(tmp_path: Path) -> None:
    version = publish(tmp_path, model="new")
    assert ClassifierStore(tmp_path, model="new").read_version() == version
    with pytest.raises(OtherModel):
        ClassifierStore(tmp_path, model="old").read_version()
    assert follow_classifier(ClassifierStore(tmp_path, model="old"), compiled_words()).get() is None


def test_a_pointer_names_what_its_version_was_made_from(store: ClassifierStore) -> None:
    with store.locked():
        version = store.publish(make_classifier().save, examples="e" * 64, model="m")
    assert store.read_version() == Version(version.name, "e" * 64, "m")
    assert version.name.startswith("e" * 12)


def test_one_process_at_a_time_holds_the_lock_and_its_death_gives_it_free(
    store: ClassifierStore, tmp_path: Path
) -> None:
    code = """
import sys, time
from pathlib import Path
from bot.search.classifier_store import ClassifierStore
with ClassifierStore(Path(sys.argv[1])).locked():
    print("locked", flush=True)
    time.sleep(float(sys.argv[2]))
"""

    def start(seconds: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, str(tmp_path), str(seconds)]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    with start(60) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with start(0) as waiting:
            with pytest.raises(subprocess.TimeoutExpired):
                waiting.wait(1.5)  # that nothing happens cannot be waited for
            holder.kill()
            assert waiting.wait(20) == 0
