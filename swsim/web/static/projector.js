/* The projector: puts what the feed says onto the page. */

import { boxes } from "./boxes.js";
import { Card } from "./card.js";
import { Controls } from "./controls.js";
import { Feed } from "./feed.js";
import { legend } from "./legend.js";
import { WorldMap } from "./map.js";
import { Panel } from "./panel.js";
import { duration, element, has, lang, moment, number, say } from "./words.js";

const $ = (id) => document.getElementById(id);
const COUNTED = {
  messages: "→",
  lodged: "◇",
  accepted: "✓",
  released: "✓",
  rejected: "✗",
  nacked: "↩",
};
const STATES = {
  connecting: "◌",
  prepared: "◆",
  running: "▶",
  paused: "❚❚",
  ended: "■",
  failed: "✗",
};
const LINES = 30;
const CALM = 300; // milliseconds between two drawings of lists, so that they can be read

const held = { run: null, clock: { state: "connecting" }, sites: {}, totals: {}, second: 0 };
const map = new WorldMap($("map"), $("arcs"));
const controls = new Controls();
const words = { who, document: documentName, moment: (second) => moment(held.run.start, second) };
const panel = new Panel(words);
const card = new Card(held, controls);
controls.changed = () => card.show();

$("legend").append(...legend());
setUpDialogs();
setUpContrast();

new Feed("/feed", {
  connected: () => {
    $("lost").hidden = true;
  },
  lost: (seconds) => {
    $("lost").textContent = say("lost", { seconds });
    $("lost").hidden = false;
  },
  hello: (said) => {
    held.run = said.run;
    held.sites = said.sites;
    map.begin(said.run.sites);
    document.title = `${said.run.title[lang] ?? said.run.title.en} · swsim`;
    for (const list of ["story", "alerts"]) $(list).replaceChildren();
    waiting.lines = [];
    waiting.alerts = said.alerts;
    controls.show(said.clock, said.run.speeds);
    take(said);
  },
  batch: (said) => {
    if (held.run === null) return;
    Object.assign(held.sites, said.sites);
    waiting.alerts.push(...said.lines.filter((line) => line.tone === "bad"));
    if (!said.clock.frozen) map.arcs.add(said.messages);
    take(said);
  },
});

// --- what has come, and its drawing --------------------------------------------------

const waiting = { lines: [], alerts: [], timer: null };

function take(said) {
  held.clock = said.clock;
  held.said = said;
  waiting.lines.push(...said.lines);
  for (const lines of [waiting.lines, waiting.alerts]) {
    lines.splice(0, lines.length - LINES);
  }
  controls.show(said.clock);
  $("frozen").hidden = !said.clock.frozen;
  showState(said.clock);
  card.show();
  if (said.clock.frozen) return;
  showMoment(said.clock);
  showTotals(said.totals);
  waiting.timer ??= setTimeout(draw, CALM);
}

function draw() {
  waiting.timer = null;
  if (held.clock.frozen) return;
  map.show(held.sites);
  showLines("story", waiting.lines.splice(0));
  showLines("alerts", waiting.alerts.splice(0));
  showAwaited(held.said);
  showTimes(held.said.times);
}

function showState(clock) {
  const word = say(`state.${clock.state}`);
  const speed = clock.speed ? ` ×${clock.speed}` : "";
  const said = `${word}${["running", "paused"].includes(clock.state) ? speed : ""}`;
  if ($("state").dataset.said === said) return;
  $("state").dataset.said = said;
  $("state").dataset.state = clock.state;
  $("state").replaceChildren(
    element("span", { "aria-hidden": "true" }, STATES[clock.state]),
    said,
  );
}

function showMoment(clock) {
  const { day, date, minutes, seconds, iso } = moment(held.run.start, clock.second);
  $("day").textContent = say("day", { day });
  $("date").textContent = date;
  $("time").textContent = clock.speed < 60 ? minutes + seconds : minutes;
  $("time").dateTime = iso;
}

function showTotals(totals) {
  if (!$("counters").childElementCount) {
    for (const [name, sign] of Object.entries(COUNTED)) {
      $("counters").append(
        element(
          "div",
          { class: `counter counter-${name}` },
          element("dt", {}, element("span", { "aria-hidden": "true" }, sign), say(`count.${name}`)),
          element("dd", { id: `count-${name}` }, "0"),
        ),
      );
    }
  }
  for (const name of Object.keys(COUNTED)) {
    $(`count-${name}`).textContent = number(totals[name] ?? 0);
  }
}

// --- story and alerts ------------------------------------------------------------------

function showLines(name, lines) {
  for (const line of lines) prepend($(name), line);
  $(`${name}-none`).hidden = $(name).childElementCount > 0;
}

function prepend(list, line) {
  const { day, minutes } = words.moment(line.second);
  const content = [
    element("span", { class: `sign ${line.tone}`, "aria-hidden": "true" }, line.symbol),
    element("span", { class: "unseen" }, say(`outcome.${line.tone}`)),
    element("span", { class: "when" }, `${say("day", { day })} ${minutes}`),
    element("span", { class: "said" }, line.text[lang] ?? line.text.en),
  ];
  const row = element("li", {}, line.message ? button(line.message, content) : still(content));
  list.prepend(row);
  while (list.childElementCount > LINES) list.lastElementChild.remove();
}

function button(message, content) {
  const made = element("button", { type: "button", class: "row" }, ...content);
  made.onclick = () => panel.open(message, made);
  return made;
}

function still(content) {
  return element("div", { class: "row" }, ...content);
}

// --- what is awaited, and for how long ---------------------------------------------------

function showAwaited({ awaited, awaited_of: all }) {
  const now = held.clock.second;
  $("awaited").replaceChildren(
    ...awaited.slice(0, 8).map((each) =>
      element(
        "li",
        {},
        element("b", { class: "who" }, who(each.who)),
        element("span", { class: "long" }, say("awaited.since", { duration: duration(now - each.since) })),
        element(
          "span",
          { class: "what" },
          say("awaited.line", { document: documentName(each.document), reference: each.declaration }),
        ),
      ),
    ),
  );
  $("awaited-count").textContent = all ? number(all) : "";
  $("awaited-none").hidden = all > 0;
}

function showTimes(times) {
  const rows = boxes(times);
  $("times").replaceChildren(...rows);
  $("times-none").hidden = rows.length > 0;
}

// --- names ----------------------------------------------------------------------------

function who(id) {
  const at = id.lastIndexOf("-");
  const site = held.run.sites.find((each) => each.id === id.slice(0, at));
  const role = held.run.roles?.[id.slice(at + 1)];
  return [site?.name[lang] ?? id, role?.[lang]].filter(Boolean).join(" · ");
}

function documentName(id) {
  const name = held.run.names?.[id]?.[lang] ?? id;
  return name[0].toUpperCase() + name.slice(1);
}

// --- what stands around ------------------------------------------------------------------

function setUpDialogs() {
  $("help-open").onclick = () => $("help").showModal();
  $("help-close").onclick = () => $("help").close();
}

function setUpContrast() {
  const root = document.documentElement;
  const set = (more) => {
    root.dataset.contrast = more ? "more" : "";
    $("contrast").setAttribute("aria-pressed", String(more));
    map.arcs.fit();
    localStorage.setItem("swsim.contrast", more ? "more" : "");
  };
  set(localStorage.getItem("swsim.contrast") === "more");
  $("contrast").onclick = () => set(root.dataset.contrast !== "more");
}
