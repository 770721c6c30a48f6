/** The input line: Enter sends, the field grows with the text, characters are counted near the limit. */

import { element, icon, spoken } from "./elements.js";
import { TEXTS } from "./texts.js";

const LIMIT = 1000;
const COUNT_FROM = 800;
const AUTOCOMPLETE = { name: "name", reach: "email", company: "organization" };

export class Composer {
  /** onSubmit takes the text of a message that may be sent, onTyping hears of every change of the text. */
  constructor(onSubmit, onTyping) {
    this.onSubmit = onSubmit;
    this.onTyping = onTyping;
    this.build();
    this.node.addEventListener("submit", (event) => this.submit(event));
    this.input.addEventListener("keydown", (event) => this.submitOnEnter(event));
    this.input.addEventListener("input", () => {
      this.fit();
      if (this.text) this.onTyping();
    });
  }

  get text() {
    return this.input.value;
  }

  set text(text) {
    this.input.value = text;
    this.fit();
  }

  focus() {
    this.input.focus();
  }

  /** Help with what is asked: a hint in the field, the right keyboard, what the browser can fill in. */
  expect(wanted) {
    this.input.placeholder = TEXTS.placeholders[wanted] ?? TEXTS.placeholder;
    this.input.inputMode = wanted === "reach" ? "email" : "text";
    this.input.autocapitalize = wanted === "name" ? "words" : "sentences";
    this.input.autocomplete = AUTOCOMPLETE[wanted] ?? "off";
  }

  /** Give a message back that could not be sent, unless the visitor is writing the next one. */
  giveBack(text) {
    if (!this.text) this.text = text;
  }

  submitOnEnter(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  submit(event) {
    event.preventDefault();
    const message = this.text.trim();
    if (!message || this.warnIfTooLong(message)) return;
    this.text = "";
    this.focus();
    this.onSubmit(message);
  }

  warnIfTooLong(message) {
    const length = countCharacters(message);
    if (length > LIMIT) this.alarm.textContent = TEXTS.tooLong(length, LIMIT);
    return length > LIMIT;
  }

  fit() {
    this.input.style.setProperty("height", "auto");
    this.input.style.setProperty("height", `${this.input.scrollHeight}px`);
    this.showCount(countCharacters(this.text.trim()));
  }

  showCount(length) {
    const isOver = length > LIMIT;
    this.counter.hidden = length < COUNT_FROM;
    this.counter.classList.toggle("over", isOver);
    this.counter.textContent = (isOver ? TEXTS.tooLong : TEXTS.counter)(length, LIMIT);
    this.input.setAttribute("aria-invalid", String(isOver));
    if (!isOver) this.alarm.textContent = "";
    else if (!this.alarm.textContent) this.alarm.textContent = TEXTS.tooLong(length, LIMIT); // once, not at each key
  }

  build() {
    this.input = element("textarea", {
      id: "input",
      rows: "1",
      dir: "auto",
      placeholder: TEXTS.placeholder,
      enterkeyhint: "send",
      autocomplete: "off",
      "aria-describedby": "keys counter",
    });
    this.counter = element("p", { id: "counter", class: "counter", hidden: true });
    this.alarm = element("p", { class: "spoken", role: "alert" });
    this.sendButton = element("button", { type: "submit", class: "send", "aria-label": TEXTS.send }, icon("send"));
    this.node = element(
      "form",
      { class: "composer" },
      element("label", { for: "input", class: "spoken" }, TEXTS.question),
      element("div", { class: "field" }, this.input, this.sendButton),
      this.counter,
      this.alarm,
      element("p", { id: "keys", class: "spoken" }, TEXTS.keys),
    );
  }
}

/** Count as the server does: an emoji is one character. */
function countCharacters(text) {
  return [...text].length;
}
