/* The words of the page in its language, and small elements. */

const texts = JSON.parse(document.getElementById("texts").textContent);

export const lang = document.documentElement.lang;

export function say(key, facts = {}) {
  const said = texts[`playground.${key}`] ?? key;
  return said.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

const numbers = new Intl.NumberFormat(lang);

export function number(value) {
  return numbers.format(value);
}

/* Return "1 error" or "3 errors". */
export function counted(key, n) {
  return say(`count.${key}.${n === 1 ? "one" : "other"}`, { n: number(n) });
}

/* Return an element; attributes that are null or false are left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ""));
  return made;
}

/* What stands for a severity or a state besides its colour. */
export const SIGNS = {
  E: "✖",
  W: "▲",
  R: "◆",
  valid: "✓",
  "valid-partial": "◐",
  invalid: "✖",
  unclear: "?",
  skipped: "–",
};
