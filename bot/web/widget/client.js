/** The chat API as calls. Failures become a ChatError whose message is a German sentence for the visitor. */

import { TEXTS } from "./texts.js";
import { describeWishes } from "./wishes.js";

const TIMEOUT = 30_000;

/**
 * What went wrong with a request: code, HTTP status (0 without an answer), a sentence for the visitor, and after how many
 * seconds the server wants to be asked again.
 */
export class ChatError extends Error {
  constructor(code, message, { status = 0, retryAfter = 0 } = {}) {
    super(message);
    Object.assign(this, { code, status, retryAfter });
  }

  /** Tell whether the same request can succeed later. */
  get isTemporary() {
    return [0, 429].includes(this.status) || this.status >= 500 || this.code === "missing";
  }

  /** Tell whether the conversation is not there any more. */
  get isGone() {
    return this.code === "unknown_conversation";
  }
}

export class ChatClient {
  constructor(base) {
    this.base = new URL(base || "/", document.baseURI);
  }

  /**
   * Send a message or a button's payload; conversation is null for the first one. Sent again with the same clientId,
   * and the first one with the same secret that opens its conversation, it is taken once.
   */
  sendTurn(conversation, { message, payload, clientId, opens }) {
    const said = payload === undefined ? { message } : { payload };
    const begun = conversation === null ? { opens } : {};
    const page = document.location.href;
    const turn = { conversation, ...begun, ...said, ...describeWishes(), client_id: clientId, page };
    return this.request("POST", "api/chat", turn);
  }

  /** Tell that the visitor writes ("typing") or looks at the chat ("seen"); nothing depends on its arrival. */
  sendSign(conversation, sign) {
    return this.request("POST", `${this.path(conversation)}/${sign}`).catch(() => null);
  }

  /** Fetch all messages of a conversation. */
  fetchHistory(conversation) {
    return this.request("GET", this.path(conversation));
  }

  /** Delete a conversation on the server. */
  deleteConversation(conversation) {
    return this.request("DELETE", this.path(conversation));
  }

  /** Rate an answer with 1 or -1, and say why. */
  rateAnswer(conversation, message, rating, comment) {
    return this.request("POST", `${this.path(conversation)}/feedback`, { message, rating, comment });
  }

  /** Open the stream of a person's messages. */
  openEvents(conversation) {
    return new EventSource(this.address(`${this.path(conversation)}/events`));
  }

  /** Return the address of a page of the gateway; its path begins with a slash. */
  pageAddress(path) {
    return this.address(path.replace(/^\/+/, "")).href;
  }

  path(conversation) {
    return `api/chat/${encodeURIComponent(conversation)}`;
  }

  address(path) {
    return new URL(path, this.base.href.replace(/\/?$/, "/"));
  }

  /** Send JSON as the plain text that it is: for another type, browsers would ask a server of another website first. */
  async request(method, path, body) {
    const response = await this.fetchOrExplain(path, {
      method,
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const data = await response.json().catch(() => null);
    if (!response.ok) throw explainStatus(response, data?.error);
    if (data === null && response.status !== 204) throw new ChatError("unreadable", TEXTS.errors.unavailable, { status: 503 });
    return data;
  }

  async fetchOrExplain(path, options) {
    try {
      return await fetch(this.address(path), options);
    } catch (error) {
      const code = error.name === "TimeoutError" ? "timeout" : "offline";
      throw new ChatError(code, TEXTS.errors[code]);
    }
  }
}

function explainStatus(response, error) {
  const { status } = response;
  const retryAfter = Number(response.headers.get("Retry-After")) || 0;
  const sentence = {
    404: error ? TEXTS.errors.gone : TEXTS.errors.missing,
    413: TEXTS.errors.tooLong,
    429: explainWaiting(retryAfter, error),
    400: error?.message ? `${error.message} ${TEXTS.errors.refused}` : TEXTS.errors.refused,
  }[status];
  const code = error?.code ?? (status === 404 ? "missing" : String(status));
  return new ChatError(code, sentence ?? TEXTS.errors.unavailable, { status, retryAfter });
}

function explainWaiting(seconds, error) {
  const sentence = error?.message ?? TEXTS.errors.busy;
  return seconds > 0 && !/\d/.test(sentence) ? `${sentence} ${TEXTS.errors.busySeconds(seconds)}` : sentence;
}
