/** Return the number of a case in a text, such as TK-2026-AB12CD, or undefined. */
export function findCaseNumber(text) {
  return /\b[A-Z]{1,3}-\d{4}-\w{4,8}\b/.exec(text ?? "")?.[0];
}
