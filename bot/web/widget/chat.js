/** The chat behind the launcher: a conversation, the parts that show it, and what happens when. */

import { Arrivals } from "./arrivals.js";
import { ChatClient, ChatError } from "./client.js";
import { Conversation } from "./conversation.js";
import { Delivery } from "./delivery.js";
import { Ending } from "./ending.js";
import { renderGreeting } from "./greeting.js";
import { rememberOpen } from "./memory.js";
import { renderNotice } from "./messages.js";
import { Resumption } from "./resumption.js";
import { TEXTS } from "./texts.js";
import { View } from "./view.js";
import { wantPlain, wantsPlain } from "./wishes.js";

export class Chat {
  /** host is the element: its attributes, its events, its server, whether it is open; launcher its button. */
  constructor(host, launcher) {
    this.host = host;
    this.launcher = launcher;
    this.unread = 0;
    this.buildView();
    this.buildConversation();
    this.buildFlow();
    this.showSettings();
  }

  get isOpen() {
    return this.view.isOpen;
  }

  /** Tell whether something that the visitor said has no answer yet. */
  get isBusy() {
    return this.delivery.isBusy;
  }

  /** Tell whether there is a conversation, or something that waits to begin one. */
  get isUnderWay() {
    return this.conversation.id !== null || this.isBusy;
  }

  /** What stands in the input line. */
  get draft() {
    return this.view.composer.text;
  }

  set draft(text) {
    this.view.composer.text = text;
  }

  open() {
    this.view.open();
    this.showUnread(0);
  }

  close(opener) {
    this.view.close(opener);
  }

  focus() {
    this.view.focus();
  }

  /** Follow the window as long as the signal lasts. */
  follow(signal) {
    this.view.panel.follow(signal);
  }

  // --- coming and going

  /** Show this tab's earlier conversation. */
  resume() {
    this.launcher.say(TEXTS.launcherResume);
    this.resumption.resume();
  }

  wake() {
    this.resumption.wake();
  }

  /** Stop listening, as when the page is left. */
  pause() {
    this.conversation.pause();
  }

  /** Go on after a pause: the page has come back as it was left. */
  wakeUp() {
    this.conversation.wakeUp();
    this.wake();
  }

  /** Leave the conversation to another object, which shows it anew. */
  handOver() {
    this.conversation.handOver();
  }

  // --- saying something

  /** Show and send what the visitor says: {message} or {payload, title}, and what was pressed for it as origin. */
  say(turn) {
    this.delivery.say(turn);
  }

  /** Ask for a person; another form that is open would take that for an answer, so it ends before. */
  askForPerson() {
    const { cancelButton, wanted } = this.conversation;
    this.focus();
    if (wanted) return; // the form on the way to a person is open already
    if (cancelButton) this.say({ ...cancelButton, origin: cancelButton.payload });
    this.say({ message: TEXTS.personQuestion, origin: TEXTS.personQuestion });
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

  receive(messages, isHistory) {
    if (isHistory) {
      this.arrivals.fillIn(messages);
    } else {
      this.view.log.showTyping(this.delivery.isAwaited);
      this.arrivals.show(messages);
    }
    this.keepUp();
  }

  announce({ id, kind, from }) {
    if (!this.host.open && from === "person") this.showUnread(this.unread + 1);
    this.host.emit("message", { id, kind, from });
  }

  enter(state) {
    this.view.enter(state);
    this.keepUp();
    this.host.emit("state", { state });
  }

  /** Keep what depends on how far the conversation is. */
  keepUp() {
    rememberOpen(this.host.open);
    this.view.keepUp(this.conversation, this.isBusy);
  }

  /** Show what the page has set in attributes; a conversation that has begun stays as it is. */
  showSettings() {
    this.view.name(this.host.getAttribute("titel"));
    const hasBegun = this.conversation.id !== null || this.view.log.latestTurn;
    if (!hasBegun) this.showGreeting();
  }

  showGreeting() {
    const greeting = renderGreeting({
      privacy: this.host.getAttribute("datenschutz"),
      welcome: this.host.getAttribute("begruessung"),
      topic: this.host.getAttribute("thema"),
      onExample: (question) => this.say({ message: question, origin: question }),
    });
    this.view.log.restart(greeting);
    this.host.nameLauncher();
    this.keepUp();
  }

  showUnread(count) {
    this.unread = count;
    this.launcher.showUnread(count);
  }

  /** Answers come in plain language from now on, or not any more. */
  switchPlain() {
    const { menu, log } = this.view;
    wantPlain(!wantsPlain());
    menu.press("plain", wantsPlain());
    log.append(renderNotice(wantsPlain() ? TEXTS.plainOn : TEXTS.plainOff));
    menu.focus();
  }

  beginAnew() {
    this.resumption.drop();
    this.showGreeting();
    this.focus();
  }

  /** Tell the visitor what went wrong, the page by an event; slips of our own go to the console as ever. */
  report(error, tell) {
    if (!(error instanceof ChatError)) throw error;
    tell?.();
    this.host.emit("error", { code: error.code, status: error.status });
  }

  // --- building

  buildView() {
    this.view = new View({
      isPage: this.host.isPage,
      launcher: this.launcher.node,
      entries: {
        person: () => this.askForPerson(),
        plain: () => this.switchPlain(),
        language: () => this.host.switchLanguage(),
        restart: () => this.ending.restart(),
        download: () => this.ending.download(this.view.title),
        remove: () => this.ending.remove(),
      },
      onMessage: (message) => this.say({ message }),
      onTyping: () => this.conversation.noteTyping(),
      onPerson: () => this.askForPerson(),
      onClose: () => this.host.close(),
    });
  }

  buildConversation() {
    this.conversation = new Conversation(new ChatClient(this.host.server), {
      onMessages: (messages, isHistory) => this.receive(messages, isHistory),
      onState: (state) => this.enter(state),
      onTyping: (name) => this.view.log.showPersonTyping(name),
      onGone: () => this.resumption.explainRemoval(),
    });
  }

  /** Build what lies between the conversation and its parts. */
  buildFlow() {
    const { conversation } = this;
    const { log, composer, confirmation, menu } = this.view;
    const onFailure = (error, tell) => this.report(error, tell);
    this.arrivals = new Arrivals({
      conversation,
      log,
      say: (turn) => this.say(turn),
      rate: (...rating) => this.rate(...rating),
      announce: (message) => this.announce(message),
    });
    const onNotice = (sentence) => log.append(renderNotice(sentence));
    const onChange = () => this.keepUp();
    const delivery = new Delivery({ conversation, log, composer, onNotice, onFailure, onChange });
    this.delivery = delivery;
    const onLost = () => this.showGreeting();
    this.resumption = new Resumption({ conversation, delivery, log, onLost, onFailure });
    const onBegin = () => this.beginAnew();
    const onRemoved = () => this.host.emit("delete");
    this.ending = new Ending({ conversation, delivery, confirmation, menu, log, onBegin, onRemoved, onFailure });
  }
}
