"""What the kinds of noise are made of: neighbouring keys, words that sound alike, what stands around a question."""

from __future__ import annotations

# Neighbours on a German keyboard (QWERTZ).
KEYBOARD = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "rzg", "z": "tuh", "u": "zij", "i": "uok", "o": "ipl",
    "p": "oü", "a": "qsy", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjz", "j": "hku", "k": "jli",
    "l": "kö", "y": "asx", "x": "yc", "c": "xv", "v": "cb", "b": "vn", "n": "bm", "m": "n", "ü": "pö", "ö": "lä",
    "ä": "öü",
}  # fmt: skip

# What dictation makes of a word.
HEARD = {
    "dass": "das", "das": "dass", "seid": "seit", "seit": "seid", "wieder": "wider", "ihr": "ihre", "euch": "auch",
    "kmu": "ka m u", "kug": "kuk", "fue": "f und e", "f&e": "f und e", "§": "paragraf", "ki": "k i", "it": "i t",
    "eu": "e u", "ihk": "i h k", "kfw": "k f w", "tregks": "treks", "mal": "ma", "prozent": "%",
}  # fmt: skip

FILLERS = ("äh", "ähm", "also", "ja", "sag mal", "genau", "komma", "sozusagen")

ARTICLES = frozenset(
    "der die das den dem des ein eine einen einem einer eines unser unsere unserem unseren unserer sich".split()
)

GREETINGS = (
    "Sehr geehrte Damen und Herren,",
    "Guten Tag,",
    "Hallo zusammen,",
    "Liebes Team,",
    "Guten Morgen,",
    "Sehr geehrter Herr Wieners,",
)
SITUATIONS = (
    "wir sind ein Familienbetrieb mit 45 Beschäftigten und fertigen seit dreißig Jahren Teile für die Autoindustrie.",
    "ich schreibe Ihnen im Namen unserer Geschäftsführung, weil wir auf Ihre Seite gestoßen sind.",
    "auf der letzten Veranstaltung in Kassel hat mir ein Kollege von Ihnen erzählt.",
    "unser Unternehmen sitzt im Landkreis Kassel, und wir stehen vor einigen Veränderungen.",
    "ich bin neu in der Personalabteilung und arbeite mich gerade ein.",
    "leider habe ich auf Ihrer Internetseite dazu nichts gefunden, deshalb wende ich mich direkt an Sie.",
)
SIGN_OFFS = (
    "Mit freundlichen Grüßen\nSabine Müller",
    "Vielen Dank im Voraus und viele Grüße\nT. Schäfer",
    "Über eine kurze Rückmeldung würde ich mich freuen.\n\nBeste Grüße\nJan Becker\nGeschäftsführer",
    "MfG\nKlaus Weber",
    "Danke für Ihre Mühe!\n\nFreundliche Grüße aus Baunatal\nAnja Hofmann\nTel. 0561 123456",
)

COLLOQUIAL = {
    "ist": "is", "nicht": "net", "nichts": "nix", "ein": "n", "eine": "ne", "einen": "nen", "wir": "mir",
    "haben": "ham", "auch": "aach", "mal": "emo", "das": "des", "was": "wat", "ich": "isch",
    "etwas": "was", "jetzt": "jetz", "auf": "uff", "kein": "kee", "für": "fer",
}  # fmt: skip
REGIONAL_TAGS = ("gell", "ne", "oder wie", "odder", "sach ma", "he", "wa")
