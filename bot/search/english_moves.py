"""What visitors say in English that is no question about the content: moves of the conversation and smalltalk."""

from __future__ import annotations

import re

from bot.german.normalize import tokenize

_PERSON = "human|person|someone|somebody|agent|advis[eo]r|employee|representative|colleague|operator|human being"
WANTS_PERSON = re.compile(
    rf".*\b(?:talk|speak|chat|connect|transfer|put me through)\b.*\b(?:{_PERSON})\b.*"
    rf"|(?:i (?:want|need) )?(?:an? )?(?:real )?(?:{_PERSON})(?: please)?"
)
MOVES = {
    "smalltalk_begruessung": r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|greetings)(?: there| everybody)?",
    "smalltalk_befinden": r"(?:hello |hi )?how are you(?: today| doing)?",
    "smalltalk_dank": r"(?:ok |okay |great )?(?:thanks|thank you)(?: very much| so much| a lot)?(?: for your help)?",
    "smalltalk_verabschiedung": r"(?:good ?bye|bye(?: bye)?|see you(?: later| soon)?|have a nice (?:day|evening))",
    "smalltalk_bestaetigung": r"(?:yes|yeah|yep|sure|ok|okay)(?: please| thanks)?",
    "smalltalk_verneinung": r"(?:no|nope)(?: thanks| thank you)?",
    "smalltalk_wer_bist_du": r"(?:who|what) are you|what is your name|what's your name",
    "dialog_neustart": r"start (?:over|again)|restart|begin again",
    "dialog_gespraech_loeschen": r"(?:please )?(?:delete|erase) (?:this|the|my) (?:chat|conversation)(?: please)?",
}
_MOVES = {intent: re.compile(pattern) for intent, pattern in MOVES.items()}


def find_english_move(text: str) -> str | None:
    """Return the intent of a message that is nothing but a move, None for any other."""
    said = " ".join(tokenize(text))
    return next((intent for intent, pattern in _MOVES.items() if pattern.fullmatch(said)), None)


def wants_person(text: str) -> bool:
    """Tell whether a message in English asks for a person."""
    return bool(WANTS_PERSON.fullmatch(" ".join(tokenize(text))))
