"""What a visitor writes into the form: concern, name and company, brought into shape or refused with a reason."""

from __future__ import annotations

import re

from bot.german.normalize import fold, tokenize
from bot.handoff.consent import read_consent
from bot.handoff.form_moves import is_question, is_skip
from bot.handoff.plain_text import tidy_line, tidy_lines

LONGEST_CONCERN = 1000
LONGEST_NAME = 80
LONGEST_COMPANY = 200
MOST_NAME_WORDS = 7

ASK_NAME = "Bitte nennen Sie nur Ihren Namen, zum Beispiel: Petra Vogt."
ASK_COMPANY = (
    "Bitte nennen Sie den Namen Ihrer Firma, zum Beispiel: Vogt Metallbau GmbH. Mit „weiter“ überspringen Sie das."
)
ASK_CONCERN = "Bitte beschreiben Sie Ihr Anliegen in einem Satz, zum Beispiel: Wir suchen Beratung zur Nachfolge."

GREETING = (
    r"(?:(?:hallo|hi|hey|moin(?: moin)?|servus|guten (?:tag|morgen|abend)|ja|gerne?|na klar|klar|ok|okay|also|ähm?)"
    r"[\s,.!:–-]+)*"
)
NAME_LEAD = re.compile(
    rf"^{GREETING}(?:(?:(?:mein|der) (?:voller |vollständiger )?name (?:ist|lautet|wäre)|name(?: ist)?"
    r"|ich hei(?:ß|ss?)e?|ich bin(?: (?:der|die)(?= (?:herr|frau)\b))?|bin|(?:hier |da )?(?:ist|spricht|schreibt)"
    r"|das ist|es schreibt|(?:sie können|man kann) mich)\b[\s:,–-]*)?",
    re.IGNORECASE,
)
NAME_TAIL = re.compile(
    r"\s*,?\s+(?:(?:von|bei) (?:der |dem )?(?:firma|fa\.|unternehmen)\b.*|nennen|(?:ist )?mein name|hei(?:ß|ss)e ich)$",
    re.IGNORECASE,
)
NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f .,'’`´&/()-])*")
PARTICLES = frozenset(
    "von van vom zu zum zur de del della der den da di dos du ten ter und el al bin ibn y"
    " med rer nat phil jur habil dipl ing geb h c".split()
)
# Words of sentences that are no names; "das", "will" or "bitte" are left out because somebody is called so.
NO_NAMES = frozenset(
    "ich wir ihr nicht nichts moechte moechten brauche brauchen habe haben hab suche suchen kann koennen ist sind eine"
    " einen kein keine keinen name namen mein meine unser unsere firma warum wieso weshalb anliegen thema foerderung"
    " beratung frage fragen weiterbildung telefon telefonnummer nummer mail email mailadresse rueckruf mitarbeiter"
    " bitte danke vielen fuer mit auf nach mich mir dir uns ueber bis was".split()
)
NO_ANSWERS = frozenset(
    (
        *("hallo", "hi", "hey", "moin", "moin moin", "servus", "guten tag", "guten morgen", "guten abend", "tach"),
        *("ja", "ja bitte", "ja gerne", "gerne", "klar", "na klar", "ok", "okay", "stimmt", "genau", "passt", "bitte"),
        *("nein", "nein danke", "nee", "ne", "danke", "weiter", "test", "egal", "hm", "hmm", "aeh"),
    )
)
COMPANY_LEAD = re.compile(
    rf"^{GREETING}(?:(?:(?:meine|unsere|die) firma (?:ist|hei(?:ß|ss)t|lautet)"
    r"|(?:mein|unser|das) (?:unternehmen|betrieb) (?:ist|hei(?:ß|ss)t)|wir (?:sind|hei(?:ß|ss)en)"
    r"|ich (?:bin|arbeite|komme) (?:bei|von|aus|für)|bei|von(?= der firma)|firma|unternehmen|betrieb|fa\.)"
    r"(?:\s+(?:der|die|das|dem|firma))*[\s:,]+)?",
    re.IGNORECASE,
)


class InvalidAnswer(ValueError):
    """An answer in the form cannot be used; the message is a German sentence for the visitor."""


def read_concern(text: str) -> str:
    """Return the concern with its lines kept. Raises InvalidAnswer."""
    concern = tidy_lines(text)
    if len(concern) > LONGEST_CONCERN:
        raise InvalidAnswer(
            f"Ihr Text hat {len(concern)} Zeichen, möglich sind {LONGEST_CONCERN}. Bitte fassen Sie sich etwas kürzer."
        )
    letters = [character for character in concern.lower() if character.isalnum()]
    if len(letters) < 3 or len(set(letters)) < 2 or " ".join(tokenize(concern)) in NO_ANSWERS:
        raise InvalidAnswer(f"Daraus kann ich Ihr Anliegen nicht erkennen. {ASK_CONCERN}")
    return concern


def read_name(text: str) -> str:
    """Return a person's name without the words around it. Raises InvalidAnswer."""
    line = tidy_line(text).strip("\"'„“”.!,;: ")
    if "@" in line or any(character.isdigit() for character in line):
        raise InvalidAnswer(f"Ein Name enthält weder Ziffern noch ein @. {ASK_NAME}")
    if is_question(text):
        raise InvalidAnswer(f"Das klingt nach einer Frage, nicht nach einem Namen. {ASK_NAME}")
    name = NAME_TAIL.sub("", NAME_LEAD.sub("", line, count=1)).strip("\"'„“”.!,;:- ")
    words = tokenize(name)
    if len(name) > LONGEST_NAME or len(name.split()) > MOST_NAME_WORDS:
        raise InvalidAnswer(f"Das ist zu lang für einen Namen. {ASK_NAME}")
    is_said_otherwise = fold(name) in NO_ANSWERS or read_consent(name) is not None
    if is_said_otherwise or not _looks_like_name(name) or NO_NAMES.intersection(words):
        raise InvalidAnswer(f"Das habe ich nicht als Namen erkannt. {ASK_NAME}")
    return _capitalise(_first_name_first(name))


def read_company(text: str) -> str:
    """Return a company's name, or an empty string where the visitor skips it. Raises InvalidAnswer."""
    if is_skip(text):
        return ""
    line = tidy_line(text)
    if is_question(line):
        raise InvalidAnswer(f"Das klingt nach einer Frage, nicht nach einem Firmennamen. {ASK_COMPANY}")
    company = COMPANY_LEAD.sub("", line, count=1).strip("\"'„“”,;: ")
    if len(company) > LONGEST_COMPANY:
        raise InvalidAnswer(f"Das ist zu lang für einen Firmennamen. {ASK_COMPANY}")
    if not any(character.isalnum() for character in company) or fold(company) in NO_ANSWERS:
        raise InvalidAnswer(f"Das habe ich nicht als Firmennamen erkannt. {ASK_COMPANY}")
    return company


def _looks_like_name(name: str) -> bool:
    letters = [character for character in name.lower() if character.isalpha()]
    if not NAME.fullmatch(name) or len(letters) < 2 or len(set(letters)) < min(2, len(letters) - 1):
        return False
    # "Petra vogt" comes from a telephone keyboard, "Stromanbieter jetzt wechseln" is a sentence.
    words = [word for word in name.split() if word.strip(".,()") not in PARTICLES]
    return len(words) < 3 or len({word.islower() for word in words}) == 1


def _first_name_first(name: str) -> str:
    family, comma, given = (part.strip() for part in name.partition(","))
    is_one_family = " " not in family or fold(family.split()[0]) in PARTICLES
    if not comma or not given or "," in given or not is_one_family or len(given.split()) > 2:
        return name
    return f"{given} {family}"


def _capitalise(name: str) -> str:
    return " ".join(
        re.sub(r"(?:^|(?<=[-'’]))\w", _upper, word) if word.islower() and word.strip(".,()") not in PARTICLES else word
        for word in name.split()
    )


def _upper(match: re.Match[str]) -> str:
    return match.group().upper()
