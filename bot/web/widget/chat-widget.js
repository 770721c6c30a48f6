/**
 * <tregks-chat>: the TRegKS-Lotse on any page. Attributes in (attributes.js), events out (tregks-open, -close,
 * -message, -state, -error, -delete). README.md beside this file explains both.
 */

import { Arrivals } from "./arrivals.js";
import { LIVE, SERVER } from "./attributes.js";
import { ChatClient, ChatError } from "./client.js";
import { Composer } from "./composer.js";
import { Confirmation } from "./confirmation.js";
import { Conversation } from "./conversation.js";
import { Delivery } from "./delivery.js";
import { Ending } from "./ending.js";
import { renderGreeting } from "./greeting.js";
import { Log } from "./log.js";
import { Look } from "./look.js";
import { rememberOpen, wasOpen } from "./memory.js";
import { Menu } from "./menu.js";
import { renderNotice } from "./messages.js";
import { Panel } from "./panel.js";
import { PersonBar } from "./person_bar.js";
import { TEXTS } from "./texts.js";
import { speak, switchLanguage, wantPlain, wantsPlain } from "./wishes.js";

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
    this.followBrowser(signal);
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
    else if (name === "sprache") this.buildAnew();
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
    this.say({ message: question, origin: question });
  }

  /** Use the connection as soon as it is back, and the page as it was left: by the back button, or after a sleep. */
  followBrowser(signal) {
    const wake = () => document.visibilityState === "visible" && this.wake();
    addEventListener("online", wake, { signal });
    document.addEventListener("visibilitychange", wake, { signal });
    addEventListener("pagehide", () => this.conversation.pause(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.wakeUp(), { signal });
  }

  wakeUp() {
    this.conversation.wakeUp();
    this.wake();
  }

  wake() {
    if (this.lacksHistory) this.resume();
    else this.delivery.wake();
  }

  build() {
    this.look = new Look(this.attachShadow({ mode: "open" }), this);
    this.buildAll();
  }

  /** Build everything in the language of the visitor, else of the page. */
  buildAll() {
    speak(this.getAttribute("sprache"));
    this.buildParts();
    this.buildConversation();
    this.unread = 0;
    this.showSettings();
    // last: what is changed in the page makes the browser lay it out again
    this.shadowRoot.replaceChildren(this.panel.launcher, this.panel.node, this.confirmation.node);
  }

  /** Build everything again in another language, with the conversation and what is being written. */
  buildAnew() {
    if (this.delivery.isBusy) return; // its answer belongs to the parts that stand here
    const { open } = this;
    const { text } = this.composer;
    this.conversation.handOver();
    this.page?.abort();
    this.buildAll();
    this.composer.text = text;
    if (this.isConnected) this.connectedCallback();
    this.open = open; // also where the chat covers the screen
  }

  buildConversation() {
    const onFailure = (error) => this.report(error);
    this.conversation = new Conversation(new ChatClient(this.readFirst(SERVER)), {
      onMessages: (messages, isHistory) => this.receive(messages, isHistory),
      onState: (state) => this.enter(state),
      onTyping: (name) => this.log.showPersonTyping(name),
      onGone: () => this.explainRemoval(),
    });
    const { conversation, log, composer, confirmation, menu } = this;
    this.arrivals = new Arrivals({
      conversation,
      log,
      say: (turn) => this.say(turn),
      rate: (...rating) => this.rate(...rating),
      announce: (message) => this.announce(message),
    });
    this.delivery = new Delivery({
      conversation,
      log,
      composer,
      onNotice: (sentence) => log.append(renderNotice(sentence)),
      onFailure,
      onChange: () => this.keepUp(),
    });
    const { delivery } = this;
    this.ending = new Ending({
      conversation,
      delivery,
      confirmation,
      menu,
      log,
      onBegin: () => this.beginAnew(),
      onRemoved: () => this.emit("delete"),
      onFailure,
    });
  }

  buildParts() {
    this.log = new Log();
    this.composer = new Composer(
      (message) => this.say({ message }),
      () => this.conversation.noteTyping(),
    );
    this.personBar = new PersonBar(() => this.askForPerson());
    this.confirmation = new Confirmation();
    this.menu = new Menu({
      person: () => this.askForPerson(),
      plain: () => this.switchPlain(),
      language: () => this.switchLanguage(),
      restart: () => this.ending.restart(),
      download: () => this.ending.download(this.panel.title.textContent),
      remove: () => this.ending.remove(),
    });
    this.panel = new Panel({
      menu: this.menu.node,
      body: [this.log.node, this.personBar.node, this.composer.node],
      isPage: this.isPage,
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

  /** Show and send what the visitor says: {message} or {payload, title}, and what was pressed for it as origin. */
  say(turn) {
    this.delivery.say(turn);
  }

  /** Keep what depends on how far the conversation is. */
  keepUp() {
    const { state, personName, caseNumber, wanted } = this.conversation;
    rememberOpen(this.open);
    this.updateMenu();
    this.composer.expect(wanted);
    this.personBar.show({ state, name: personName, caseNumber, isHandingOver: wanted !== null });
  }

  async rate(message, rating, comment) {
    try {
      await this.conversation.rate(message, rating, comment);
      return true;
    } catch (error) {
      this.report(error);
      return false;
    }
  }

  // --- showing what comes

  /** Show this tab's earlier conversation; the chat opens again by itself only where it covers no whole screen. */
  async resume() {
    const hasEarlier = this.conversation.id !== null || this.delivery.isBusy;
    this.open = this.isPage || ((this.open || (hasEarlier && wasOpen())) && !this.panel.fillsScreen);
    this.syncPanel();
    if (!hasEarlier) return;
    this.panel.launcherLabel.textContent = TEXTS.launcherResume;
    if (this.conversation.id !== null) await this.restore();
    this.delivery.resume();
  }

  async restore() {
    this.log.restart();
    this.lacksHistory = false;
    try {
      await this.conversation.restore();
    } catch (error) {
      this.report(error, () => this.explainLoss(error));
    }
  }

  explainLoss(error) {
    if (error.isGone) {
      this.showGreeting();
      this.log.append(renderNotice(TEXTS.historyGone));
      this.delivery.hold();
      return;
    }
    this.lacksHistory = true;
    const again = { title: TEXTS.reload, run: () => this.resume() };
    this.log.append(renderNotice(TEXTS.historyFailed, again));
  }

  /** Another tab has deleted the conversation; what was not sent yet may begin a new one. */
  explainRemoval() {
    this.showGreeting();
    this.log.append(renderNotice(TEXTS.removedElsewhere));
    this.delivery.hold();
    this.delivery.resume();
  }

  receive(messages, isHistory) {
    if (isHistory) {
      this.arrivals.fillIn(messages);
    } else {
      this.log.showTyping(this.delivery.isAwaited);
      this.arrivals.show(messages);
    }
    this.keepUp();
  }

  announce({ id, kind, from }) {
    if (!this.open && from === "person") this.showUnread(this.unread + 1);
    this.emit("message", { id, kind, from });
  }

  enter(state) {
    this.panel.subtitle.textContent = TEXTS.subtitle[state] ?? TEXTS.subtitle.bot;
    this.keepUp();
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
      onExample: (question) => this.say({ message: question, origin: question }),
    });
    this.log.restart(greeting);
    this.panel.launcherLabel.textContent = this.getAttribute("einstieg") || TEXTS.launcher;
    this.keepUp();
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
    this.menu.enable(["restart", "download", "remove"], this.conversation.id !== null || this.delivery.isBusy);
    this.menu.enable(["language"], !this.delivery.isBusy);
  }

  /** Ask for a person; another form that is open would take that for an answer, so it ends before. */
  askForPerson() {
    const { cancelButton, wanted } = this.conversation;
    this.focusPanel();
    if (wanted) return; // the form on the way to a person is open already
    if (cancelButton) this.say({ ...cancelButton, origin: cancelButton.payload });
    this.say({ message: TEXTS.personQuestion, origin: TEXTS.personQuestion });
  }

  /** Answers come in plain language from now on, or not any more. */
  switchPlain() {
    wantPlain(!wantsPlain());
    this.menu.press("plain", wantsPlain());
    this.log.append(renderNotice(wantsPlain() ? TEXTS.plainOn : TEXTS.plainOff));
    this.menu.focus();
  }

  switchLanguage() {
    switchLanguage();
    this.buildAnew();
    this.menu.focus();
  }

  beginAnew() {
    this.lacksHistory = false;
    this.showGreeting();
    this.focusPanel();
  }

  // --- telling the page

  /** Tell the visitor what went wrong, the page by an event; slips of our own go to the console as ever. */
  report(error, tell) {
    if (!(error instanceof ChatError)) throw error;
    tell?.();
    this.emit("error", { code: error.code, status: error.status });
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`tregks-${name}`, { bubbles: true, composed: true, detail }));
  }
}

TregksChat.register();
