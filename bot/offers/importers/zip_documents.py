"""Documents in a ZIP archive of strangers: nothing is ever unpacked to disk, and bombs are refused before reading."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from bot.offers.importers.reading import UnreadableSource

MOST_ENTRIES = 60_000  # the export of the federal database has some 20,000
LARGEST_UNPACKED = 1024**3  # bytes; that export has some 300 MB
LARGEST_DOCUMENT = 5 * 1024**2  # bytes
SMALL_DOCUMENT = 1024**2  # bytes: below, no ratio is dangerous
HIGHEST_RATIO = 100  # of unpacked to packed; XML has 5 to 20

NO_ARCHIVE = "Die Datei ist kein lesbares ZIP-Archiv."
BOMB = "Das Archiv ist ausgepackt viel größer, als es sein kann, und wird deshalb nicht gelesen."
UNSAFE = "Das Archiv enthält den Eintrag „{name}“, der nicht in ein Datenarchiv gehört, und wird deshalb nicht gelesen."
ENCRYPTED = "Das Archiv ist mit einem Kennwort geschützt."

DAMAGES = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class UnreadableDocument(ValueError):
    """One document of an archive is damaged or too large; the message is a German sentence."""


class Documents:
    """The documents of an archive by their names; ``doubles`` are names that stand in it more than once."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.entries: dict[str, ZipInfo] = {}
        self.doubles: set[str] = set()
        for entry in archive.infolist():
            if entry.filename in self.entries:
                self.doubles.add(entry.filename)
            elif not entry.is_dir():
                self.entries[entry.filename] = entry

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """Return one document. Raises UnreadableDocument."""
        entry = self.entries[name]
        if entry.file_size > LARGEST_DOCUMENT:
            raise UnreadableDocument(f"Das Dokument ist größer als {LARGEST_DOCUMENT // 1024**2} MB.")
        try:
            return self._archive.read(entry)
        except DAMAGES:
            raise UnreadableDocument("Das Dokument ist im Archiv beschädigt.") from None


@contextmanager
def open_documents(path: Path) -> Iterator[Documents]:
    """Open an archive after a look at everything it declares. Raises UnreadableSource."""
    try:
        archive = ZipFile(path)
    except DAMAGES:
        raise UnreadableSource(NO_ARCHIVE) from None
    with archive:
        _check(archive.infolist())
        yield Documents(archive)


def _check(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise UnreadableSource(BOMB)
    for entry in entries:
        if entry.file_size > SMALL_DOCUMENT and entry.file_size > HIGHEST_RATIO * entry.compress_size:
            raise UnreadableSource(BOMB)
        if not _is_plain(entry):
            raise UnreadableSource(UNSAFE.format(name=entry.filename[:80]))
        if entry.flag_bits & 1:
            raise UnreadableSource(ENCRYPTED)


def _is_plain(entry: ZipInfo) -> bool:
    """Tell whether an entry is a file or folder below the archive's root, and neither a link nor an archive."""
    name, kind = entry.orig_filename, stat.S_IFMT(entry.external_attr >> 16)
    is_inside = not name.startswith("/") and ".." not in PurePosixPath(name).parts
    is_readable = name.isprintable() and "\\" not in name and ":" not in name
    is_archive = name.casefold().endswith((".zip", ".gz", ".tar", ".7z", ".rar"))
    return is_inside and is_readable and not is_archive and kind in (0, stat.S_IFREG, stat.S_IFDIR)
