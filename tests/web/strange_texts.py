"""Texts that nobody would write, made at random."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

COMMANDS = ("/restart", '/handoff{"x":1}', "/session_start", "/back", "/dialog_mehr", '/inform{"name": "x"}', "/", "//")
LETTERS = "abcäöüß XYZ019.,;:!?-_#'\"\\/{}[]<>%&=+*~`|$€"
CONTROLS = "".join(map(chr, [*range(32), 127, *range(128, 160)]))
INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2069\ufeff\u2028\u2029"
)
EMOJI = "🙂👍🏽👩‍👩‍👧🇩🇪🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️☠️🫠"
FOREIGN = "مرحباשלום你好こんにちはПриветสวัสดีनमस्तेΑΩßıİſﬁﷺ㍿𝕳𝖆"
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "</textarea><svg/onload=alert(1)>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "{0.__class__}",
    "%s%n%x",
    "$(reboot)",
    "`id`",
    "\r\nSet-Cookie: a=b",
)
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE messages; --",
    '" UNION SELECT * FROM conversations --',
    "\\'; --",
    "%' AND 1=1",
    "NULL",
)
PATHS = (
    "../../etc/passwd",
    "..\\..\\windows",
    "%2e%2e%2f",
    "..%252f..",
    "/etc/passwd",
    "file:///x",
    ".",
    "..",
    "\x00",
    "...//",
)


def strange_text(random: Random) -> str:
    """Return a text of a few odd pieces, glued in any order."""
    makers: tuple[Callable[[], str], ...] = (
        lambda: some(random, LETTERS, 30),
        lambda: some(random, CONTROLS, 5),
        lambda: some(random, INVISIBLE, 5),
        lambda: some(random, EMOJI, 8),
        lambda: some(random, FOREIGN, 20),
        lambda: random.choice(MARKUP),
        lambda: random.choice(SQL),
        lambda: random.choice(PATHS),
        lambda: random.choice(COMMANDS),
        lambda: "e" + some(random, "\u0300\u0301\u0308\u0489", 60),
        lambda: chr(random.choice([*range(0x20, 0xD800), *range(0xE000, 0x11000)])),
        lambda: random.choice(LETTERS) * random.randint(1, 400),
        lambda: " " * random.randint(0, 5),
    )
    return "".join(random.choice(makers)() for _ in range(random.randint(0, 4)))


def some(random: Random, letters: str, most: int) -> str:
    """Return one to ``most`` of the letters."""
    return "".join(random.choices(letters, k=random.randint(1, most)))
