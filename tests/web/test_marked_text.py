"""Curated answers as HTML: lists, emphasis, safe links, and nothing else of what was written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from bot.web.public.marked_text import NEW_WINDOW, write_answer


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("eins\nzwei\n\ndrei", "<p>eins<br>zwei</p><p>drei</p>"),
        ("Es gibt:\n- **a**\n  mehr\n- b", "<p>Es gibt:</p><ul><li><strong>a</strong> mehr</li><li>b</li></ul>"),
        ("3. drei\n4) vier\n\n- eins", '<ol start="3"><li>drei</li><li>vier</li></ol><ul><li>eins</li></ul>'),
        ("für Mitarbeiter*innen und Kolleg*innen", "<p>für Mitarbeiter*innen und Kolleg*innen</p>"),
        ("**w@x.example**", '<p><strong><a href="mailto:w@x.example">w@x.example</a></strong></p>'),
        ("+49 (0)561 70733-50.", '<p><a href="tel:+495617073350">+49 (0)561 70733-50</a>.</p>'),
        (r"2\*3\*4", "<p>2*3*4</p>"),
        (" \n", ""),
    ],
)
def test_the_marks_of_the_editor_become_markup(text: str, markup: str) -> None:
    assert write_answer(text) == markup


def test_links_to_the_web_open_a_window_of_their_own_and_say_so() -> None:
    attributes = 'target="_blank" rel="noopener noreferrer"'
    assert write_answer("[Seite](https://x.example/?a=1&b=2)") == (
        f'<p><a href="https://x.example/?a=1&amp;b=2" {attributes}>Seite{NEW_WINDOW}</a></p>'
    )
    assert f'href="https://x.example/a" {attributes}>x.example/a{NEW_WINDOW}</a>).' in write_answer(
        "(https://x.example/a)."
    )


class Markup(HTMLParser):
    """Collects the elements of a text and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets += [str(value) for name, value in attrs if name == "href"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1)) [y](data:text/html,x) [z](/redaktion)",
        '[x](https://a.example/"onmouseover="alert(1)) [y](https://a.example/"style="x)',
        '- <img src=x onerror="alert(1)">\n1. **<b onclick=x>** w@x.example"onclick=',
    ],
)
def test_nothing_else_that_was_written_becomes_markup(text: str) -> None:
    markup = Markup(write_answer(text))
    assert markup.elements <= {"p", "ul", "ol", "li", "strong", "a", "span"}
    assert markup.attributes <= {"href", "target", "rel", "class"}
    assert all(target.startswith(("https://a.example/", "mailto:w@x.example")) for target in markup.targets)
