"""XML of strangers, one record after the other, without ever building the whole tree.

The parser is the standard library's expat. A document type is refused before expat sees the file: without one there
are no entities that could grow or point to other files, so no further package is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any
from xml.etree import ElementTree

from bot.offers.importers.reading import UnreadableSource

CHUNK = 256 * 1024
LONGEST_PROLOG = 64 * 1024  # bytes before the first element
DEEPEST = 40
LONGEST_RECORD = 1_000_000  # characters
ENCODINGS = ("utf-8", "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252")

# XML forbids them, exports have them nevertheless, also written as numbers.
_CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 13))
_CONTROL_NUMBER = re.compile(rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")

NO_XML = "Das ist keine XML-Datei."
DOCUMENT_TYPE = (
    "Die Datei enthält einen Dokumenttyp (DOCTYPE). Solche Dateien werden aus Sicherheitsgründen nicht gelesen."
)
NOT_WELL_FORMED = "Die XML-Datei ist beschädigt (Zeile {line}, Spalte {column})."
TOO_DEEP = "Die XML-Datei ist zu tief verschachtelt."
TOO_LONG = "Der {number}. Eintrag der XML-Datei hat mehr als eine Million Zeichen."

Element = ElementTree.Element


def read_document(content: bytes) -> Element:
    """Return the root of a small document, whose control characters are left out. Raises UnreadableSource."""
    check_prolog(content[:LONGEST_PROLOG])
    parser: Any = ElementTree.XMLParser()  # noqa: S314  # without a document type there is nothing to expand
    with _german_errors():
        parser.feed(_CONTROL_NUMBER.sub(b"", content).translate(None, _CONTROLS))
        root: Element = parser.close()
    for element in root.iter():
        _drop_namespace(element)
    return root


def read_elements(stream: IO[bytes], tags: frozenset[str]) -> Iterator[tuple[tuple[Element, ...], Element]]:
    """Yield each element with one of the tags below its ancestors; afterwards it is emptied. Raises UnreadableSource.

    An element inside another one with a wanted tag belongs to that one.
    """
    start = stream.read(LONGEST_PROLOG)
    check_prolog(start)
    above: list[Element] = []
    number = inside = length = 0  # of the record that is being read: which one it is, how deep it is, its characters
    for event, element in _events(_chunks(start, stream)):
        if event == "start":
            _drop_namespace(element)
            above.append(element)
            if len(above) > DEEPEST:
                raise UnreadableSource(TOO_DEEP)
            if not inside and element.tag in tags:
                number, inside, length = number + 1, len(above), 0
            continue
        length += len(element.text or "") + len(element.tail or "")
        if length > LONGEST_RECORD:
            raise UnreadableSource(TOO_LONG.format(number=number))
        if len(above) == inside:
            yield tuple(above[:-1]), element
            inside = length = 0
            element.clear()
            if len(above) > 1:
                above[-2].remove(element)
        above.pop()


def check_prolog(start: bytes) -> None:
    """Refuse what stands before the first element and is no declaration, comment or instruction."""
    rest = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _DECLARED.match(rest)
    if declared and declared[1].decode().casefold() not in ENCODINGS:
        raise UnreadableSource(
            f"Der Zeichensatz „{declared[1].decode()}“ wird nicht gelesen. Erlaubt: UTF-8, ISO-8859-15."
        )
    while rest.startswith((b"<?", b"<!--")):
        end = b"?>" if rest.startswith(b"<?") else b"-->"
        rest = rest.partition(end)[2].lstrip()
    if rest.startswith(b"<!"):
        raise UnreadableSource(DOCUMENT_TYPE)
    if not re.match(rb"<[A-Za-z_:\x80-\xff]", rest):
        raise UnreadableSource(NO_XML)


def find_all(element: Element, *path: str) -> list[Element]:
    """Return the elements at a path of names."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent.findall(name)]
    return found


def text_at(element: Element, *path: str) -> str:
    """Return the text of the first element at a path that has any, "" where there is none."""
    return next((one.text.strip() for one in find_all(element, *path) if one.text and one.text.strip()), "")


def _drop_namespace(element: Element) -> None:
    """Let an element have its local name alone: exports differ in whether they name their namespace."""
    if "}" in element.tag:
        element.tag = element.tag.rpartition("}")[2]


def _events(chunks: Iterable[bytes]) -> Iterator[tuple[str, Element]]:
    """Yield what begins and ends in the chunks of a document. Raises UnreadableSource."""
    parser: Any = ElementTree.XMLPullParser(("start", "end"))
    with _german_errors():
        for chunk in chunks:
            parser.feed(chunk.translate(None, _CONTROLS))
            yield from parser.read_events()
        parser.close()
        yield from parser.read_events()


@contextmanager
def _german_errors() -> Iterator[None]:
    try:
        yield
    except ElementTree.ParseError as error:
        line, column = error.position
        raise UnreadableSource(NOT_WELL_FORMED.format(line=line, column=column + 1)) from None
    except LookupError:  # an encoding that Python does not know
        raise UnreadableSource(NO_XML) from None


def _chunks(start: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    yield start
    while chunk := stream.read(CHUNK):
        yield chunk
