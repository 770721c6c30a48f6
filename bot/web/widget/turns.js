/** What the visitor said as DOM nodes, each with what is true about its way to the server. */

import { element, icon, spoken } from "./elements.js";
import { renderInline } from "./markdown.js";
import { TEXTS } from "./texts.js";

/** Render what the visitor said, exactly as written. */
export function renderTurn(text) {
  return element(
    "article",
    { class: "message", "data-from": "visitor" },
    spoken(`${TEXTS.author.visitor}: `),
    element("p", { class: "bubble", dir: "auto" }, text),
  );
}

/**
 * Show below a visitor's message why it is not sent yet or not at all, and what can be done; null takes that away.
 * The same note again changes nothing, so that it is read aloud once. Tone is "problem" or "waiting".
 */
export function noteFate(turn, note) {
  const sign = note ? `${note.tone} ${note.sentence}` : "";
  if ((turn.dataset.fate ?? "") === sign) return;
  turn.dataset.fate = sign;
  turn.classList.toggle("unsent", Boolean(note));
  turn.querySelector(".fate")?.remove();
  if (note) turn.append(renderNote(note));
}

/** Show below a visitor's message that it reached a person. */
export function markDelivered(turn) {
  turn.append(element("p", { class: "receipt" }, icon("check"), TEXTS.delivered));
}

function renderNote({ tone, lead, sentence, actions = [] }) {
  const reason = element("p", {}, lead ? element("strong", {}, `${lead}. `) : null, renderInline(sentence));
  const buttons = actions.map(({ title, run }) => {
    return element("button", { type: "button", class: "action", onclick: run }, title);
  });
  return element("div", { class: `fate ${tone}` }, reason, buttons.length ? element("div", { class: "choices" }, ...buttons) : null);
}
