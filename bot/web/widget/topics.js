/** What the page around the chat is about, and which questions the greeting then gives as examples. */

import { TEXTS } from "./texts.js";

const LIKE_A_SLUG = /^[a-z0-9-]*$/;

/**
 * Return the example questions for the slug of a group or of a topic, or for a topic in words such as "Drohnen"; the
 * general ones for a slug that is not known. The slugs are those of the seed, topics of the staff's own come in words:
 * nothing may be fetched before the visitor's first message.
 */
export function findExamples(topic) {
  const name = (topic ?? "").trim();
  if (Object.hasOwn(TEXTS.groupExamples, name)) return TEXTS.groupExamples[name];
  if (Object.hasOwn(TEXTS.topics, name)) return TEXTS.topicExamples(TEXTS.topics[name]);
  return LIKE_A_SLUG.test(name) ? TEXTS.examples : TEXTS.topicExamples(name);
}
