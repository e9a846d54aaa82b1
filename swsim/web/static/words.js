/* The words of a page in its language: sentences, numbers, times; and small elements. */

const texts = JSON.parse(document.getElementById("texts").textContent);

export const lang = document.documentElement.lang;

export function say(key, facts = {}) {
  const said = texts[`projector.${key}`] ?? key;
  return said.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

export function has(key) {
  return `projector.${key}` in texts;
}

const numbers = new Intl.NumberFormat(lang);

export function number(value) {
  return numbers.format(value);
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

/* Return an element; `properties` are attributes, children nodes or texts. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  return furnished(made, properties, children);
}

export function drawn(tag, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  return furnished(made, properties, children);
}

function furnished(made, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export const SYMBOLS = { ok: "✓", wait: "…", bad: "✗", info: "→" };
