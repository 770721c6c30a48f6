/** The attributes of <tregks-chat>; the script of the one line takes them as data-…. README.md explains each. */

/** Where the gateway is; api is the older name. Read once, when the element appears. */
export const SERVER = ["server", "api"];

/** Attributes whose change shows at once. */
export const LIVE = ["titel", "datenschutz", "farbe", "position", "sprache", "thema", "begruessung", "einstieg"];
