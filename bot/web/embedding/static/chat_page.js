/** The page of the chat: ?frage=… stands in the input line, and the visitor decides whether to send it. */

const question = new URLSearchParams(location.search).get("frage")?.trim();
const chat = document.querySelector("tregks-chat");

if (question) customElements.whenDefined(chat.localName).then(() => chat.draft(question));
