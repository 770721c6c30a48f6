/** What the page around the chat is about, and which questions the greeting then gives as examples. */

import { TEXTS } from "./texts.js";

/**
 * Return the example questions for the slug of a topic or of a group; the general ones for any other. The topics are
 * those of the seed: nothing may be fetched before the visitor's first message.
 */
export function findExamples(slug) {
  if (Object.hasOwn(TEXTS.groupExamples, slug)) return TEXTS.groupExamples[slug];
  if (Object.hasOwn(TEXTS.topics, slug)) return TEXTS.topicExamples(TEXTS.topics[slug]);
  return TEXTS.examples;
}
