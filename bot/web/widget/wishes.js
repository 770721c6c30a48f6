/**
 * How the visitor wants to be answered and spoken to. A pressed switch is remembered for this tab; before that it is as
 * the page says.
 */

import { recallWish, rememberWish } from "./memory.js";
import { TEXTS } from "./texts.js";
import { ENGLISH } from "./texts_en.js";

const GERMAN = { ...TEXTS };

/** Have all parts that are built from now on speak the visitor's language, else that of the page: "de" or "en". */
export function speak(language) {
  Object.assign(TEXTS, (recallWish("language") ?? language) === "en" ? ENGLISH : GERMAN);
}

/** Change to the other language. */
export function switchLanguage() {
  rememberWish("language", TEXTS.otherLanguage);
  speak();
}

/** Tell whether answers are wanted in plain language. */
export function wantsPlain() {
  return recallWish("plain") === "1";
}

/** Want answers in plain language, or not any more. */
export function wantPlain(isWanted) {
  rememberWish("plain", isWanted ? "1" : null);
}

/** Return what goes with each turn; the usual is left out. */
export function describeWishes() {
  return { ...(wantsPlain() ? { plain: true } : {}), ...(TEXTS.lang === "en" ? { language: "en" } : {}) };
}

/** Return the attribute for a text in another language than that of the interface; without a sign of its own it is German. */
export function markLanguage(lang = "de") {
  return lang === TEXTS.lang ? {} : { lang };
}
