/** A question with two answers before something cannot be undone. */

import { element } from "./elements.js";
import { TEXTS } from "./texts.js";

export class Confirmation {
  constructor() {
    this.text = element("p", { id: "confirm-text" });
    this.yes = element("button", { type: "submit", value: "yes", class: "action strong" });
    const no = element("button", { type: "submit", value: "no", class: "action" }, TEXTS.cancel);
    const form = element("form", { method: "dialog" }, this.text, element("div", { class: "choices" }, no, this.yes));
    const attributes = { class: "confirm", lang: TEXTS.lang, role: "alertdialog", "aria-labelledby": "confirm-text" };
    this.node = element("dialog", attributes, form);
  }

  /** Ask; resolves to true when the visitor presses the action, to false otherwise. */
  ask(question, action) {
    this.text.textContent = question;
    this.yes.textContent = action;
    this.node.returnValue = "no";
    this.node.showModal();
    return new Promise((resolve) => {
      this.node.addEventListener("close", () => resolve(this.node.returnValue === "yes"), { once: true });
    });
  }
}
