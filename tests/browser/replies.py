"""Canned replies of every kind, by the question that gets them: long German ones, as real answers are."""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]

LAUFZEIT = "Wie lange läuft TRegKS?"
HOCHVOLT = "Welche Hochvolt-Schulungen gibt es?"
KONTAKT = "Wer ist unser Ansprechpartner?"
UNKLAR = "Was ist mit dem Geld?"
MENSCH = "Ich möchte mit einem Menschen sprechen."
FERTIG = "ja"
MARKUP = "Zeigen Sie Markup"
LISTE = "Welche Ziele hat TRegKS?"
VERGLEICH = "Unterschied zwischen 1 und 3"
FALSCH = "keine Adresse"
CHECK = "Fördercheck starten"
ARABISCH = "متى ينتهي المشروع؟"

REPLIES: dict[str, list[Message]] = {
    LAUFZEIT: [
        {
            "kind": "answer",
            "text": "Das Netzwerk wird von **2023 bis Mitte 2025** mit rund **3,1 Millionen Euro** gefördert. Die "
            "Projektphase versteht sich als *Lern- und Entwicklungsphase*: Die erprobten Instrumente sollen "
            "anschließend verstetigt werden. Was danach kommt, erfahren Sie bei der Projektleitung unter "
            "+49 561 70733-52 oder wieners@wfg-kassel.de.",
            "references": [{"type": "faq", "slug": "laufzeit-tregks"}],
            "source": {
                "title": "Pressemitteilung der Wirtschaftsförderung Region Kassel GmbH vom 12.04.2023",
                "url": "https://wfg-kassel.de/presse",
                "stand": "2023-04-12",
            },
        }
    ],
    LISTE: [
        {
            "kind": "answer",
            "text": "Das Netzwerk will den Fahrzeugstandort klimafreundlicher und erfindungsreicher machen, ohne dass "
            "er an Wettbewerbskraft verliert. Dazu gehört:\n\n- Beschäftigte für neue Aufgaben zu qualifizieren\n"
            "- Betriebe bei Produktionstechnik, neuen Produkten und Dienstleistungen zu begleiten\n"
            "- Geschäftsmodelle anzupassen und breiter aufzustellen\n"
            "- Wissenschaft und Wirtschaft enger zu verbinden\n\n"
            "So sollen Wertschöpfung, Beschäftigung und Wohlstand auf Dauer gesichert werden. Mehr steht im "
            "[Überblick der WFG](https://wfg-kassel.de).",
            "references": [{"type": "faq", "slug": "ziele-tregks"}],
            "source": {"title": "Redaktion TRegKS", "url": None, "stand": "2025"},
            "buttons": [
                {"title": "Welche Partner gehören dazu?", "payload": '/frage{"slug": "partner-liste"}'},
                {"title": "Wie können wir mitmachen?", "payload": '/frage{"slug": "mitmachen"}'},
            ],
        }
    ],
    HOCHVOLT: [
        {
            "kind": "offers",
            "text": "Ich habe **zwei Schulungen** zu Hochvolt-Systemen gefunden, die nächsten Termine zuerst:",
            "references": [{"type": "weiterbildung", "slug": "bsp-hochvolt-2s"}],
            "cards": [
                {
                    "type": "weiterbildung",
                    "slug": "bsp-hochvolt-2s",
                    "title": "Hochvolt: Fachkundige Person (Stufe 2S)",
                    "text": "Drei Tage mit Praxis: Spannungsfreiheit herstellen und am abgeschalteten System arbeiten. "
                    "Setzt Stufe 1S voraus.",
                    "facts": {
                        "Anbieter": "Musterträger (Beispieldaten)",
                        "Termin": "02.03.2027 bis 04.03.2027",
                        "Ort": "34225 Baunatal",
                        "Format": "Präsenz, 24 Stunden",
                        "Kosten": "890 Euro",
                    },
                    "url": None,
                    "sample": True,
                    "page": "/angebote/bsp-hochvolt-2s",
                },
                {
                    "type": "foerderung",
                    "slug": "sgb3-82",
                    "title": "Förderung der Weiterbildung Beschäftigter (§ 82 SGB III, Qualifizierungschancengesetz)",
                    "text": "Die Agentur für Arbeit übernimmt Kurskosten ganz oder teilweise und bezuschusst den Lohn.",
                    "facts": {"Art": "Zuschuss", "Antrag": "vor Kursbeginn beim Arbeitgeber-Service"},
                    "url": "https://www.arbeitsagentur.de/unternehmen/finanziell/foerderung-von-weiterbildung",
                    "sample": False,
                },
            ],
            "buttons": [{"title": "Weitere Termine zeigen", "payload": "/mehr"}],
        }
    ],
    KONTAKT: [
        {
            "kind": "contact",
            "text": "Für Ihr Anliegen ist die Projektleitung zuständig:",
            "references": [{"type": "kontakt", "slug": "michael-wieners"}],
            "cards": [
                {
                    "type": "kontakt",
                    "slug": "michael-wieners",
                    "title": "Michael Wieners",
                    "text": "Projektleiter TRegKS, Wirtschaftsförderung Region Kassel GmbH (WFG)",
                    "facts": {"Telefon": "+49 561 70733-52", "E-Mail": "wieners@wfg-kassel.de", "Stand": "12.04.2023"},
                    "url": "https://wfg-kassel.de",
                    "sample": False,
                }
            ],
        }
    ],
    UNKLAR: [
        {
            "kind": "clarify",
            "text": "Das kann mehreres heißen. Meinten Sie eine dieser Fragen?",
            "references": [],
            "buttons": [
                {
                    "title": LAUFZEIT,
                    "payload": '/frage{"slug": "laufzeit-tregks"}',
                    "reference": {"type": "faq", "slug": "laufzeit-tregks"},
                },
                {
                    "title": "Gibt es einen Kredit ohne ausreichende Sicherheiten, zum Beispiel mit Bürgschaft?",
                    "payload": '/frage{"slug": "buergschaft"}',
                },
                {"title": "Nichts davon", "payload": "/nichts_davon"},
            ],
        }
    ],
    MENSCH: [
        {
            "kind": "form",
            "text": "Gern gebe ich Ihr Anliegen weiter. Dürfen wir Ihre Angaben dafür speichern?",
            "references": [],
            "buttons": [{"title": "Ja", "payload": "/ja"}, {"title": "Nein", "payload": "/nein"}],
        }
    ],
    FERTIG: [
        {
            "kind": "handoff",
            "text": "Vielen Dank! Ihr Anliegen ist bei uns angekommen. Ihre Vorgangsnummer ist **K-2026-0042**. "
            "Herr Wieners meldet sich in der Regel innerhalb von zwei Werktagen bei Ihnen.",
            "references": [],
        }
    ],
    VERGLEICH: [
        {
            "kind": "offers",
            "text": "Im Vergleich: (1) **ZIM**, (2) **Distr@l**. Das ist verschieden:\n\n"
            "| Merkmal | (1) Zentrales Innovationsprogramm Mittelstand | (2) Distr@l |\n| --- | --- | --- |\n"
            "| Art | Zuschuss \\| Kredit | Zuschuss |\n| Gebiet | Deutschland | Hessen |\n\nBitte nachfragen.",
            "references": [],
        }
    ],
    FALSCH: [
        {"kind": "form", "text": "Das ist keine E-Mail-Adresse.", "references": [], "invalid": True},
        {"kind": "form", "text": "Unter welcher Adresse erreichen wir Sie?", "references": [], "input": "reach"},
    ],
    CHECK: [
        {
            "kind": "form",
            "text": "**1 von 8:** Wie viele Menschen arbeiten bei Ihnen?",
            "references": [],
            "buttons": [{"title": "Abbrechen", "payload": "/dialog_abbrechen"}],
        }
    ],
    ARABISCH: [{"kind": "answer", "text": "ينتهي المشروع في منتصف 2025.", "references": []}],
    MARKUP: [
        {
            "kind": "answer",
            "text": "<img src=x onerror=alert(1)> <b>fett</b> [Klick](javascript:alert(1)) "
            "[data](data:text/html,x) **echt** &amp; Mitarbeiter*innen, Kolleg*innen",
            "references": [],
            "source": {"title": "<i>Quelle</i>", "url": "javascript:alert(1)", "stand": "2023-04-12"},
            "cards": [
                {
                    "type": "foerderung",
                    "slug": "x",
                    "title": "<script>alert(1)</script>",
                    "text": "<svg onload=alert(1)>",
                    "facts": {"<b>Art</b>": "<img src=x onerror=alert(1)>"},
                    "url": "javascript:alert(1)",
                    "sample": False,
                }
            ],
            "buttons": [{"title": "<b>Knopf</b>", "payload": "/x"}],
        }
    ],
}

PAYLOADS: dict[str, list[Message]] = {
    '/frage{"slug": "laufzeit-tregks"}': REPLIES[LAUFZEIT],
    "/ja": REPLIES[FERTIG],
    "/dialog_abbrechen": [{"kind": "notice", "text": "Der Check ist beendet.", "references": []}],
}

UNKNOWN: list[Message] = [
    {"kind": "fallback", "text": "Das weiß ich leider nicht. Können Sie es anders sagen?", "references": []}
]
