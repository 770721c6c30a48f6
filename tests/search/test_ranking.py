from __future__ import annotations

import numpy as np
import pytest

from bot.search.ranking import UNTRAINED, join_views, join_words, start_posterior


def test_what_is_new_is_found_by_a_phrase_close_to_the_question_before_anything_is_learnt() -> None:
    nearest, untrained = np.array([0.9, 0.9, 0.5]), np.array([True, False, True])
    assert start_posterior(nearest, untrained) == pytest.approx([UNTRAINED + 0.09, UNTRAINED, UNTRAINED])


def test_a_document_comes_first_by_its_posterior_or_by_its_words() -> None:
    words = np.array([0.1, 0.1])
    assert join_views(np.array([0.9, 0.1]), words, np.array([3.0, 3.0])).argmax() == 0
    assert join_views(np.array([0.5, 0.5]), words, np.array([1.0, 3.0])).argmax() == 1
    assert join_words(np.array([0.5, 0.6]), np.array([0.0, 0.0])).argmax() == 1
    assert join_words(np.array([0.6, 0.5]), np.array([1.0, 3.0])).argmax() == 1


def test_a_question_without_any_known_word_leaves_the_posterior_alone() -> None:
    nothing = np.zeros(2)
    assert join_views(np.array([0.25, 0.75]), nothing, nothing) == pytest.approx([0.25**0.62, 0.75**0.62])
    assert join_words(nothing, nothing).tolist() == [0.0, 0.0]
