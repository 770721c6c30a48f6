"""What a visitor says in the form instead of an answer: skip this, stop all of it, a question in between."""

from __future__ import annotations

import re

from bot.german.normalize import fold, tokenize

# Words that change nothing about what is meant: "ach bitte, dann lieber abbrechen" says "abbrechen".
FILLERS = frozenset(
    "ach och oh naja na tja bitte danke ok okay oki jetzt einfach mal hier sofort sorry entschuldigung ja nein nee ne"
    " noe gerne gern dann also aber ich wir das es dies diese diesen den die der alles lieber besser wieder gleich nun"
    " leider eh".split()
)
QUESTION_WORDS = frozenset(
    "was wer wen wem wie wieso weshalb warum wann wo woher wohin wozu wofuer welche welcher welches welchen wieviel"
    " wieviele weswegen gibt kann kannst koennen koennten koennt darf duerfen muss muessen ist sind habt haben".split()
)
PLAIN_NO = frozenset("nein ne nee noe nope no".split())
STROKES = re.compile(r"[-–—/._*…]+")

SKIPS = frozenset(
    (
        *("weiter", "weitermachen", "weiter geht's", "next", "skip", "leer", "x", "egal", "ist egal", "unwichtig"),
        *("naechste", "naechste frage", "naechster schritt", "naechster punkt", "nicht noetig", "entfaellt"),
        *("ueberspringen", "ueberspringe", "ueberspring", "frage ueberspringen", "feld ueberspringen"),
        *("auslassen", "weglassen", "lassen weg", "lass weg", "spielt keine rolle", "tut nichts zur sache"),
        *("keine", "keins", "keiner", "nichts", "ohne", "k.a", "k a", "ka", "keine angabe", "keine angaben"),
        *("keine firma", "kein unternehmen", "kein betrieb", "ohne firma", "ohne angabe", "ohne unternehmen"),
        *("habe keine", "hab keine", "habe keine firma", "hab keine firma", "habe kein unternehmen"),
        *("privat", "rein privat", "bin privat", "bin privat da", "privat unterwegs", "privatanfrage"),
        *("privatperson", "als privatperson", "bin privatperson", "bin eine privatperson", "bin als privatperson da"),
        *("moechte nicht sagen", "moechte nicht angeben", "will nicht sagen", "sag nicht", "sage nicht"),
        *("nicht angeben", "verrate nicht"),
    )
)

SHORTEST_SENTENCE = 5  # words
MORE_OF_CONCERN = re.compile(
    r"(?:und |ausserdem |dazu |also )*(?:wir|unsere?[nmrs]?|bei uns|es (?:geht|handelt)|ausserdem"
    r"|ich (?:habe|brauche|suche|wollte|will wissen|moechte wissen))\b(?!.*\bnamen?\b)"
)


def _one_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases))


# Ends the form whatever is said beside it in a short message.
STRONG_CANCEL = _one_of(
    r"(?:(?:moechte|moechten|will|wollen|wuerde|kann|koennen|koennten|man|sie|du|sollten|formular|vorgang|anfrage"
    r"|uebergabe|eingabe|gespraech|dialog|ganze) )*"
    r"(?:abbrechen|abbruch|abbreche|abrechen|cancel|storno|stornieren|verwerfen|zurueckziehen)",
    r"brech(?:e|en) (?:sie )?(?:hiermit )?ab",
    r"brich ab",
    r"vergiss|vergesst|vergessen sie",
    r"(?:will|moechte) formular (?:doch )?nicht ausfuellen",
    r"formular (?:will|moechte) (?:doch )?nicht ausfuellen",
    r"(?:vorgang|anfrage|formular|uebergabe|eingabe) (?:beenden|stoppen|schliessen)",
)
# Ends the form only where nothing else is said: "Halt, meine Nummer war falsch" is a correction.
WEAK_CANCEL = _one_of(
    r"stop+|halt|ende|exit|quit|raus|beenden|aufhoeren",
    r"(?:schluss|genug|hoer auf|hoert auf|hoeren sie auf|reicht)(?: damit| davon| mir)?",
    r"(?:hat sich |ist |hat )?(?:schon )?erledigt|schon gut",
    r"(?:lass|lassen|lasst)(?: sie)?(?: gut| stecken| bleiben)?(?: sein)?",
    r"doch nicht(?: mehr)?|nicht (?:mehr|weiter|weitermachen|mehr noetig)|keine lust mehr",
    r"(?:brauche|brauchen|brauch) (?:doch )?nicht mehr",
    r"(?:will|moechte|wollen|moechten|mag) (?:doch nicht(?: mehr)?|nicht mehr|nicht weiter)(?: weitermachen| machen)?",
    r"(?:habe|hab) (?:mir )?anders ueberlegt",
)
LONGEST_CANCEL = 12


def is_question(text: str) -> bool:
    """Tell whether the text is put as a question."""
    words = tokenize(text)
    return text.rstrip(" .!)\"“”'").endswith("?") or (len(words) > 2 and words[0] in QUESTION_WORDS)


def is_more_of_concern(text: str) -> bool:
    """Tell whether a text goes on with what somebody wants, where the name was asked for: it is none in any case."""
    is_sentence = len(tokenize(text)) >= SHORTEST_SENTENCE and not is_question(text)
    return is_sentence and bool(MORE_OF_CONCERN.match(fold(text))) and "@" not in text


def is_skip(text: str) -> bool:
    """Tell whether the visitor passes over an optional field; a company called "Weiter GmbH" is not meant."""
    words = tokenize(text)
    if not words:
        return bool(STROKES.fullmatch(text.strip()))
    core = _core(text)
    return core in SKIPS or (not core and bool(PLAIN_NO.intersection(words)))


def is_cancel(text: str) -> bool:
    """Tell whether the visitor wants out of the form; a concern about breaking something off is not meant."""
    if len(tokenize(text)) > LONGEST_CANCEL:
        return False
    clauses = [_core(clause) for clause in re.split(r"[,.;:!?…\n]+|\s[-–—]+\s|\bund\b", fold(text))]
    said = [clause for clause in clauses if clause]
    if not said:
        return False
    if STRONG_CANCEL.fullmatch(said[0]) or STRONG_CANCEL.fullmatch(said[-1]):
        return True
    return all(WEAK_CANCEL.fullmatch(clause) for clause in said)


def _core(text: str) -> str:
    return " ".join(word for word in tokenize(text) if word not in FILLERS)
