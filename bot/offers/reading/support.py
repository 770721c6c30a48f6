"""Which type of offer a text asks for, which kinds of support, and from which level of the state."""

from __future__ import annotations

import re

from bot.german.normalize import fold
from bot.offers.filters import FUNDING, TRAINING
from bot.offers.reading.negation import sort_by_wish

_PRICES = "aktien|boersen|wechsel|waehrungs|devisen|gold|silber|dollar|bitcoin|oel"  # a "Kurs" that nobody attends
_TRAINING = re.compile(
    rf"\b(?!(?:{_PRICES})kurs)(\w*kurse?[ns]?|\w*lehrg(?:a|ae)nge?[ns]?"
    r"|\w*seminare?[ns]?|\w*schulung(?:en)?|\w*workshops?|webinare?"
    r"|\w*weiterbildung(?:en)?|\w*fortbildung(?:en)?|\w*trainings?|\w*unterweisung(?:en)?|unterweisen"
    r"|umschulung(?:en)?|kursangebote?|\w*zertifikatskurse?)\b"
)
_FUNDING = re.compile(
    r"\b(\w*foerder(?!schule)\w*|\w*zuschu(?:ss?|esse)\w*|bezuschuss\w*|\w*kredit\w*|\w*darlehen\w*|\w*buergschaft\w*"
    r"|(?:bundes|landes|eu-?)programm\w*|vom staat|staatlich\w*|subvention\w*|beteiligung\w*|beihilfe\w*"
    r"|\w*stipendi\w*|\w*toepfe?|geld|gelder|finanzierung\w*|mitfinanz\w*)\b"
)
_TYPES = {TRAINING: _TRAINING, FUNDING: _FUNDING}
_KINDS = {
    "zuschuss": r"\w*zuschu(?:ss?|esse)\w*|geschenkt\w*|nicht (?:zu)?rueck\w*zahl\w*",
    "darlehen": r"\w*kredit\w*|\w*darlehen\w*",
    "buergschaft": r"\w*buergschaft\w*|buerg(?:t|en|e)|ausfallbuerg\w*",
    "beteiligung": r"\w*beteiligung\w*|eigenkapital\w*|wagniskapital\w*|risikokapital\w*|venture\w*|investore?n?",
    "steuergutschrift": r"steuergutschrift\w*|steuerlich\w*|steuer(?:bonus|vorteil|ermaessigung|nachlass)\w*",
    "beratung": r"\w*beratung\w*|coaching\w*|berater\w*|beraet|beraten",
}
_KIND_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _KINDS.items()}
_LEVELS = {
    "land": r"land|landes\w*|hessen|hessisch\w*|wiesbaden",
    "bund": r"bund|bundes(?!weit)\w*|deutschlandweit|berlin",
    "eu": r"eu(?:-\w+)?|europaeisch\w*|europa\w*|bruessel\w*",
}
_LEVEL_PATTERNS = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _LEVELS.items()}


def read_offer_type(text: str) -> str:
    """Return which type of offer a text asks for, "" if none is named, or both and neither of them as unwanted."""
    wanted, unwanted = sort_by_wish(_TYPES, fold(text))
    named = (*wanted, *unwanted)  # "keine Kredite" asks for other funding; "Kurse, nicht Geld" for courses
    return named[0] if len(named) == 1 else next(iter(wanted), "") if unwanted else ""


def read_kinds(folded: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return wanted and unwanted kinds, and the text without the unwanted: "keine Kredite" has no topic."""
    wanted, unwanted = sort_by_wish(_KIND_PATTERNS, folded)
    rest = folded
    for words in unwanted.values():
        rest = rest.replace(words, " ")
    return wanted, tuple(unwanted), rest


def read_levels(folded: str) -> tuple[str, ...]:
    """Return the wanted levels; where only unwanted ones are named ("nicht von der EU"), all others."""
    wanted, unwanted = sort_by_wish(_LEVEL_PATTERNS, folded)
    if unwanted and not wanted:
        return tuple(name for name in _LEVELS if name not in unwanted)
    return wanted
