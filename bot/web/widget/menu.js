/** The menu in the header: a button that shows a list of buttons. */

import { element, icon } from "./elements.js";
import { TEXTS } from "./texts.js";
import { wantsPlain } from "./wishes.js";

export class Menu {
  /** actions maps a name of TEXTS.menuEntries to what it does; "plain" is a switch, "language" is named in the other one. */
  constructor(actions) {
    this.entries = Object.entries(actions).map(([name, run]) => {
      return element("button", { type: "button", "data-name": name, onclick: run }, TEXTS.menuEntries[name]);
    });
    this.find("language").lang = TEXTS.otherLanguage;
    this.press("plain", wantsPlain());
    this.build();
    this.button.addEventListener("click", () => this.toggle());
    this.list.addEventListener("click", () => this.toggle(false));
    this.node.addEventListener("focusout", (event) => this.closeOnLeave(event));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  toggle(isOpen = !this.isOpen) {
    this.list.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.entries.find((entry) => !entry.disabled)?.focus();
  }

  focus() {
    this.button.focus();
  }

  find(name) {
    return this.entries.find((entry) => entry.dataset.name === name);
  }

  /** Show whether a switch is on. */
  press(name, isOn) {
    this.find(name).setAttribute("aria-pressed", String(isOn));
  }

  /** Offer what needs a conversation only when there is one. */
  enable(names, isEnabled) {
    for (const entry of this.entries) {
      if (names.includes(entry.dataset.name)) entry.disabled = !isEnabled;
    }
  }

  closeOnLeave(event) {
    if (!this.node.contains(event.relatedTarget)) this.toggle(false);
  }

  build() {
    this.button = element(
      "button",
      { type: "button", class: "tool", "aria-label": TEXTS.menu, "aria-expanded": "false", "aria-controls": "menu" },
      icon("menu"),
    );
    const items = this.entries.map((entry) => element("li", {}, entry));
    this.list = element("ul", { id: "menu", class: "menu", hidden: true }, ...items);
    this.node = element("div", { class: "menu-frame" }, this.button, this.list);
  }
}
