/** One conversation with the assistant: its id, its state, its messages, and a person's messages as they come. */

import { forgetConversation, recallConversation, rememberConversation } from "./memory.js";

const PERSON_STATES = new Set(["waiting", "person"]);

const SEEN_EVERY = 45_000;
const TYPING_EVERY = 4_000;
const LISTEN_AGAIN = 10_000;

export class Conversation {
  /**
   * onMessages takes new messages in order and whether they are history, onState the new state, onTyping the name of
   * the person who is writing.
   */
  constructor(client, { onMessages, onState, onTyping }) {
    this.client = client;
    this.onMessages = onMessages;
    this.onState = onState;
    this.onTyping = onTyping;
    this.typedAt = 0;
    this.begin(recallConversation());
  }

  /** Send a message or a button; resolves to the number of messages that came back. */
  async send(turn) {
    const { run } = this;
    turn.clientId ??= makeClientId();
    const answer = await this.client.sendTurn(this.id, turn).catch((error) => {
      if (error.status === 404 && run === this.run) this.forget();
      throw error;
    });
    if (run !== this.run) return 1; // deleted or begun anew meanwhile: this reply belongs to nobody
    this.transcript.push({ from: "visitor", text: turn.title ?? turn.message });
    this.id = answer.conversation;
    rememberConversation(this.id);
    return this.take(answer);
  }

  /** Fetch this tab's earlier conversation. */
  async restore() {
    this.begin(this.id);
    const history = await this.client.fetchHistory(this.id).catch((error) => {
      if (error.status === 404) this.forget();
      throw error;
    });
    this.take(history, true);
  }

  /** Delete the conversation on the server, then here. */
  async remove() {
    if (this.id) await this.client.deleteConversation(this.id).catch(ignoreGone);
    this.forget();
  }

  /** Forget the conversation here and begin anew. */
  forget() {
    forgetConversation();
    this.begin(null);
    this.onState(this.state);
  }

  /** Rate an answer with 1 or -1; a bad rating may bring the offer of a person. */
  async rate(message, rating) {
    const { run } = this;
    const answer = await this.client.rateAnswer(this.id, message.id, rating);
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

  /** Stop listening; restore() or the next answer listens again. */
  pause() {
    this.events?.close();
    this.events = null;
    clearInterval(this.seenTimer);
    clearTimeout(this.listenTimer);
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

  take({ messages, state }, isHistory = false) {
    const fresh = (messages ?? []).filter((message) => !this.known.has(message.id));
    for (const message of fresh) if (message.id) this.known.add(message.id);
    this.transcript.push(...fresh);
    if (fresh.length) this.onMessages(fresh, isHistory);
    this.enter(state ?? this.state);
    return (messages ?? []).length;
  }

  enter(state) {
    if (state !== this.state) {
      this.state = state;
      this.onState(state);
    }
    if (!this.isWithPerson) this.pause();
    else if (!this.events) this.listen();
  }

  listen() {
    this.events = this.client.openEvents(this.id);
    this.events.addEventListener("message", (event) => {
      const message = JSON.parse(event.data);
      if (message.from === "visitor") return;
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

  /** Open a refused stream anew; after a mere break the browser comes back by itself. */
  listenAgain(events) {
    if (events !== this.events || events.readyState !== EventSource.CLOSED) return;
    this.pause();
    this.listenTimer = setTimeout(() => this.enter(this.state), LISTEN_AGAIN * (1 + Math.random()));
  }
}

/** Return a name for a turn that no other turn has; pages without a secure origin have no randomUUID. */
function makeClientId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function ignoreGone(error) {
  if (error.status !== 404) throw error;
}
