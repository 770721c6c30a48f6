/** The line above the input: the way to a person, or who is in charge of the concern. */

import { renderCopy } from "./answer_tools.js";
import { element, icon } from "./elements.js";
import { TEXTS } from "./texts.js";

export class PersonBar {
  /** onAsk is called when the visitor wants to speak with a person. */
  constructor(onAsk) {
    this.ask = element("button", { type: "button", class: "quiet", onclick: onAsk }, icon("person"), TEXTS.menuEntries.person);
    this.node = element("div", { class: "person-bar" }, this.ask);
  }

  /**
   * Show what is true: the state of the conversation, the name of the person, the number of the case, and whether the
   * visitor is just handing a concern over.
   */
  show({ state, name, caseNumber, isHandingOver }) {
    const parts = {
      person: () => [element("p", {}, TEXTS.withPerson(name))],
      waiting: () => [element("p", {}, TEXTS.withTeam(caseNumber)), caseNumber ? renderCopy(() => caseNumber, TEXTS.copyCase) : ""],
    }[state] ?? (() => [this.ask]);
    const sign = [state, name, caseNumber].join();
    if (sign !== this.sign) this.node.replaceChildren(...parts());
    this.sign = sign;
    this.node.dataset.state = state;
    this.node.hidden = isHandingOver && state === "bot";
  }
}
