"""Turn the HTML of a mail into plain text in which quotes stand behind ``>``, as in a plain mail."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import nh3

from bot.handoff.inbound.quote_marks import SIGNATURE

HTML_LIMIT = 1_000_000  # characters; the quoted history of a long exchange
DEEPEST = 500  # open elements; the sanitizer's time grows with the square of them
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)")
# Elements that do not stay open when the next one begins.
CLOSES_ITSELF = frozenset("area br col dd dt hr img input li link meta option p source td th tr wbr".split())

BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr"
    " li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "pre"})
INLINE = frozenset({"a", "br", "td", "th", "span", "b", "strong"})
ATTRIBUTES = {"*": {"style", "class"}, "blockquote": {"type", "cite"}, "a": {"href"}}
DROPPED_WITH_CONTENT = {"script", "style", "title", "noscript", "template"}

# How mail programs mark a quote. A bare <blockquote> is what they indent people's own words with.
QUOTE_CLASS = re.compile(r"quote|moz-|cite", re.IGNORECASE)
QUOTE_STYLE = re.compile(r"border-left", re.IGNORECASE)
BULLET = re.compile(r"^[·•§]\s+")  # Outlook writes lists as paragraphs
HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all", re.IGNORECASE)
IS_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
# In Outlook every line is a paragraph.
NO_MARGIN = re.compile(r"MsoNormal|MsoListParagraph|margin(-top|-bottom)?:\s*0", re.IGNORECASE)


def read_html(html: str) -> str:
    """Return the text of a mail written in HTML: paragraphs, lists and addresses of links kept, all else dropped."""
    html = html[:HTML_LIMIT]
    if _is_too_deep(html):
        return unescape(re.sub(r"<[^<>]*>", " ", html))
    sound = nh3.clean(
        html,
        tags=set(BLOCKS | INLINE),
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        url_schemes={"http", "https"},
        link_rel=None,
    )
    writer = _TextWriter()
    writer.feed(sound)
    writer.close()
    return writer.text()


def _is_too_deep(html: str) -> bool:
    """Tell whether more elements are open at once than in any mail; end tags without a beginning do not count."""
    depth: Counter[str] = Counter()
    total = 0
    for closing, name in TAG.findall(html.lower()):
        if closing:
            total -= bool(depth[name])
            depth[name] -= bool(depth[name])
        elif name not in CLOSES_ITSELF:
            total += 1
            depth[name] += 1
        if total > DEEPEST:
            return True
    return False


class _TextWriter(HTMLParser):
    """Writes lines from well-formed HTML; what it has to know of an open element lies on a stack."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._line = ""
        # How many of the open elements keep their line ends, are quotes, and are not to be seen.
        self._preformatted = 0
        self._depth = 0
        self._hidden = 0
        self._open: list[_Element] = []
        self._numbers: list[int | None] = []

    def text(self) -> str:
        """Return what was written, without empty lines at its ends."""
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._end_line(even_if_empty=True)
            return
        if tag == "hr":
            self._end_line()
            return
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self._open.append(element)
        self._hidden += element.is_hidden
        if tag in BLOCKS:
            self._begin_block(element)
        elif tag in {"td", "th"} and self._line.strip():
            self._line += " "
        if tag in {"ul", "ol"}:
            self._numbers.append(0 if tag == "ol" else None)
        if tag == "li":
            self._line = self._make_bullet()
        self._depth += element.is_quote
        self._preformatted += tag == "pre"
        element.start = len(self._line)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        closed = ""
        while closed != tag:
            element = self._open.pop()
            self._close(element)
            closed = element.tag

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._preformatted:
            first, *others = data.split("\n")
            self._line += first
            for line in others:
                self._end_line(even_if_empty=True)
                self._line = line
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._line += words.lstrip(" ") if not self._line or self._line.endswith(" ") else words

    def _begin_block(self, element: _Element) -> None:
        self._end_line()
        if element.is_spaced:
            self._leave_gap()

    def _close(self, element: _Element) -> None:
        self._hidden -= element.is_hidden
        if element.tag == "a" and not self._hidden:
            self._line += element.write_address(self._line[element.start :])
        if element.tag in BLOCKS:
            self._end_line(even_if_empty=element.is_empty_line(self._line))
            if element.is_spaced:
                self._leave_gap()
        self._depth -= element.is_quote
        self._preformatted -= element.tag == "pre"
        if element.tag in {"ul", "ol"}:
            self._numbers.pop()

    def _make_bullet(self) -> str:
        if not self._numbers or self._numbers[-1] is None:
            return "- "
        self._numbers[-1] += 1
        return f"{self._numbers[-1]}. "

    def _leave_gap(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._write("")

    def _end_line(self, *, even_if_empty: bool = False) -> None:
        if self._line.strip() or even_if_empty:
            self._write(self._line)
        self._line = ""

    def _write(self, line: str) -> None:
        plain = line.replace("\xa0", " ")
        if not self._preformatted and plain != SIGNATURE:
            plain = BULLET.sub("- ", plain.strip())
        self._lines.append(f"{'>' * self._depth} {plain}".rstrip() if self._depth else plain)


class _Element:
    """An open element of the mail, and what its tag and attributes mean."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        style, names = attributes.get("style", ""), attributes.get("class", "")
        self.tag = tag
        self.href = attributes.get("href", "")
        self.start = 0
        self.is_hidden = bool(HIDDEN.search(style))
        self.is_quote = tag == "blockquote" and bool(
            "cite" in attributes or attributes.get("type") or QUOTE_CLASS.search(names) or QUOTE_STYLE.search(style)
        )
        self.is_spaced = tag in SPACED and not NO_MARGIN.search(f"{names} {style}")

    def is_empty_line(self, line: str) -> bool:
        """Tell whether this is a paragraph that only makes room, as Outlook and the web mailers write them."""
        return self.tag in {"p", "div"} and "\xa0" in line

    def write_address(self, words: str) -> str:
        """Return what has to follow the words of a link so that its address is not lost."""
        shown = words.strip().rstrip("/")
        if not self.href or not shown or IS_ADDRESS.match(shown) or self.href.rstrip("/").endswith(shown):
            return ""
        return f" ({self.href})"
