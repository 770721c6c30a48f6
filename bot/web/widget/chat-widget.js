/**
 * <tregks-chat>: the TRegKS-Lotse on any page. Attributes in (attributes.js), events out (tregks-open, -close,
 * -message, -state, -error, -delete). README.md beside this file explains both.
 */

import { LIVE, SERVER } from "./attributes.js";
import { ChatClient, ChatError } from "./client.js";
import { Composer } from "./composer.js";
import { Confirmation } from "./confirmation.js";
import { Conversation } from "./conversation.js";
import { renderGreeting } from "./greeting.js";
import { Log } from "./log.js";
import { Look } from "./look.js";
import { rememberOpen, wasOpen } from "./memory.js";
import { Menu } from "./menu.js";
import {
  clearUnsent,
  markDelivered,
  markUnsent,
  renderMessage,
  renderNotice,
  renderTurn,
  retireFormButtons,
} from "./messages.js";
import { Panel } from "./panel.js";
import { TEXTS } from "./texts.js";
import { downloadText, writeTranscript } from "./transcript.js";

export class TregksChat extends HTMLElement {
  static tagName = "tregks-chat";

  static observedAttributes = ["open", ...LIVE];

  static register(registry = globalThis.customElements) {
    if (!registry.get(this.tagName)) registry.define(this.tagName, this);
  }

  // --- life in the page

  connectedCallback() {
    // without constructable sheets the children of the element, a phone number and an address, stay visible
    if (!("replaceSync" in CSSStyleSheet.prototype)) return;
    if (!this.shadowRoot) this.build();
    this.page = new AbortController();
    const { signal } = this.page;
    document.addEventListener("click", (event) => this.reactToPage(event), { signal });
    this.panel.follow(signal);
    this.resume();
  }

  disconnectedCallback() {
    this.page?.abort();
    this.conversation?.pause();
  }

  attributeChangedCallback(name) {
    if (!this.shadowRoot) return;
    if (name === "open") this.syncPanel();
    else this.showSettings();
  }

  get open() {
    return this.hasAttribute("open");
  }

  set open(isOpen) {
    this.toggleAttribute("open", Boolean(isOpen));
  }

  /** Open the chat and put the focus into it; opener gets the focus back when the chat closes. */
  show(opener) {
    this.opener = opener;
    this.open = true;
    this.focusPanel();
  }

  /** Close the chat; where it is the page itself, it stays. */
  close() {
    this.open = this.isPage;
  }

  /** Put a question into the input line; the visitor sends it, or does not. */
  draft(question) {
    this.composer.text = question;
  }

  get isPage() {
    return this.hasAttribute("ganzseitig");
  }

  /** Open the chat and ask a question for the visitor. */
  ask(question, opener) {
    this.show(opener);
    return this.say({ message: question });
  }

  build() {
    const root = this.attachShadow({ mode: "open" });
    this.look = new Look(root, this);
    this.buildParts();
    root.append(this.panel.launcher, this.panel.node, this.confirmation.node);
    this.conversation = new Conversation(new ChatClient(this.readFirst(SERVER)), {
      onMessages: (messages, isHistory) => this.receive(messages, isHistory),
      onState: (state) => this.enter(state),
      onTyping: (name) => this.log.showPersonTyping(name),
    });
    this.unread = 0;
    if (this.isPage) this.panel.becomePage();
    this.showSettings();
  }

  buildParts() {
    this.log = new Log();
    this.composer = new Composer(
      (message) => this.say({ message }),
      () => this.conversation.noteTyping(),
    );
    this.confirmation = new Confirmation();
    this.menu = new Menu({
      person: () => this.askForPerson(),
      restart: () => this.restart(),
      download: () => this.download(),
      remove: () => this.remove(),
    });
    this.panel = new Panel({
      menu: this.menu.node,
      body: [this.log.node, this.composer.node],
      onLaunch: () => this.show(),
      onClose: () => this.close(),
      onRetreat: () => this.retreat(),
    });
  }

  /** Elements of the page with data-tregks-oeffnen open the chat, those with data-tregks-frage ask their question. */
  reactToPage(event) {
    const source = event.target.closest?.("[data-tregks-oeffnen], [data-tregks-frage]");
    if (!source) return;
    event.preventDefault();
    const { tregksFrage } = source.dataset;
    if (tregksFrage === undefined) this.show(source);
    else this.ask(tregksFrage || source.textContent.trim(), source);
  }

  // --- opening and closing

  syncPanel() {
    if (this.open === this.panel.isOpen) return;
    rememberOpen(this.open);
    if (this.open) this.openPanel();
    else this.closePanel();
  }

  openPanel() {
    this.panel.open();
    this.showUnread(0);
    if (this.log.latestTurn) this.log.scrollToLatest();
    this.emit("open");
  }

  closePanel() {
    this.menu.toggle(false);
    this.panel.close(this.opener);
    this.emit("close");
  }

  /** On phones the heading gets the focus, so that the keyboard does not cover the greeting. */
  focusPanel() {
    if (this.panel.fillsScreen) this.panel.title.focus();
    else this.composer.focus();
  }

  /** Escape closes the menu first, then the chat. */
  retreat() {
    if (!this.menu.isOpen) return this.close();
    this.menu.toggle(false);
    return this.menu.focus();
  }

  // --- saying something

  /** Show and send what the visitor says: {message} or {payload, title}. */
  async say(turn) {
    if (this.composer.isBusy) return;
    const node = renderTurn(turn.title ?? turn.message);
    this.log.appendTurn(node);
    await this.deliver(turn, node);
  }

  async deliver(turn, node) {
    this.setBusy(true);
    try {
      const count = await this.conversation.send(turn);
      if (count === 0) this.explainSilence(node);
    } catch (error) {
      this.report(error, () => this.keepUnsent(turn, node, error));
    } finally {
      this.setBusy(false);
    }
    rememberOpen(this.open);
    this.updateMenu();
  }

  keepUnsent(turn, node, error) {
    const retry = { title: TEXTS.retry, run: () => this.sendAgain(turn, node, error) };
    this.log.readFrom(markUnsent(node, error.message, error.isRetryable ? retry : null));
    if (!error.isRetryable && turn.message) this.composer.giveBack(turn.message);
  }

  sendAgain(turn, node, { status }) {
    if (this.composer.isBusy) return;
    clearUnsent(node);
    this.log.appendTurn(node);
    this.focusPanel();
    // a button belongs to its conversation; when that is gone, its words are asked instead
    const isOrphan = status === 404 && turn.title;
    this.deliver(isOrphan ? { message: turn.title } : turn, node);
  }

  explainSilence(node) {
    if (this.conversation.isWithPerson) markDelivered(node);
    else this.log.append(renderNotice(TEXTS.noAnswer));
  }

  setBusy(isBusy) {
    this.composer.isBusy = isBusy;
    this.log.showTyping(isBusy && this.conversation.state !== "person");
  }

  async rate(message, rating) {
    try {
      await this.conversation.rate(message, rating);
      return true;
    } catch (error) {
      this.report(error, () => {});
      return false;
    }
  }

  // --- showing what comes

  /** Show this tab's earlier conversation; the chat opens again by itself only where it covers no whole screen. */
  async resume() {
    const hasEarlier = this.conversation.id !== null;
    this.open = this.isPage || ((this.open || (hasEarlier && wasOpen())) && !this.panel.fillsScreen);
    this.syncPanel();
    if (!hasEarlier) return;
    this.panel.launcherLabel.textContent = TEXTS.launcherResume;
    await this.log.fillQuietly(() => this.restore());
    this.updateMenu();
  }

  async restore() {
    this.log.restart();
    try {
      await this.conversation.restore();
    } catch (error) {
      this.report(error, () => this.explainLoss(error));
    }
  }

  explainLoss(error) {
    if (error.status === 404) {
      this.showGreeting();
      this.log.append(renderNotice(TEXTS.historyGone));
      return;
    }
    const again = { title: TEXTS.reload, run: () => this.resume() };
    this.log.append(renderNotice(TEXTS.historyFailed, again));
  }

  receive(messages, isHistory) {
    retireFormButtons(this.log.messages);
    this.log.showTyping(this.composer.isBusy && this.conversation.state !== "person");
    for (const message of messages) {
      this.showMessage(message);
      if (!isHistory) this.announce(message);
    }
  }

  announce({ id, kind, from }) {
    if (!this.open && from === "person") this.showUnread(this.unread + 1);
    this.emit("message", { id, kind, from });
  }

  showMessage(message) {
    if (message.from === "visitor") {
      retireFormButtons(this.log.messages);
      this.log.appendTurn(renderTurn(message.text));
      return;
    }
    const node = renderMessage(message, {
      onButton: ({ payload, title }) => this.say({ payload, title }),
      onRate: (rating) => this.rate(message, rating),
      addressOf: (path) => this.conversation.client.pageAddress(path),
    });
    this.log.append(node);
  }

  enter(state) {
    this.panel.subtitle.textContent = TEXTS.subtitle[state] ?? TEXTS.subtitle.bot;
    this.emit("state", { state });
  }

  /** Show what the page has set in attributes; a conversation that has begun stays as it is. */
  showSettings() {
    this.look.useAccent(this.getAttribute("farbe"));
    this.panel.title.textContent = this.getAttribute("titel") || TEXTS.title;
    const hasBegun = this.conversation.id !== null || this.log.latestTurn;
    if (!hasBegun) this.showGreeting();
  }

  showGreeting() {
    const greeting = renderGreeting({
      privacy: this.getAttribute("datenschutz"),
      welcome: this.getAttribute("begruessung"),
      topic: this.getAttribute("thema"),
      onExample: (question) => this.say({ message: question }),
    });
    this.log.restart(greeting);
    this.panel.launcherLabel.textContent = this.getAttribute("einstieg") || TEXTS.launcher;
    this.updateMenu();
  }

  readFirst(names) {
    return names.map((name) => this.getAttribute(name)).find(Boolean);
  }

  showUnread(count) {
    this.unread = count;
    this.panel.showUnread(count);
  }

  // --- menu

  updateMenu() {
    this.menu.enable(["restart", "download", "remove"], this.conversation.id !== null);
  }

  askForPerson() {
    this.focusPanel();
    this.say({ message: TEXTS.personQuestion });
  }

  async restart() {
    if (this.conversation.isWithPerson && !(await this.confirm(TEXTS.confirmRestart, "restart"))) return;
    this.beginAnew();
  }

  download() {
    const text = writeTranscript(this.conversation.transcript, this.panel.title.textContent);
    downloadText(text, "tregks-gespraech.txt");
    this.menu.focus();
  }

  async remove() {
    if (!(await this.confirm(TEXTS.confirmRemove, "remove"))) return;
    try {
      await this.conversation.remove();
    } catch (error) {
      this.report(error, () => this.log.append(renderNotice(error.message)));
      return;
    }
    this.beginAnew();
    this.log.append(renderNotice(TEXTS.removed));
    this.emit("delete");
  }

  async confirm(question, entry) {
    const isConfirmed = await this.confirmation.ask(question, TEXTS.menuEntries[entry]);
    if (!isConfirmed) this.menu.focus();
    return isConfirmed;
  }

  beginAnew() {
    this.conversation.forget();
    this.showGreeting();
    this.focusPanel();
  }

  // --- telling the page

  /** Tell the visitor what went wrong, the page by an event; slips of our own go to the console as ever. */
  report(error, tell) {
    if (!(error instanceof ChatError)) throw error;
    tell();
    this.emit("error", { code: error.code, status: error.status });
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`tregks-${name}`, { bubbles: true, composed: true, detail }));
  }
}

TregksChat.register();
