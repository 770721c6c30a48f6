"""Words that tell other languages from German: what holds a sentence together, and a few of the subject's own."""

from __future__ import annotations


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


# English that is German in no spelling, dialect or title.
ENGLISH = _split(
    "the what how where which who when why you your yours are does did doing this that these those there their they"
    " them with from about into have having could would should shall our ours myself i'm i'd i've i'll we're we've we'd"
    " don't doesn't didn't can't isn't aren't what's where's who's it's that's been being because if need needs wants"
    " funding funded grants loan loans subsidy subsidies money companies employee employees workers worker courses"
    " apply applications someone somebody speak talk thank suppliers possible between after before"
    " without through much many than more tell explain understand getting give know still available me"
    " whom whose cannot who's anyone anybody something anything please yes goodbye our english"
    " looking repaid allowance guarantee eligible responsible wages premises exist exists how's"
)
# English that Germans write as well: "do" and "is" in dialects, "help" and "offer" in titles.
ALSO_GERMAN = _split(
    "is do we us to for or and of can has not my at by it i a an in on am so be but must help work works start open"
    " business free any also long find offer offers number company firm sorry thanks hello bye had small phone if"
    " get want pay cost costs year years month months hours course grant support talk application region supplier"
    " factory machine machines own make use only first next new people human real chat bot"
)
OTHERS = {
    "fr": _split(
        "les une est que qui quoi comment pourquoi quand avec pour dans vous nous je j'ai suis avez avons quel"
        " quelle quels quelles sont cherche besoin aide bonjour bonsoir merci plaît où peut peux notre votre entreprise"
        " cette c'est l'entreprise qu'est voudrais parlez aux sur d'une puis-je"
    ),
    "es": _split(
        "el los las una qué cómo para por usted que nosotros necesito quiero queremos hola buenos días gracias dónde"
        " cuál cuánto hay está tengo tenemos empresa nuestra ayuda puedo podemos quién ayudas ustedes quisiera"
    ),
    "it": _split(
        "il gli una che come sono avete abbiamo vorrei buongiorno buonasera grazie dove quale quanto c'è della"
        " delle dei nostra azienda posso possiamo cerco aiuto chi cosa quali è bisogno siamo nostri corso"
    ),
    "ro": _split(
        "și este sunt pentru cum unde cine care avem vreau bună ziua mulțumesc aveți nevoie firma noastră pot putem să"
        " cu ajutor bani vă există"
    ),
    "pl": _split(
        "jest czy jak dla gdzie kto mam mamy chcę proszę dzień dobry cześć dziękuję firma firmy naszej nasza nas się"
        " potrzebuję potrzebujemy pomoc szkolenie szkolenia pieniądze jakie jaki są możemy mogę dostać"
    ),
    "tr": _split(
        "bir için nasıl nerede mı mu var kim merhaba selam teşekkürler teşekkür istiyorum istiyoruz bizim şirket"
        " şirketimiz yardım para eğitim nedir kadar bu misiniz mısınız lütfen kurs çalışanlar günler iyi konuşmak"
    ),
}
# Whoever writes these means German, whatever stands beside them.
GERMAN = _split(
    "der die das den dem des ein eine einen einem einer und oder aber ist sind war waren bin bist hat habe haben hab"
    " wir ihr sie er es ich mir mich uns euch ihnen ihre unser unsere unseren mein meine was wer wie wo wann warum"
    " wieso welche welcher welches welchen wieviel womit wofür gibt geht gehts kann kannst können könnt könnte darf"
    " dürfen muss müssen soll sollen will wollen wird werden würde nicht kein keine nur noch schon auch mal bitte danke"
    " hallo für fuer von vom mit bei beim im auf aus zu zum zur über ueber unter nach vor bis ohne gegen um net isch"
    " durch als wenn dass weil man denn doch ja nein da dann hier dort sehr mehr viel viele dat wat ik nich ned"
    " mei koa wos dos fer gibbet"
    " meinem meiner deinem seinem ihrem ihren ihrer unserem unserer diese dieser dieses diesem diesen zwei fragen"
)
