/* The projector: puts what the feed says onto the page, or the past that is looked at. */

import { lang, moment, say } from "../words.js";
import { boxes } from "./boxes.js";
import { Card } from "./card.js";
import { Controls } from "./controls.js";
import { Decisions } from "./decisions.js";
import { Feed } from "./feed.js";
import { showMoment, showState, showTotals } from "./head.js";
import { InjectNotice } from "./injects.js";
import { legend } from "./legend.js";
import { Lines, showAwaited } from "./lists.js";
import { WorldMap } from "./map.js";
import { Panel } from "./panel.js";
import { Past } from "./past.js";
import { State } from "./state.js";

const $ = (id) => document.getElementById(id);
const CALM = 300; // milliseconds between two drawings of lists, so that they can be read
const JUST_NOW = 60; // virtual seconds before a moment of the past of which arcs are drawn

const state = new State();
const words = { who, document: documentName, moment: at };
const controls = new Controls();
const panel = new Panel(words);
const card = new Card(state, controls);
const injects = new InjectNotice(controls);
const decisions = new Decisions($("decisions"), controls, words);
const past = new Past({ tell: (what) => controls.tell(what), changed: showPast, moment: at });
const map = new WorldMap($("map"), $("arcs"), (message) => panel.open(message));
const shown = { moment: at, open: (message, row) => panel.open(message, row) };
const story = new Lines($("story"), $("story-none"), shown);
const alerts = new Lines($("alerts"), $("alerts-none"), shown);
let waiting = null; // timer of the next drawing

controls.changed = () => {
  card.show();
  decisions.seat();
};
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
    state.greet(said);
    map.begin(said.run.sites);
    document.title = `${said.run.title[lang] ?? said.run.title.en} · swsim`;
    controls.show(said.clock, said.run.speeds);
    follow();
  },
  batch: (said) => {
    if (state.run === null) return;
    state.take(said);
    for (const line of said.lines) if (line.inject) injects.show(line);
    if (isLive()) map.arcs.add(said.messages);
    follow();
  },
});

/* The present is shown: nobody looks back, and the pictures do not stand still. */
function isLive() {
  return !state.clock.frozen && state.clock.looking === null;
}

function follow() {
  const { clock } = state;
  controls.show(clock);
  $("frozen").hidden = !clock.frozen;
  $("wall").classList.toggle("rewound", clock.looking !== null);
  showState(clock);
  card.show();
  past.show(clock, state.injects);
  decisions.show(clock.looking === null ? state.present.decisions : [], clock.second);
  map.arcs.hold(clock.state !== "running" || !isLive());
  if (!isLive()) return;
  showMoment(state.run.start, clock.second, clock.speed);
  showTotals(state.present.totals);
  waiting ??= setTimeout(() => {
    waiting = null;
    if (isLive()) draw(state.present, clock.second);
  }, CALM);
}

/* Called when the past is known, or is left. */
function showPast() {
  map.arcs.clear();
  const then = past.shown ?? { ...state.present, second: state.clock.second, messages: [] };
  showMoment(state.run.start, then.second, past.shown ? 1 : state.clock.speed);
  showTotals(then.totals);
  draw(then, then.second);
  map.arcs.add(then.messages.filter((each) => each.second > then.second - JUST_NOW));
}

function draw(then, second) {
  map.show(then.sites);
  story.show(then.lines);
  alerts.show(then.alerts);
  showAwaited(then.awaited, then.awaitedOf, second, words);
  const rows = boxes(then.times);
  $("times").replaceChildren(...rows);
  $("times-none").hidden = rows.length > 0;
}

// --- names ----------------------------------------------------------------------------

function at(second) {
  return moment(state.run.start, second);
}

function who(id) {
  const dash = id.lastIndexOf("-");
  const site = state.run.sites.find((each) => each.id === id.slice(0, dash));
  const role = state.run.roles?.[id.slice(dash + 1)];
  return [site?.name[lang] ?? id, role?.[lang]].filter(Boolean).join(" · ");
}

function documentName(id) {
  const name = state.run.names?.[id]?.[lang] ?? id;
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
