from __future__ import annotations

from random import Random

import pytest

from bot.evaluation.folds import FoldSet, Phrasing
from bot.evaluation.held_out_tables import robustness_table
from bot.evaluation.robustness import PLAIN, apply_noise, draw_held_out, measure_robustness
from bot.evaluation.verdicts import read_kinship
from bot.search.brain import Brain
from bot.search.gate import Gate
from tests.evaluation.held_out_samples import make_small_folds

GATE = Gate(answer=0.31, choices=0.1)


@pytest.fixture(scope="module")
def folds(brain: Brain, tmp_path_factory: pytest.TempPathFactory) -> FoldSet:
    return make_small_folds(brain, tmp_path_factory.mktemp("folds"))


def test_noise_that_leaves_nothing_ruins_everything(folds: FoldSet) -> None:
    noises = {"leer": lambda text, rng: "xqzvw", "keines": lambda text, rng: text}
    count: list[int] = []
    kinship = read_kinship(folds.brain.knowledge())
    plain, ruined, same = measure_robustness(folds, noises, GATE, kinship, size=8, done=count.append)
    assert (plain.noise, ruined.noise) == (PLAIN, "leer")
    assert plain.n == ruined.n == 24
    assert plain.right > 50 > ruined.right == 0.0
    assert (same.right, same.wrong) == (plain.right, plain.wrong)
    assert plain.right_ci[0] <= plain.right <= plain.right_ci[1]
    assert sum(count) == 3 * 24


def test_only_content_is_drawn_and_always_the_same(folds: FoldSet) -> None:
    drawn = draw_held_out(folds, 0, 8)
    assert drawn == draw_held_out(folds, 0, 8)
    assert all(":" in phrasing.label and phrasing.fold == 0 for phrasing in drawn)


def test_noise_is_the_same_in_every_run() -> None:
    texts = [Phrasing(f"Text {number}", "faq:a", 0) for number in range(5)]

    def add_number(text: str, rng: Random) -> str:
        return f"{text} {rng.random()}"

    assert apply_noise(texts, add_number) == apply_noise(texts, add_number)
    assert len({phrasing.text.split()[-1] for phrasing in apply_noise(texts, add_number)}) == 5


def test_the_table_has_a_line_for_each_noise(folds: FoldSet) -> None:
    figures = measure_robustness(folds, {}, GATE, read_kinship(folds.brain.knowledge()), size=2)
    head, line = robustness_table(figures).splitlines()
    assert "richtig" in head
    assert line.startswith(PLAIN)
    assert "–" in line
