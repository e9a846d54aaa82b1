/* The words of a page in its language: sentences, numbers, times; and small elements.
   All pages share them. */

const texts = JSON.parse(document.getElementById("texts").textContent);

export const lang = document.documentElement.lang;

const page = document.body.dataset.page;

/* A sentence of the page, or else one that all pages share. */
export function say(key, facts = {}) {
  const said = texts[`${page}.${key}`] ?? texts[key] ?? key;
  return said.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

export function has(key) {
  return `${page}.${key}` in texts;
}

const numbers = new Intl.NumberFormat(lang);

export function number(value) {
  return numbers.format(value);
}

/* Return "1 error" or "3 errors". */
export function counted(key, n) {
  return say(`count.${key}.${n === 1 ? "one" : "other"}`, { n: number(n) });
}

const UNITS = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
];

/* A length of virtual time in its two largest units: "2 d 4 h", "35 min". */
export function duration(seconds) {
  const first = UNITS.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [size, name] = UNITS[first];
  const said = [`${Math.floor(seconds / size)} ${name}`];
  const [next, nextName] = UNITS[first + 1] ?? [];
  const rest = next && first < 2 ? Math.floor((seconds % size) / next) : 0;
  if (rest) said.push(`${rest} ${nextName}`);
  return said.join(" ");
}

// The day before the month, as most of both regions write it.
const dates = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/* The virtual moment: day of the run from 1, date, hours and minutes, seconds. */
export function moment(start, second) {
  const origin = new Date(start);
  const then = new Date(origin.getTime() + second * 1_000);
  const midnight = Date.UTC(
    origin.getUTCFullYear(),
    origin.getUTCMonth(),
    origin.getUTCDate(),
  );
  const iso = then.toISOString();
  return {
    day: Math.floor((then.getTime() - midnight) / 86_400_000) + 1,
    date: dates.format(then),
    minutes: iso.slice(11, 16),
    seconds: iso.slice(16, 19),
    iso,
  };
}

/* Return an element; attributes that are null or false are left out. */
export function element(tag, attributes = {}, ...children) {
  return furnished(document.createElement(tag), attributes, children);
}

export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return furnished(made, attributes, children);
}

function furnished(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== ""));
  return made;
}

/* What stands for an outcome besides its colour. */
export const SYMBOLS = { ok: "✓", wait: "…", bad: "✗", info: "→" };

/* The same for a severity, or the state of a layer. */
export const SIGNS = {
  E: "✗",
  W: "!",
  R: "◆",
  valid: "✓",
  "valid-partial": "◐",
  invalid: "✗",
  unclear: "?",
  skipped: "–",
};
