"""HTML mails as plain text."""

from __future__ import annotations

import time

import pytest

from bot.handoff.inbound.html_text import read_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Eins</p><p>Zwei<br>Drei</p>", "Eins\n\nZwei\nDrei"),
        ("<p class=MsoNormal>Eins</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>Zwei</p>", "Eins\n\nZwei"),
        ("<div>Eins</div><div><br></div><div>Zwei</div>", "Eins\n\nZwei"),
        ("<div>Ein\n  Satz <b>mit</b>\tLücken</div>", "Ein Satz mit Lücken"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n\n- c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("<table><tr><td>Frist</td><td>31.&nbsp;März</td></tr><tr><td>x</td></tr></table>", "Frist 31. März\nx"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &amp; b &lt;c&gt; &euro; &#8222;d&ldquo;", "a & b <c> € „d“"),
        ('<a href="https://example.org/x">hier</a>', "hier (https://example.org/x)"),
        ('<a href="https://example.org/x">https://example.org/x</a>', "https://example.org/x"),
        ('<a href="https://umweg.test/?u=1">www.example.org</a>', "www.example.org"),
        ('<a href="javascript:alert(1)">hier</a><a href="mailto:a@b.test"> a@b.test</a>', "hier a@b.test"),
        ('<blockquote type="cite">a<blockquote class="gmail_quote">b</blockquote></blockquote>c', "> a\n>> b\nc"),
        ('<blockquote style="margin-left: 40px">eigenes</blockquote>', "eigenes"),
        ('vor<span style="display:none">verborgen</span>nach', "vornach"),
        ("<script>a</script><style>b</style><title>c</title><!-- d -->e", "e"),
        ("<p>nicht <b>geschlossen<p>", "nicht geschlossen"),
        ("", ""),
    ],
)
def test_a_mail_in_html_becomes_text(html: str, text: str) -> None:
    assert read_html(html) == text


@pytest.mark.parametrize(
    "piece", ["<div>", "<blockquote type=cite>", "<", "<a href=", "<!--", "<ol><li>", "<b x=1><p>"]
)
def test_a_trap_of_html_costs_no_minutes(piece: str) -> None:
    started = time.process_time()
    read_html(piece * 100_000 + "Ende")
    assert time.process_time() - started < 5
