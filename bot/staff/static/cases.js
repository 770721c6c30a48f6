/** Pages about cases that keep themselves up to date: whenever the stream says so, the page is fetched and its parts exchanged. */

import { startAlerts } from "./cases_alerts.js";
import { swapParts } from "./cases_parts.js";
import { startReply } from "./cases_reply.js";
import { startTexts } from "./cases_texts.js";

const TYPING_SHOWN = 6000; // milliseconds
const COME_BACK = 10000;
const CUT_OFF = "Die Verbindung ist unterbrochen. Neues erscheint, sobald sie wieder steht.";

const place = document.querySelector("[data-stream]");
const connection = place.querySelector("[data-connection]");
const alarm = startAlerts(place);
let isRunning = false;
let isStale = false;
let typingTimer = 0;

place.hidden = false;
listen();
startReply({ show });
startTexts();

function listen() {
  const events = new EventSource(place.dataset.stream);
  events.addEventListener("open", () => (connection.textContent = ""));
  events.addEventListener("neu", refresh);
  events.addEventListener("tippt", showTyping);
  events.addEventListener("ende", () => {
    events.close();
    connection.textContent = "Sie sind abgemeldet. Bitte laden Sie die Seite neu.";
  });
  events.addEventListener("error", () => {
    connection.textContent = CUT_OFF;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, COME_BACK);
  });
}

/** Fetch the page; what is announced meanwhile is fetched once more afterwards. */
async function refresh() {
  isStale = true;
  if (isRunning) return;
  isRunning = true;
  while (isStale) {
    isStale = false;
    try {
      // as a fragment, so that it takes no notice away that the next page of the person is to show
      const response = await fetch(place.dataset.page || location.href, { headers: { "X-Fragment": "1" } });
      if (connection.textContent === CUT_OFF) connection.textContent = "";
      if (response.ok && !response.redirected) show(await response.text(), ["problem"]);
    } catch {
      connection.textContent = CUT_OFF;
    }
  }
  isRunning = false;
}

/** Put the parts of a page into this one, except those to be kept; false where it is another page. */
function show(html, kept = []) {
  const page = new DOMParser().parseFromString(html, "text/html");
  if (!page.querySelector("[data-stream]")) return false;
  const news = swapParts(page, kept);
  if (news.isFromVisitor) hideTyping();
  if (news.text) alarm(news.text);
  return true;
}

function showTyping() {
  const typing = document.querySelector("[data-typing]");
  if (!typing) return;
  typing.textContent = "Die Person schreibt …";
  clearTimeout(typingTimer);
  typingTimer = setTimeout(hideTyping, TYPING_SHOWN);
}

function hideTyping() {
  const typing = document.querySelector("[data-typing]");
  if (typing) typing.textContent = "";
}
