/** One conversation with the assistant: its id, its state, its messages, and a person's messages as they come. */

import { forgetConversation, recallConversation, rememberConversation } from "./memory.js";
import { OtherTabs } from "./other_tabs.js";

const PERSON_STATES = new Set(["waiting", "person"]);

const CANCEL = "/dialog_abbrechen";
const CASE_NUMBER = /\b[A-Z]{1,3}-\d{4}-\w{4,8}\b/;

const SEEN_EVERY = 45_000;
const TYPING_EVERY = 4_000;
const LISTEN_AGAIN = 10_000;

export class Conversation {
  /**
   * onMessages takes new messages in order and whether they are history, onState the new state, onTyping the name of
   * the person who is writing, onGone hears that another tab has deleted the conversation.
   */
  constructor(client, { onMessages, onState, onTyping, onGone }) {
    Object.assign(this, { client, onMessages, onState, onTyping, onGone });
    this.typedAt = 0;
    this.otherTabs = new OtherTabs({ onNews: () => this.refresh(), onGone: () => this.leave() });
    this.begin(recallConversation());
  }

  /** Send a turn of the outbox; resolves to the number of messages that came back. */
  async send(turn) {
    const { run, id } = this;
    this.known.add(turn.clientId);
    const answer = await this.client.sendTurn(this.id, turn).catch((error) => {
      if (error.isGone && run === this.run) this.forget();
      throw error;
    });
    if (run !== this.run) return id === null ? this.dropLate(answer) : 1;
    this.transcript.push({ from: "visitor", text: turn.title ?? turn.message, at: new Date().toISOString() });
    this.keepId(answer.conversation);
    const count = this.take(answer);
    this.otherTabs.tellNews();
    return count;
  }

  /** Fetch this tab's earlier conversation. */
  async restore() {
    const { run } = this;
    this.begin(this.id);
    this.run = run; // what is on its way still belongs here
    this.take(await this.fetch(), true);
    this.otherTabs.follow(this.id);
  }

  /** Fetch what was said meanwhile, as in another tab; a stream brings it by itself. */
  async refresh() {
    if (!this.id || this.events) return;
    const { run } = this;
    const history = await this.fetch().catch(() => null); // the next message tells what is wrong
    if (history && run === this.run) this.take(history);
    if (run !== this.run && !this.id) this.onGone();
  }

  /** Leave the conversation to another object, which shows it anew. */
  handOver() {
    this.pause();
    this.otherTabs.leave();
  }

  /** Delete the conversation on the server, then here. */
  async remove() {
    if (this.id) await this.client.deleteConversation(this.id).catch(ignoreGone);
    this.otherTabs.tellGone();
    this.forget();
  }

  /** Forget the conversation here and begin anew. */
  forget() {
    forgetConversation();
    this.begin(null);
    this.onState(this.state);
  }

  /** Rate an answer with 1 or -1; a bad rating may bring the offer of a person. */
  async rate(message, rating, comment) {
    const { run } = this;
    const answer = await this.client.rateAnswer(this.id, message.id, rating, comment);
    if (answer?.offer && run === this.run) this.take({ messages: [answer.offer] });
  }

  /** Tell the person that the visitor writes, every few seconds at most. */
  noteTyping() {
    if (!this.isWithPerson || Date.now() - this.typedAt < TYPING_EVERY) return;
    this.typedAt = Date.now();
    this.client.sendSign(this.id, "typing");
  }

  /** Tell the server that the visitor looks at the chat, so that answers need not be mailed. */
  noteSeen() {
    const isListening = this.events?.readyState === EventSource.OPEN;
    if (isListening && this.isWithPerson && document.visibilityState === "visible") this.client.sendSign(this.id, "seen");
  }

  /** Stop listening, as when the page is left; wakeUp() or the next answer listens again. */
  pause() {
    this.stopListening();
    this.otherTabs.leave();
  }

  /** Go on after a pause: the page has come back as it was left. */
  wakeUp() {
    if (!this.id) return;
    this.otherTabs.follow(this.id);
    this.refresh().then(() => this.enter(this.state));
  }

  /** The name of the person who wrote last, if any. */
  get personName() {
    return this.transcript.findLast(({ from }) => from === "person")?.name;
  }

  /** The number of the case that was opened last, if any. */
  get caseNumber() {
    return CASE_NUMBER.exec(this.transcript.findLast(({ kind }) => kind === "handoff")?.text)?.[0];
  }

  /** What the form wants to know next: a name of TEXTS.placeholders, null outside of it. */
  get wanted() {
    const last = this.transcript.at(-1);
    return last?.kind === "form" ? last.input ?? null : null;
  }

  /** The button that ends the form that is open, if any. */
  get cancelButton() {
    const { kind, buttons = [] } = this.transcript.at(-1) ?? {};
    return kind === "form" ? buttons.find(({ payload }) => payload === CANCEL) : undefined;
  }

  get isWithPerson() {
    return PERSON_STATES.has(this.state);
  }

  begin(id) {
    this.pause();
    this.run = Symbol("conversation");
    this.id = id;
    this.state = "bot";
    this.transcript = [];
    this.known = new Set();
  }

  keepId(id) {
    this.id = id;
    rememberConversation(id);
    this.otherTabs.follow(id);
  }

  /** An answer that came after the visitor began anew: what it opened has no owner and must not stay. */
  dropLate({ conversation }) {
    this.client.deleteConversation(conversation).catch(() => null);
    return 1;
  }

  /** Another tab has deleted the conversation. */
  leave() {
    this.forget();
    this.onGone();
  }

  async fetch() {
    const { run } = this;
    return this.client.fetchHistory(this.id).catch((error) => {
      if (error.isGone && run === this.run) this.forget();
      throw error;
    });
  }

  take({ messages, state }, isHistory = false) {
    const fresh = (messages ?? []).filter(({ id, client_id }) => !this.known.has(id) && !this.known.has(client_id));
    for (const { id, client_id } of fresh) this.known.add(id).add(client_id ?? id);
    const at = new Date().toISOString();
    this.transcript.push(...fresh.map((message) => ({ at, ...message })));
    if (fresh.length) this.onMessages(fresh, isHistory);
    this.enter(state ?? this.state);
    return (messages ?? []).length;
  }

  enter(state) {
    if (state !== this.state) {
      this.state = state;
      this.onState(state);
    }
    if (!this.isWithPerson) this.stopListening();
    else if (!this.events) this.listen();
  }

  listen() {
    this.events = this.client.openEvents(this.id);
    this.events.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.from === "visitor" && !message.client_id) return; // of this tab or not: nobody can tell
      this.take({ messages: [message] });
      this.noteSeen();
    });
    this.events.addEventListener("typing", (event) => {
      const { from, name } = JSON.parse(event.data);
      if (from === "person") this.onTyping(name);
    });
    this.events.addEventListener("open", () => this.noteSeen());
    this.events.addEventListener("error", (event) => this.listenAgain(event.target));
    this.seenTimer = setInterval(() => this.noteSeen(), SEEN_EVERY);
    this.events.addEventListener("state", (event) => this.enter(JSON.parse(event.data).state));
  }

  stopListening() {
    this.events?.close();
    this.events = null;
    clearInterval(this.seenTimer);
    clearTimeout(this.listenTimer);
  }

  /** Open a refused stream anew; after a mere break the browser comes back by itself. */
  listenAgain(events) {
    if (events !== this.events || events.readyState !== EventSource.CLOSED) return;
    this.stopListening();
    this.listenTimer = setTimeout(() => this.enter(this.state), LISTEN_AGAIN * (1 + Math.random()));
  }
}

function ignoreGone(error) {
  if (!error.isGone) throw error;
}
