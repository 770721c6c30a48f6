"""Dialect as people type it on a phone, brought to the words of the standard language.

Frequent words are looked up. In others, regular sounds of the large dialects are undone, one or two at a time, until a
standard word comes out: apocope (Hessian, Swabian "zahle", "Leut"), Bavarian "oa" and vocalised l, Swabian "scht",
"uff", Berlin and Low German j and k for g and ch, "gmacht" for "gemacht". What is a standard word of
its own ("Hammer", "Kammer", "Watt", "Leid") stands in no list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

# Standard words, each with the forms that stand for it; everything folded.
_FORMS = """
aber: awer awwer owwer obber
alles: ois ollas ollet allet
alt: oid oida ald olt
arbeit: oabat arwet arbet arbeed orbeit arbad
auch: aach ooch ook
auf: uff uf
auf dem: uffm offm
aus: ut
bei: bai
bekommen: kriagn kriegn kriagen
bekommt: kriagt kricht kreet kriggt
bisschen: bissl bisserl bissle bissche bissken bissje
brauche: braach brauch
brauchen: brauchan brauchn braachen bruken braucha
bringt: bringd
da: doa
darf: derf dearf derfe dierf
das: dat datt dit det dess dees
dafuer: dafia dofier dafoer defuer dofuer
dazu: dazua
deutsch: daitsch deitsch duetsch daetsch
ein: oan oa oin oi een
eine: oane oana oine eene ene
einen: oanen oin eenen
einmal: amoi amol emol eemol mol
er: hae
es: et
etwas: ebbes ebbas ebs
euch: eich eisch enk uech
eure: eire eire oire
firma: fiama ferma
frage: frog froch froog frooch
fragen: frogn froche froochn
fuer: fia fir foer fier fuea voer
gar: goar
gefragt: gfrogt gefroogt
geld: jeld goeid gaeld gelt goed
gehen: jehn goh
geht: jeht gehd jeiht geiht goht
geht es: gehds jehts
gemacht: gmocht jemacht gmacht
genau: jenau gnau
gern: jern gearn
gesagt: gsogt gsacht jesacht jesagt gsagt
gibt: jibt gibd gitt git
gibt es: gibds gibbet jibts jibtet gits
gut: guad guat jut gued
habe: hob hobi hoab hebb heb
haben: ham hamm hom hend hebben hawwe hann han hon
haben wir: hamma hemmer hammr hobmer
hat: hod hot hodd hett
heute: heit heid huet hoit vondag
hilft: huift hoelpt huelft
hoeren: hean
ich: isch ick icke ik
ihr: oes
ist: iss is isses
ja: jo joa jau
jahr: joahr joar johr joor
jahre: johre joahre
jetzt: getz etz jetz etzad iatzt jetzad nu
junge: jonge bua
kann: ko kunn kao
kann man: kamma kammr
kannst du: kannste konnst kaunst
kein: koa koi keen kaan kee
keine: koane koine keene
klein: kloa kloi kleen klaa luett
kleine: kloane kloana kleene luette kloine
kleiner: kloaner kloana
koennen: kenna koenna kennan kuennt kinna
komme: kumm kimm
kommt: kimmt kummt kuemmt
lernen: learna lerna leahrn
leute: leit leut luet lue lued
machen: mocha mochn maken moake moch maacht
machst du: machste
man: mer ma mr
maschine: maschin maschien moschin
mein: mei moi meim
meine: meene moine
mit: mid midm mitm
moechte: moecht mechat mecht meecht
muss: muas mutt mott mua
muessen: miassn muassn misse miasse moeten
nach: noh
nach dem: nachm nochm
neue: neie neia nije neje nuie
nicht: net ned nich nit nedd nisch niet niche
nicht mehr: nimmer nimma
nichts: nix nischt nuescht nuex nischd
noch: no noh
oder: odda oda odr
reden: babbele babbeln schwaetze schnacken snacken redn plaudan
sagen: sogn soache seggen
schon: scho schunn schun
sehr: arg oarg
sind: san sain sann seimer
so: asoo
soll: sull soi
sprechen: schwaetzen kuern
stunde: stund
tun: doa daun doon dua
und: un unn ond unda
uns: ons
unser: unsa
unsere: unsre unsare onsere unsane
verstehe: vaschteh versteh vastehe
verstehen: vaschtehn vasteh
viel: vui vill fui
von: vo vun vonn
von der: vonner vunner vonna
was: wat wos wot wees
weiss: woas woass wees weess
weiterbildung: weidabuidung weiderbildung weitabildung
wenn man: wemmer wemma wammer
wer: wea wear
wie: wia wii
wir: mia mar
wird: werd weard wead
wissen: wissn
wo: wou woa
wohin: wohi
wollen: woin wolln wella welln
wuerde: dad daad daed deed taet
wuerden: dadn dadens daeten
zahlen: zoin zohln zahln
zahlt: zoit zohlt zoihlt
zu: zua ze
zusammen: zamm zsamme zamma zesamme tosamen
"""
WORDS = {
    form: standard
    for line in _FORMS.split("\n")
    if line
    for standard, _, forms in [line.partition(":")]
    for form in forms.split()
}

_SHIFTS = tuple(
    (re.compile(pattern), standard)
    for pattern, standard in (
        (r"^g(?=[bcdfhjkmnpqstvwxz])", "ge"),
        (r"^j(?=e)", "g"),
        (r"^aa(?=[a-z])", "an"),
        (r"oa", "ei"),
        (r"oo", "a"),
        (r"ui", "il"),
        (r"scht", "st"),
        (r"schd", "st"),
        (r"uff", "auf"),
        (r"d$", "t"),
        (r"a$", "er"),
        (r"(?<=[bcdfgklmnprstz])n$", "en"),
        (r"e$", "en"),
        (r"$", "e"),
    )
)
MINIMUM = 4  # shorter words come out as something else too easily


def standardise(tokens: Iterable[str], is_standard: Callable[[str], bool]) -> Iterator[str]:
    """Yield folded tokens with those of a dialect exchanged; one may become two."""
    for token in tokens:
        known = WORDS.get(token)
        if known:
            yield from known.split()
        else:
            yield token if len(token) < MINIMUM or is_standard(token) else find_standard(token, is_standard) or token


def find_standard(token: str, is_standard: Callable[[str], bool]) -> str | None:
    """Return the standard word that comes out where one or two regular sounds are undone, None where none does."""
    once = list(_shift(token))
    twice = (second for first in once for second in _shift(first))
    return next((form for form in chain(once, twice) if is_standard(form)), None)


def _shift(token: str) -> Iterator[str]:
    return (form for pattern, standard in _SHIFTS if (form := pattern.sub(standard, token, count=1)) != token)
