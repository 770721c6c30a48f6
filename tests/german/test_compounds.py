"""Compounds of the subject, taken apart where it helps a search and left alone where it does not."""

from __future__ import annotations

import pytest

from bot.german.normalize import fold
from tests.words import compiled_words

COMPOUNDS = """
Fördermittelantrag Fördermittel Antrag
Weiterbildungszuschuss Weiterbildung Zuschuss
Digitalisierungsförderung Digitalisierung Förderung
Energieeffizienzmaßnahme Energieeffizienz Maßnahme
Investitionszuschussprogramm Investition Zuschuss Programm
Qualifizierungsförderung Qualifizierung Förderung
Hochvoltschulung Hochvolt Schulung
Unternehmensnachfolgeberatung Unternehmen Nachfolge Beratung
Innovationskreditantrag Innovation Kredit Antrag
Fachkräftesicherungskonzept Fachkräfte Sicherung Konzept
Kurzarbeitsqualifizierung Kurzarbeit Qualifizierung
Betriebsratsschulung Betriebsrat Schulung
Wasserstoffkurs Wasserstoff Kurs
Bildungsgutschein Bildung Gutschein
Transformationsnetzwerk Transformation Netzwerk
Verbrennungsmotor Verbrennung Motor
Roboterschulung Roboter Schulung
Softwareeinführung Software Einführung
Zuschusshöhe Zuschuss Höhe
Antragsfrist Antrag Frist
Personalabbau Personal Abbau
Führungskräftetraining Führungskräfte Training
"""
WHOLE = "Förderung Mitarbeiter Unternehmen Arbeitgeber Geschäftsführer Ansprechpartner Kurserie Euro".split()


@pytest.mark.parametrize("line", COMPOUNDS.split("\n")[1:-1], ids=lambda line: line.split()[0])
def test_a_compound_is_split_into_its_parts(line: str) -> None:
    words = compiled_words()
    compound, *parts = (fold(word) for word in line.split())
    assert [words.lemma(part) for part in words.split(compound)] == [words.lemma(part) for part in parts]


@pytest.mark.parametrize("word", WHOLE)
def test_a_usual_word_stays_whole(word: str) -> None:
    assert compiled_words().split(fold(word)) == ()
