"""The widget in one file: every module becomes a scope of its own, so that no name meets another.

One file is one request instead of a chain of them, and subresource integrity covers all of it; of a graph of modules
it would cover the entry alone. Comments that fill their lines stay behind.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

WIDGET = Path(__file__).parent / "widget"
ENTRY = "lotse.js"
TAG_LENGTH = 16  # hexadecimal digits in the name of a version
GZIP_LEVEL = 9

_NAME = r"[A-Za-z_$][\w$]*"
_IMPORT = re.compile(
    r'^import\s*(?:\{(?P<names>[^{}]*)\}\s*from\s*)?"\./(?P<module>[\w-]+\.js)";[^\S\n]*$', re.MULTILINE
)
_EXPORT = re.compile(rf"^export\s+(?=(?:const|class|(?:async\s+)?function\*?)\s+(?P<name>{_NAME}))", re.MULTILINE)
_OTHER = re.compile(r"^[^\S\n]*(?:import\b(?!\s*\.\s*meta)|export\b).*$|\bimport\s*\(.*$", re.MULTILINE)
_COMMENT = re.compile(r"^[^\S\n]*(?:/\*\*(?:[^*]|\*(?!/))*\*/[^\S\n]*|//.*)\n", re.MULTILINE)
_PAIR = re.compile(rf"(?P<theirs>{_NAME})(?:\s+as\s+(?P<ours>{_NAME}))?")


class UnknownForm(ValueError):
    """A module imports or exports in a way that cannot be put together here."""


@dataclass(frozen=True)
class Bundle:
    """The file as it is served."""

    body: bytes

    @property
    def wire_size(self) -> int:
        """Bytes over the wire, compressed as the gateway does it."""
        return len(gzip.compress(self.body, GZIP_LEVEL))

    @property
    def integrity(self) -> str:
        """What stands in the attribute ``integrity`` of a script."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.body).digest()).decode()

    @property
    def version(self) -> str:
        """Short name of exactly this content."""
        return hashlib.sha256(self.body).hexdigest()[:TAG_LENGTH]

    @property
    def versioned_name(self) -> str:
        """Name of the file that never changes."""
        return f"lotse-{self.version}.js"


def build_bundle(folder: Path = WIDGET, entry: str = ENTRY) -> Bundle:
    """Put the entry and all that it needs into one module, in the order in which a browser would run them.

    Raises UnknownForm, and OSError for a module that is missing.
    """
    scopes: dict[str, str] = {}
    _add(folder, entry, scopes, ())
    return Bundle("\n".join(scopes.values()).encode())


def _add(folder: Path, name: str, scopes: dict[str, str], waiting: tuple[str, ...]) -> None:
    if name in scopes:
        return
    if name in waiting:
        raise UnknownForm(f"{' needs '.join((*waiting, name))}: modules must not need each other in a circle.")
    source = _COMMENT.sub("", (folder / name).read_text(encoding="utf-8"))
    for match in _IMPORT.finditer(source):
        _add(folder, match["module"], scopes, (*waiting, name))
    scopes[name] = _write_scope(name, source)


def _write_scope(name: str, source: str) -> str:
    """Return a module as a call that returns what it exports, kept under a name of its own."""
    exported = [match["name"] for match in _EXPORT.finditer(source)]
    body = _EXPORT.sub("", _IMPORT.sub(_write_import, source))
    if strange := _OTHER.search(body):
        raise UnknownForm(f"{name}: “{strange[0].strip()}” is no form of import or export that is understood.")
    return f"const {_scope_name(name)} = (() => {{\n{body.strip()}\nreturn {{ {', '.join(exported)} }};\n}})();"


def _write_import(match: re.Match[str]) -> str:
    if match["names"] is None:  # a module that is only run
        return ""
    names = [part.strip() for part in match["names"].split(",") if part.strip()]
    pairs = [_PAIR.fullmatch(name) for name in names]
    if not all(pairs):
        return match[0]  # found and refused afterwards
    taken = [f"{pair['theirs']}: {pair['ours']}" if pair["ours"] else pair["theirs"] for pair in pairs if pair]
    return f"const {{ {', '.join(taken)} }} = {_scope_name(match['module'])};"


def _scope_name(module: str) -> str:
    return "$" + re.sub(r"\W", "_", module.removesuffix(".js"))
