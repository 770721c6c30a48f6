/** The parts of the chat on the screen, put together: opening and closing, the focus, and what a state looks like. */

import { Composer } from "./composer.js";
import { Confirmation } from "./confirmation.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { Panel } from "./panel.js";
import { PersonBar } from "./person_bar.js";
import { TEXTS } from "./texts.js";

export class View {
  /**
   * launcher is the node of the button that stands in the page while the chat is closed, entries maps the names of the
   * menu to what they do; onMessage takes what the visitor has written, onTyping hears of each key, onPerson that a
   * person is wanted, onClose that the chat is to be closed.
   */
  constructor({ isPage, launcher, entries, onMessage, onTyping, onPerson, onClose }) {
    this.onClose = onClose;
    this.log = new Log();
    this.composer = new Composer(onMessage, onTyping);
    this.personBar = new PersonBar(onPerson);
    this.confirmation = new Confirmation();
    this.menu = new Menu(entries);
    this.panel = new Panel({
      launcher,
      menu: this.menu.node,
      body: [this.log.node, this.personBar.node, this.composer.node],
      isPage,
      onClose,
      onRetreat: () => this.retreat(),
    });
  }

  get nodes() {
    return [this.panel.node, this.confirmation.node];
  }

  get isOpen() {
    return this.panel.isOpen;
  }

  get title() {
    return this.panel.title.textContent;
  }

  open() {
    this.panel.open();
    if (this.log.hasBegun) this.log.scrollToLatest();
  }

  /** Close the chat; opener gets the focus if it was inside, else the launcher. */
  close(opener) {
    this.menu.toggle(false);
    this.panel.close(opener);
  }

  /** On phones the heading gets the focus, so that the keyboard does not cover the greeting. */
  focus() {
    if (this.panel.fillsScreen) this.panel.title.focus();
    else this.composer.focus();
  }

  /** Escape closes the menu first, then the chat. */
  retreat() {
    if (!this.menu.isOpen) return this.onClose();
    this.menu.toggle(false);
    return this.menu.focus();
  }

  name(title) {
    this.panel.title.textContent = title || TEXTS.title;
  }

  /** Say who is listening: "bot", "waiting", "person" or "closed". */
  enter(state) {
    this.panel.subtitle.textContent = TEXTS.subtitle[state] ?? TEXTS.subtitle.bot;
  }

  /** Keep what depends on how far the conversation is; isBusy tells that something has no answer yet. */
  keepUp({ id, state, personName, caseNumber, wanted }, isBusy) {
    this.menu.enable(["restart", "download", "remove"], id !== null || isBusy);
    this.menu.enable(["language"], !isBusy);
    this.composer.expect(wanted);
    this.personBar.show({ state, name: personName, caseNumber, isHandingOver: wanted !== null });
  }
}
