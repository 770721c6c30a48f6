"""From a written word to the forms under which it is indexed and looked for: lemma, stem, parts of a compound."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.german.normalize import fold, skeleton, subtokens, tokenize
from bot.german.tables import WordTables, open_tables

# Words that say nothing about the subject of a question.
STOP_WORDS = frozenset(
    fold(
        "ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bekommen "
        "bin bis bist bitte brauchen da dabei dadurch dafür dagegen daher damit danach danke dann daran "
        "darauf darf das dass dazu dein deine dem den denen denn der deren des dessen dich die dies diese "
        "diesem diesen dieser dieses dir doch dort dran drin du durch dürfen eben eigentlich ein eine einem "
        "einen einer eines einfach einmal er es etwas euch euer eure euren frage fragen für gar geben gegen "
        "gehen genau gerade gern gibt gibt's gibts guten habe haben hallo halt hat hatte heißen hi hier hin "
        "hätte ich ihnen ihr ihre ihrem ihren ihrer im in ins irgendwie ist ja jede jeder jedes jemand jetzt "
        "kann kein keine krieg kriegen können könnte könnten lassen machen mal man mehr mein meine meinem "
        "meinen meiner mich mir mit moin muss möchte möchten müssen nach ne nem nen nicht noch nun nur ob "
        "oder ohne sagen schon sehr sein seine sich sie sind so so'n soll sollen sollte sowas sowie tag tun "
        "und uns unser unsere unserem unseren unserer unter viel viele vom von vor wann war warum was welche "
        "welchem welchen welcher welches wenn wer werden weshalb wie wie's wieder wieso will wir wird wo "
        "wofür woher wohin wollen worum wozu wurde wäre würde würden zu zum zur über überhaupt "
    ).split()
)
LINKING = ("", "s", "es", "n", "en", "er", "e")
USUAL_LINKS = ("", "s", "n", "en")
SUFFIXES = ("innen", "ern", "est", "end", "en", "em", "er", "es", "et", "st", "e", "n", "s", "t")
MINIMUM_PART = 4
MAXIMUM_PARTS = 3
MINIMUM_NOMINAL = 7  # letters of a noun made of a verb: "Planung"
RAREST_VERB = -16.0  # log frequency
LONGEST_COMPOUND = 60  # letters; nobody writes longer ones, and splitting takes time by the square
# Natural logarithms of relative frequencies, set on a table of compounds (tests/german/test_compounds.py).
RAREST_PART = -17.0  # rarer words make false splits
RAREST_SHORT_PART = -14.5  # the same for the shortest: "Kurs|erie"
USUAL_PART = -11.5  # a part counts as no more frequent than this, or "weiter|bildung" would beat "Weiterbildung"
USUAL_WHOLE = -12.5  # words as frequent as this are understood without being split
PROVEN = -13.0  # words as frequent as this are no slips, though "interressieren" comes near
NOUN_MARGIN = 1.0  # a part must be about as frequent with a capital as without: "Weiter", "Kurz", "Nach" are no nouns
CUT_CHARGE = 0.6
DOMAIN_NOUNS = frozenset("hochvolt wasserstoff cobot azubi kurzarbeit betriebsrat zulieferer".split())


class Words:
    """The word forms of one set of tables; every method takes and gives folded words unless it says otherwise."""

    def __init__(self, tables: WordTables) -> None:
        self.tables = self._tables = tables
        self.lemma = lru_cache(maxsize=50_000)(self._lemma)
        self.forms = lru_cache(maxsize=50_000)(self._forms)
        self.split = lru_cache(maxsize=50_000)(self._split)
        self.is_proven = lru_cache(maxsize=50_000)(self._is_proven)
        # Of one misspelt word some twenty readings are tried, which have most of their pieces in common.
        self._part_score = lru_cache(maxsize=50_000)(self._rate_part)
        self._head = lru_cache(maxsize=50_000)(self._find_head)

    def content_forms(self, text: str) -> list[tuple[str, ...]]:
        """Return, for every content word of a text, its forms (the lemma first)."""
        return [self.forms(token) for token in tokenize(text) if not self.is_stop_word(token)]

    def is_stop_word(self, token: str) -> bool:
        """Tell whether a folded token says nothing about the subject."""
        return token in STOP_WORDS or (len(token) == 1 and not token.isdigit() and token != "§")

    def is_known(self, token: str) -> bool:
        """Tell whether the folded token is a German word in some spelling, be it a frequent slip."""
        return self._tables.find_folded(token) is not None

    def _is_proven(self, token: str) -> bool:
        """Tell whether the folded token is surely spelt right: it is listed or a compound of listed nouns."""
        if self.is_listed(token):
            return True
        parts = self.split(token)
        return bool(parts) and all(map(self.is_listed, parts))

    def is_listed(self, token: str) -> bool:
        """Tell whether the folded token has a lemma or is too frequent for a slip."""
        found = self._tables.find_folded(token)
        return found is not None and (found.is_attested or found.log_frequency > PROVEN)

    def one_slip_away(self, token: str) -> list[str]:
        """Return the frequent folded words that are spelt like a token but for one letter."""
        return [word for word in sorted(self._tables.find_similar(token)) if OSA.distance(word, token) == 1]

    def log_frequency(self, token: str) -> float:
        """Return the natural logarithm of the relative frequency of a folded token, minus infinity where unknown."""
        found = self._tables.find_folded(token)
        return found.log_frequency if found else -math.inf

    def _lemma(self, token: str) -> str:
        return self._tables.find_lemma(token) or token

    def _forms(self, token: str) -> tuple[str, ...]:
        """Return lemma, stem, hyphen and compound parts of one token and the verbs behind them, without repeats."""
        found = [self.lemma(token)]
        found.append(stem(found[0]))
        for part in (*subtokens(token), *self.split(token)):
            if len(part) > 1 or part.isdigit():
                found += [self.lemma(part), stem(self.lemma(part))]
        verbs = filter(None, map(self._find_verb, found))
        return tuple(dict.fromkeys((*found, *verbs)))

    def _find_verb(self, noun: str) -> str | None:
        """Return the verb that a noun in -ung is made of, None where there is none, as for "Zeitung"."""
        if len(noun) < MINIMUM_NOMINAL or not noun.endswith("ung"):
            return None
        verbs = (noun[:-3] + ending for ending in ("en", "n"))
        return next(
            (verb for verb in verbs if self.log_frequency(verb) > RAREST_VERB and self.lemma(verb) == verb), None
        )

    def _split(self, token: str) -> tuple[str, ...]:
        """Split a compound into its parts; a word that is no compound, or a well-known one, gives an empty tuple.

        The best split has the highest mean frequency of its parts (after Koehn and Knight 2003, whose geometric mean
        is the mean of logarithms), each part counted as no more than usual and each cut charged.
        """
        if not 2 * MINIMUM_PART <= len(token) <= LONGEST_COMPOUND or not token.isalpha():
            return ()
        parts = self._best_parts(token, MAXIMUM_PARTS)
        if len(parts) < 2 or self._is_usual(token):
            return ()
        return tuple(part for part, _ in parts)

    def _is_usual(self, token: str) -> bool:
        found = self._tables.find_folded(token)
        return found is not None and found.as_noun > USUAL_WHOLE

    def _best_parts(self, token: str, most: int) -> list[tuple[str, float]]:
        """Return the best split of a token into at most so many (part, score), [] where there is none."""
        options = []
        whole = self._part_score(token)
        if whole is not None:
            options.append([(token, whole)])
        # Whatever stands before it, the last part is a noun: most words have none there, and are done with.
        cuts = range(MINIMUM_PART, len(token) - MINIMUM_PART + 1) if most > 1 else ()
        last_cuts = [cut for cut in cuts if self._part_score(token[cut:]) is not None]
        for cut in last_cuts if most == 2 or not last_cuts else range(MINIMUM_PART, last_cuts[-1] + 1):
            head = self._head(token[:cut])
            tail = self._best_parts(token[cut:], most - 1) if head else []
            if head and tail:
                options.append([head, *tail])
        return max(options, key=_rate_split, default=[])

    def _find_head(self, piece: str) -> tuple[str, float] | None:
        """Return the noun that a piece before another one stands for, without its linking element."""
        found = []
        for link in LINKING:
            base = piece[: len(piece) - len(link)] if link else piece
            if piece.endswith(link) and len(base) >= MINIMUM_PART:
                score = self._part_score(base)
                if score is not None:
                    found.append((base, score - (link not in USUAL_LINKS)))
        return max(found, key=lambda pair: pair[1], default=None)

    def _rate_part(self, piece: str) -> float | None:
        """Return how good a part of a compound a word is, None where it is none: rare, or hardly ever a noun."""
        if piece in DOMAIN_NOUNS:
            return USUAL_PART
        rarest = RAREST_PART if len(piece) > MINIMUM_PART else RAREST_SHORT_PART
        found = self._tables.find_folded(piece)
        if found is None or found.as_noun < rarest or found.as_noun <= found.in_lower_case - NOUN_MARGIN:
            return None
        return min(found.as_noun, USUAL_PART)


def _rate_split(parts: list[tuple[str, float]]) -> float:
    return sum(score for _, score in parts) / len(parts) - CUT_CHARGE * (len(parts) - 1)


def stem(token: str) -> str:
    """Cut one inflection ending off a folded word of at least five letters; crude, but the same for index and query."""
    for suffix in SUFFIXES:
        if token.endswith(suffix) and len(token) - len(suffix) >= 4:
            return token[: -len(suffix)]
    return token


def same_word_key(token: str) -> str:
    """Return a key that is equal for all spellings of a word with and without umlauts."""
    return skeleton(token)


def open_words(folder: Path) -> Words:
    """Return the words over the tables compiled into a folder, which all of a process share. Raises MissingTables."""
    return Words(open_tables(folder))
