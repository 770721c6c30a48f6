"""Places for streams: each owner has so many, and what ends gives its place back."""

from __future__ import annotations

import pytest

from bot.live.places import Places


def test_an_owner_has_so_many_places_and_others_have_theirs() -> None:
    places = Places(2)
    with places.take("a"):
        assert not places.are_taken("a")
        with places.take("a"), places.take("b"):
            assert (places.are_taken("a"), places.are_taken("b"), places.total) == (True, False, 3)
        assert (places.are_taken("a"), places.total) == (False, 1)


def test_a_stream_that_fails_gives_its_place_back_and_leaves_no_owner_behind() -> None:
    places = Places(1)
    with pytest.raises(RuntimeError), places.take("a"):
        raise RuntimeError
    assert not places.are_taken("a")
    assert list(places._taken) == []
