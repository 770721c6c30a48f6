"""From a written word to the forms under which it is indexed and looked for: lemma, stem, parts of a compound."""

from __future__ import annotations

from functools import lru_cache

from bot.german.normalize import fold, skeleton, subtokens, tokenize
from bot.german.tables import WordTables

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
SUFFIXES = ("innen", "ern", "est", "end", "en", "em", "er", "es", "et", "st", "e", "n", "s", "t")
MINIMUM_PART = 4
MAXIMUM_PART_LOG = -17.5  # rarer parts make false splits: "Kurs|erie"


class Words:
    """The word forms of one set of tables; every method takes and gives folded words unless it says otherwise."""

    def __init__(self, tables: WordTables) -> None:
        self._tables = tables
        self.lemma = lru_cache(maxsize=50_000)(self._lemma)
        self.forms = lru_cache(maxsize=50_000)(self._forms)
        self.split = lru_cache(maxsize=20_000)(self._split)

    def content_forms(self, text: str) -> list[tuple[str, ...]]:
        """Return, for every content word of a text, its forms (the lemma first)."""
        return [self.forms(token) for token in tokenize(text) if not self.is_stop_word(token)]

    def is_stop_word(self, token: str) -> bool:
        """Tell whether a folded token says nothing about the subject."""
        return token in STOP_WORDS or (len(token) == 1 and not token.isdigit() and token != "§")

    def is_known(self, token: str) -> bool:
        """Tell whether the folded token is a German word in some spelling."""
        return any(self._tables.log_frequency(form) is not None for form in spellings(token))

    def _lemma(self, token: str) -> str:
        for form in spellings(token):
            lemma = self._tables.find_lemma(form)
            if lemma:
                return fold(lemma)
        return token

    def _forms(self, token: str) -> tuple[str, ...]:
        """Return lemma, stem, hyphen parts and compound parts of one token, without repeats."""
        found = [self.lemma(token)]
        found.append(stem(found[0]))
        for part in (*subtokens(token), *self.split(token)):
            if len(part) > 1 or part.isdigit():
                found += [self.lemma(part), stem(self.lemma(part))]
        return tuple(dict.fromkeys(found))

    def _split(self, token: str) -> tuple[str, ...]:
        """Split a compound into its parts (most probable split by the geometric mean of the parts' frequencies,
        after Koehn and Knight 2003); a word that is no compound gives an empty tuple."""
        if len(token) < 2 * MINIMUM_PART or not token.isalpha():
            return ()
        best, parts = self._best_split(token, depth=3)
        whole = self._noun_frequency(token)
        if len(parts) < 2 or (whole is not None and whole > -13 and whole > best):
            return ()
        return parts

    def _best_split(self, token: str, depth: int) -> tuple[float, tuple[str, ...]]:
        best: tuple[float, tuple[str, ...]] = (float("-inf"), ())
        frequency = self._noun_frequency(token)
        if frequency is not None and frequency > MAXIMUM_PART_LOG:
            best = (frequency, (token,))
        if depth == 0:
            return best
        for end in range(MINIMUM_PART, len(token) - MINIMUM_PART + 1):
            head = self._head_frequency(token[:end])
            if head is None:
                continue
            score, tail = self._best_split(token[end:], depth - 1)
            if not tail:
                continue
            mean = (head[0] + score * len(tail)) / (len(tail) + 1)
            # Two good parts beat one rare whole; each further part costs a little.
            if not best[1] or len(best[1]) > 1 or mean - 1.5 > best[0]:
                candidate = (mean - 0.4, (head[1], *tail))
                if candidate[0] > best[0] or len(best[1]) == 1:
                    best = max(best, candidate) if len(best[1]) > 1 else candidate
        return best

    def _head_frequency(self, piece: str) -> tuple[float, str] | None:
        for link in LINKING:
            base = piece[: len(piece) - len(link)] if link else piece
            if (link and not piece.endswith(link)) or len(base) < MINIMUM_PART:
                continue
            frequency = self._noun_frequency(base)
            if frequency is not None and frequency > MAXIMUM_PART_LOG:
                return frequency, base
        return None

    def _noun_frequency(self, piece: str) -> float | None:
        values = [self._tables.log_frequency(form) for form in spellings(piece)]
        known = [value for value in values if value is not None]
        return max(known) if known else None


def spellings(token: str) -> tuple[str, ...]:
    """Return how a folded token may be written: as it is, capitalised, in capitals, with its umlauts and ß back."""
    umlauts = token.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    sharp = umlauts.replace("ss", "ß")
    return tuple(
        dict.fromkeys(
            form
            for base in (token, umlauts, sharp)
            for form in (base.capitalize(), base, base.upper() if base == token else base)
        )
    )


def stem(token: str) -> str:
    """Cut one inflection ending off a folded word of at least five letters; crude, but the same for index and query."""
    for suffix in SUFFIXES:
        if token.endswith(suffix) and len(token) - len(suffix) >= 4:
            return token[: -len(suffix)]
    return token


def same_word_key(token: str) -> str:
    """Return a key that is equal for all spellings of a word with and without umlauts."""
    return skeleton(token)
