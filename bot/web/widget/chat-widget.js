/**
 * <tregks-chat>: the TRegKS-Lotse on any page. Attributes in (attributes.js), events out (tregks-open, -close,
 * -message, -state, -error, -delete). README.md beside this file explains both. The page gets a button at once; the
 * chat behind it is built when it is needed first.
 */

import { LIVE, SERVER } from "./attributes.js";
import { Chat } from "./chat.js";
import { Launcher } from "./launcher.js";
import { Look } from "./look.js";
import { hasEarlier, rememberOpen, wasOpen } from "./memory.js";
import { coversScreen } from "./panel.js";
import { TEXTS } from "./texts.js";
import { speak, switchLanguage } from "./wishes.js";

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
    this.chat?.follow(signal);
    this.resume();
  }

  disconnectedCallback() {
    this.page?.abort();
    this.chat?.pause();
  }

  attributeChangedCallback(name) {
    if (!this.shadowRoot) return;
    if (name === "open") this.sync();
    else if (name === "sprache") this.buildAnew();
    else this.showSettings();
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

  /** Use the connection as soon as it is back, and the page as it was left: by the back button, or after a sleep. */
  followBrowser(signal) {
    const wake = () => document.visibilityState === "visible" && this.chat?.wake();
    addEventListener("online", wake, { signal });
    document.addEventListener("visibilitychange", wake, { signal });
    addEventListener("pagehide", () => this.chat?.pause(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.chat?.wakeUp(), { signal });
  }

  // --- what a page can do

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
    this.chat.focus();
  }

  /** Close the chat; where it is the page itself, it stays. */
  close() {
    this.open = this.isPage;
  }

  /** Put a question into the input line; the visitor sends it, or does not. */
  draft(question) {
    this.needChat().draft = question;
  }

  /** Open the chat and ask a question for the visitor. */
  ask(question, opener) {
    this.show(opener);
    this.chat.say({ message: question, origin: question });
  }

  // --- what the chat asks for

  get isPage() {
    return this.hasAttribute("ganzseitig");
  }

  /** Name the launcher as the page wants it. */
  nameLauncher() {
    this.launcher.say(this.getAttribute("einstieg") || TEXTS.launcher);
  }

  switchLanguage() {
    switchLanguage();
    this.buildAnew();
    this.chat.view.menu.focus();
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`tregks-${name}`, { bubbles: true, composed: true, detail }));
  }

  // --- building

  build() {
    this.server = SERVER.map((name) => this.getAttribute(name)).find(Boolean);
    this.look = new Look(this.attachShadow({ mode: "open" }), this);
    this.buildLauncher();
  }

  /** Begin in the language of the visitor, else of the page. */
  buildLauncher() {
    speak(this.getAttribute("sprache"));
    this.chat = null;
    this.launcher = new Launcher(() => this.show());
    this.showSettings();
    // last: what is changed in the page makes the browser lay it out again
    this.shadowRoot.replaceChildren(this.launcher.node);
  }

  needChat() {
    if (!this.chat) this.buildChat();
    return this.chat;
  }

  buildChat() {
    this.look.dressPanel();
    this.chat = new Chat(this, this.launcher);
    this.shadowRoot.append(...this.chat.view.nodes);
    if (this.isConnected) this.chat.follow(this.page.signal);
  }

  /** Build everything again in another language, with the conversation and what is being written. */
  buildAnew() {
    const { open, chat } = this;
    if (chat?.isBusy) return; // its answer belongs to the parts that stand here
    chat?.handOver();
    this.page?.abort();
    this.buildLauncher();
    if (chat?.draft) this.draft(chat.draft);
    if (this.isConnected) this.connectedCallback();
    this.open = open; // also where the chat covers the screen
  }

  // --- opening and closing

  /** Go on where this tab was; the chat opens again by itself only where it covers no whole screen. */
  resume() {
    const isUnderWay = this.chat?.isUnderWay ?? hasEarlier();
    this.open = this.isPage || ((this.open || (isUnderWay && wasOpen())) && !coversScreen());
    this.sync();
    if (isUnderWay) this.needChat().resume();
  }

  /** Bring the chat into line with the attribute. */
  sync() {
    if (this.open === Boolean(this.chat?.isOpen)) return;
    rememberOpen(this.open);
    if (this.open) this.needChat().open();
    else this.chat.close(this.opener);
    this.emit(this.open ? "open" : "close");
  }

  /** Show what the page has set in attributes. */
  showSettings() {
    this.look.useAccent(this.getAttribute("farbe"));
    if (this.chat) this.chat.showSettings();
    else this.nameLauncher();
  }
}

TregksChat.register();
