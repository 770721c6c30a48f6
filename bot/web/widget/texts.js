/** Every sentence the widget itself says. Answers come from the assistant. */

export const CONTACT = "Telefon +49 561 70733-50, E\u2011Mail info@wfg-kassel.de";

export const TEXTS = {
  title: "TRegKS-Lotse",
  subtitle: {
    bot: "Automatischer Assistent, kein Mensch",
    waiting: "Ihr Anliegen liegt bei unserem Team",
    person: "Sie schreiben mit unserem Team",
    closed: "Dieses Gespräch ist abgeschlossen",
  },
  launcher: "Frage stellen",
  launcherResume: "Gespräch fortsetzen",
  unread: (count) => (count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`),
  close: "Chat schließen",
  menu: "Menü",
  menuEntries: {
    person: "Mit einem Menschen sprechen",
    restart: "Neues Gespräch",
    download: "Gespräch herunterladen",
    remove: "Gespräch löschen",
  },
  personQuestion: "Ich möchte mit einem Menschen sprechen.",
  cancel: "Abbrechen",
  history: "Gesprächsverlauf",
  author: { visitor: "Sie", bot: "Assistent", person: "Team der WFG" },
  personAuthor: (name) => (name ? `${name} (Team der WFG, ein Mensch)` : "Team der WFG (ein Mensch)"),
  newWindow: " (öffnet in neuem Fenster)",

  greeting:
    "**Guten Tag!** Fragen Sie mich zum Transformationsnetzwerk Region Kassel (TRegKS), zu **Fördermitteln**, **Weiterbildung** und **Ansprechpersonen**.",
  disclosure: "Ich bin ein automatischer Assistent, kein Mensch. Eine Rechts- oder Förderberatung ersetze ich nicht.",
  examplesTitle: "Zum Beispiel:",
  examples: [
    "Welche Fördermittel gibt es für uns?",
    "Wer bezahlt die Schulung unserer Leute?",
    "Was ist TRegKS und wer macht mit?",
    "Wer ist unser Ansprechpartner?",
  ],
  groupExamples: {
    netzwerk: [
      "Was ist TRegKS und wer macht mit?",
      "Wie können wir mitmachen?",
      "Was kostet uns das?",
      "Welche Veranstaltungen gibt es?",
    ],
    foerderung: [
      "Welche Fördermittel gibt es für uns?",
      "Welche Förderung passt zu unserem Betrieb?",
      "Dürfen wir vor der Bewilligung schon anfangen?",
      "Wer hilft uns beim Antrag?",
    ],
    weiterbildung: [
      "Welche Weiterbildungen gibt es?",
      "Wer bezahlt die Schulung unserer Leute?",
      "Gibt es Kurse online?",
      "Wer berät uns zur Weiterbildung?",
    ],
    kontakt: [
      "Wer ist unser Ansprechpartner?",
      "Wie erreiche ich die Wirtschaftsförderung?",
      "Können Sie mich zurückrufen?",
      "Ich möchte mit einem Menschen sprechen.",
    ],
  },
  topics: {
    "foerderung-antrag": "Förderung allgemein und Antragsverfahren",
    "innovation-fue": "Innovation, Forschung und Entwicklung",
    digitalisierung: "Digitalisierung und vernetzte Produktion",
    "ki-daten": "Künstliche Intelligenz und Daten",
    "it-sicherheit": "IT-Sicherheit",
    "energie-effizienz": "Energie und Effizienz",
    nachhaltigkeit: "Nachhaltigkeit, Klima und Ressourcen",
    investition: "Investition und Erweiterung",
    finanzierung: "Finanzierung, Kredit und Bürgschaft",
    "gruendung-nachfolge": "Gründung und Nachfolge",
    "personal-organisation": "Personal und Arbeitsorganisation",
    qualifizierung: "Qualifizierung und Weiterbildung",
    kurzarbeit: "Kurzarbeit und Transfer",
    umschulung: "Umschulung und Nachqualifizierung",
    aufstiegsfortbildung: "Aufstiegsfortbildung",
    hochvolt: "Hochvolt",
    batterie: "Batterie- und Speichertechnik",
    wasserstoff: "Wasserstoff und Brennstoffzelle",
    leichtbau: "Leichtbau und Fügetechnik",
    produktionstechnik: "Produktionstechnik und Lean",
    geschaeftsmodell: "Geschäftsmodell und Strategie",
    "maerkte-export": "Neue Märkte und Export",
    "patente-normen": "Patente und Normen",
    betriebsrat: "Betriebsrat und Mitbestimmung",
    "fuehrung-change": "Führung und Veränderung",
    mobilitaet: "Elektromobilität und Mobilitätswirtschaft",
  },
  topicExamples: (topic) => [
    `Welche Fördermittel gibt es zum Thema ${topic}?`,
    `Welche Weiterbildungen gibt es zum Thema ${topic}?`,
    `Wer ist Ansprechpartner zum Thema ${topic}?`,
  ],
  privacy:
    "Erst mit Ihrer ersten Nachricht wird etwas übertragen und gespeichert. Bitte schreiben Sie nichts Vertrauliches. Im Menü können Sie das Gespräch jederzeit löschen.",
  privacyLink: "Datenschutzhinweise",

  question: "Ihre Nachricht",
  placeholder: "Ihre Frage …",
  send: "Senden",
  keys: "Eingabetaste sendet, Umschalt und Eingabetaste beginnt eine neue Zeile.",
  counter: (length, limit) => `${formatNumber(length)} von ${formatNumber(limit)} Zeichen`,
  tooLong: (length, limit) => `${formatNumber(length - limit)} Zeichen zu viel. Bitte kürzen Sie Ihre Nachricht.`,
  typing: "Der Assistent schreibt …",
  personTyping: (name) => `${name || "Unser Team"} schreibt …`,
  slow: "Das dauert gerade etwas länger …",
  delivered: "An unser Team übermittelt",

  source: "Quelle: ",
  stand: "Stand ",
  sample: "Beispieldaten",
  cardType: { faq: "Antwort", foerderung: "Förderung", weiterbildung: "Weiterbildung", kontakt: "Kontakt" },
  cardPage: "Alle Angaben",
  cardLink: (host) => `Mehr bei ${host}`,
  helpful: "War das hilfreich?",
  helpfulYes: "Ja, hilfreich",
  helpfulNo: "Nein, nicht hilfreich",
  thanks: "Danke für Ihre Rückmeldung.",
  thanksFailed: "Ihre Rückmeldung konnte gerade nicht gespeichert werden.",

  unsent: "Nicht gesendet",
  retry: "Erneut senden",
  reload: "Erneut laden",
  noAnswer: `Dazu habe ich gerade keine Antwort bekommen. Bitte versuchen Sie es noch einmal oder wenden Sie sich direkt an uns: ${CONTACT}.`,
  historyFailed: "Ihr bisheriges Gespräch konnte gerade nicht geladen werden. Es ist nicht verloren.",
  historyGone: "Ihr bisheriges Gespräch wurde gelöscht oder ist abgelaufen. Sie können einfach neu beginnen.",
  removed: "Ihr Gespräch wurde gelöscht.",

  confirmRemove: "Möchten Sie dieses Gespräch endgültig löschen? Das lässt sich nicht rückgängig machen.",
  confirmRestart:
    "Wenn Sie neu beginnen, sehen Sie die Antwort unseres Teams nicht mehr hier im Chat. Über Ihre Kontaktdaten erreicht sie Sie weiterhin.",

  errors: {
    offline: `Der Assistent ist gerade nicht erreichbar. Bitte prüfen Sie Ihre Internetverbindung. Sie erreichen uns auch direkt: ${CONTACT}.`,
    timeout: `Der Assistent hat nicht rechtzeitig geantwortet. Bitte versuchen Sie es noch einmal. Sie erreichen uns auch direkt: ${CONTACT}.`,
    unavailable: `Der Assistent ist vorübergehend gestört. Bitte versuchen Sie es gleich noch einmal. Sie erreichen uns auch direkt: ${CONTACT}.`,
    missing: `Der Assistent wurde unter dieser Adresse nicht gefunden. Sie erreichen uns direkt: ${CONTACT}.`,
    gone: "Dieses Gespräch wurde gelöscht oder ist abgelaufen. „Erneut senden“ beginnt mit Ihrer Nachricht ein neues Gespräch.",
    busy: "Sie haben in kurzer Zeit sehr viele Nachrichten gesendet. Bitte warten Sie einen Moment.",
    busySeconds: (seconds) => `Bitte warten Sie noch etwa ${seconds} Sekunden und senden Sie dann erneut.`,
    tooLong: "Ihre Nachricht ist zu lang. Bitte kürzen Sie sie; der Text steht wieder im Eingabefeld.",
    refused: "Diese Nachricht konnte nicht verarbeitet werden. Der Text steht wieder im Eingabefeld.",
  },
};

/** Write a date as in German letters: 2023-04-12 becomes 12.04.2023, a year stays a year. */
export function formatStand(stand) {
  return String(stand ?? "").split("-").reverse().join(".");
}

function formatNumber(number) {
  return number.toLocaleString("de-DE");
}
