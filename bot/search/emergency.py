"""Whether somebody is in danger right now: then nothing of ours helps, only the emergency number."""

from __future__ import annotations

import re

from bot.german.normalize import fold
from bot.offers.reading.support import read_offer_type

_PEOPLE = (
    r"(?:hand|haende|finger|arm|bein|fuss|kopf|mann|frau|jemand|kolleg\w+|mitarbeiter(?:in)?|azubi|meister|einer ist)"
)
_DANGER = re.compile(
    r"\b(?:verblutet|blutet (?!aus)|bewusstlos|ohnmaechtig|atmet (?:nicht|kaum|schwer|nur noch)"
    r"|herzinfarkt|schlaganfall|herzstillstand|veraetzt|stromschlag (?:bekommen|gekriegt|abgekriegt)"
    r"|gasgeruch|(?:riecht|stinkt) (?:\w+ ){0,4}nach gas"
    r"|es brennt (?:in|im)|feuer (?:in|im)|(?:lager|halle|maschine) brennt"
    rf"|{_PEOPLE} (?:\w+ ){{0,5}}(?:eingeklemmt|verschuettet|abgestuerzt|zusammengebrochen|keine luft"
    r"|nicht (?:mehr )?ansprechbar)"
    r"|(?:mich|sich) (?:\w+ ){0,2}umbringen|(?:will|moechte|mag) nicht mehr leben)\b"
)
# What is over, would be, shall be learnt ("Kurs für den Fall, dass einer ohnmächtig wird"), or is a way to say things.
_NOT_NOW = re.compile(
    r"\b(?:gestern|vorgestern|letzte\w*|neulich|damals|vorige[ns]?|war|wurde|hatten?|waere|falls|wenn|dass|besser|herz"
    r"|nach (?:einem|dem|seinem|ihrem))\b"
)


def is_emergency(text: str) -> bool:
    """Tell whether a message speaks of danger to life in this moment; courses on it and what is over are none."""
    folded = fold(text)
    return bool(_DANGER.search(folded)) and not _NOT_NOW.search(folded) and not read_offer_type(text)
