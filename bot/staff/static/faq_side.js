/** The column beside the form of an FAQ entry: checked while typing, previewed with the widget's own code. */

import { renderMessage } from "../../widget/messages.js";
import { PANEL_CSS } from "../../widget/panel_styles.js";
import { CSS } from "../../widget/styles.js";

const PAUSE = 700; // milliseconds without a key before the form is looked at

const side = document.querySelector("[data-faq-side]");
if (side) start(side);
showPreviews(document);

function start(side) {
  const form = document.getElementById(side.dataset.form);
  const result = side.querySelector("[data-result]");
  const state = side.querySelector("[data-state]");
  let timer = 0;
  let latest;

  async function check() {
    const request = (latest = new AbortController());
    state.textContent = "Wird geprüft …";
    try {
      const response = await fetch(side.dataset.address, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Fragment": "1" },
        signal: request.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      result.innerHTML = await response.text(); // written by our own template, everything in it escaped
      showPreviews(result);
      state.textContent = "";
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = "Die Prüfung ist gerade nicht möglich. Speichern geht trotzdem.";
    }
  }

  function plan(delay) {
    latest?.abort();
    clearTimeout(timer);
    timer = setTimeout(check, delay);
  }

  form.addEventListener("input", () => plan(PAUSE));
  side.querySelector("[data-check]").addEventListener("click", (event) => {
    event.preventDefault();
    plan(0);
  });
  side.querySelector("[name=probe]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // Enter tries the question out; it must not save the entry
    plan(0);
  });
  plan(0);
}

function showPreviews(part) {
  for (const place of part.querySelectorAll("[data-message]")) {
    const shadow = place.shadowRoot ?? place.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS + PANEL_CSS + ":host { display: block; } button { pointer-events: none; }");
    shadow.adoptedStyleSheets = [sheet];
    const message = renderMessage(JSON.parse(place.dataset.message), { onButton() {}, onRate() {} });
    for (const button of message.querySelectorAll("button")) button.tabIndex = -1; // to be seen, not pressed
    shadow.replaceChildren(message);
  }
}
