"""How mail programs introduce a quote, write a signature or leave traces of their own; German and English."""

from __future__ import annotations

import re
from collections.abc import Sequence

QUOTED = re.compile(r"\s{0,3}>")

LONGEST_INTRO = 3  # lines, where a program has broken them
# "Am 26.11.2026 um 10:15 schrieb Lotse <lotse@example.org>:", "On Thu, 26 Nov 2026, Lotse wrote:"
BROKEN_INTRO = re.compile(r"-*\s*(Am|On)\s.{4,300}?\b(schrieb|wrote|geschrieben)\b.{0,200}(:|-{3,})")
INTRO = re.compile(
    rf"{BROKEN_INTRO.pattern}"
    # "Lotse <lotse@example.org> schrieb am Do., 26. Nov. 2026, 10:15:"
    r"|\S.{1,200}\s(schrieb am|wrote on)\s.{4,100}:"
    r"|\S.{1,200}<\S+@\S+> (schrieb|wrote):"
    r"|(\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}),? \d{1,2}:\d\d .{2,150}<\S+@\S+>:"
    r"|(Zitat von|Quoting)\s.{2,200}:"
)
# What an intro has and a sentence about what somebody wrote has not; needed where no ``>`` follows.
ADDRESS = re.compile(r"\S@\S")

HEADER = re.compile(
    r"[*_\s]{0,3}(?P<name>Von|Gesendet|Datum|Date|An|Betreff|Cc|Kopie|Antwort an|Wichtigkeit|Priorität"
    r"|From|Sent|To|Subject|Reply-To|Importance)\s*:",
    re.IGNORECASE,
)
AUTHORS = frozenset({"von", "from"})
# What a list of dates or places, which may also go "Von: … An: …", does not have.
SURE_HEADERS = frozenset({"gesendet", "sent", "betreff", "subject"})
LEAST_HEADERS = 3
LONGEST_HEADER = 20  # lines, empty ones and long lists of recipients included
BORDER = re.compile(
    r"[-_*\s]{2,}(Urspr(ü|ue?)ngliche (Nachricht|E-?Mail|Mail)|Original-?(nachricht| ?Nachricht| ?Message| ?e-?mail)"
    r"|Weitergeleitete (Nachricht|E-?Mail|Mail)|Forwarded message)[-_*\s]{2,}"
    r"|(Anfang der weitergeleiteten (Nachricht|E-?Mail)|Begin forwarded message):",
    re.IGNORECASE,
)
RULE = re.compile(r"[_-]{10,}")

SIGNATURE = "-- "  # without the blank it may be a line between two parts of an answer
_DEVICES = r"(iPhone|iPad|Apple Watch|Galaxy|Smartphone|Handy|Huawei|Android|Mobiltelefon|Mobilgerät|Xiaomi|Pixel)"
_PROGRAMS = r"(Outlook|Mail|Yahoo|GMX|WEB\.DE|Proton|Gmail|freenet|T-Online|Telekom|IONOS|FairEmail|K-9|Spark)"
# Lines that programs write: the whole line, for a person may well begin one with "Von meinem Handy aus".
TRACE = re.compile(
    rf"(Diese Nachricht wurde )?von mein(em|er) .{{0,40}}{_DEVICES}\b.{{0,40}} (gesendet|geschickt|verfasst)\.?"
    rf"|Gesendet (von|mit|über) (mein(em|er) |der )?(mobilen )?.{{0,20}}({_DEVICES}|{_PROGRAMS})\b.{{0,40}}"
    rf"|Sent (from|with|via) (my )?.{{0,20}}({_DEVICES}|{_PROGRAMS})\b.{{0,40}}"
    r"|(Holen Sie sich |Get )?Outlook (für|for) (iOS|Android|Mac)\s*(<\S*>|\(\S*\))?( beziehen| herunterladen)?"
    # where pictures of a signature were
    r"|\[cid:[^\]\s]*\]|<cid:[^>]*>|\[(image|Bild|Grafik|Logo|Beschreibung)(: [^\]]{0,100})?\]"
    # what Exchange writes above mails from outside
    r"|.{0,200}aka\.ms/LearnAboutSenderIdentification.{0,40}",
    re.IGNORECASE,
)


def measure_intro(lines: Sequence[str], start: int) -> int:
    """Return how many lines from ``start`` on introduce a quote ("Am … schrieb …:"), 0 for none."""
    block: list[str] = []
    for line in lines[start : start + LONGEST_INTRO]:
        if not line.strip():
            break
        block.append(line.strip())
        if (BROKEN_INTRO if block[1:] else INTRO).fullmatch(" ".join(block)):
            begins_later = any(INTRO.fullmatch(" ".join(block[number:])) for number in range(1, len(block)))
            return 0 if begins_later else len(block)
    return 0


def measure_header(lines: Sequence[str], start: int) -> int:
    """Return how many lines from ``start`` on are a quote's header ("Von: … Gesendet: … Betreff: …"), 0 for none."""
    if not HEADER.match(lines[start]):
        return 0
    names: list[str] = []
    end = start
    for number in range(start, min(start + LONGEST_HEADER, len(lines))):
        line = lines[number]
        if match := HEADER.match(line):
            names.append(match.group("name").lower())
            end = number + 1
        elif line.strip() and not ADDRESS.search(line) and not line[0].isspace():  # not what a long header goes on with
            break
    is_sure = not SURE_HEADERS.isdisjoint(names) or any(map(ADDRESS.search, lines[start:end]))
    return end - start if len(names) >= LEAST_HEADERS and not AUTHORS.isdisjoint(names) and is_sure else 0


def opens_unmarked_quote(lines: Sequence[str], start: int) -> bool:
    """Tell whether here a quote begins whose lines bear no ``>``."""
    line = lines[start].strip()
    if BORDER.fullmatch(line) or measure_header(lines, start):
        return True
    count = measure_intro(lines, start)
    if not count or not ADDRESS.search(" ".join(lines[start : start + count])):
        return False
    following = next((after for after in lines[start + count :] if after.strip()), "")
    return not QUOTED.match(following)
