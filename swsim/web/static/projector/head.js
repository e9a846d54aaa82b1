/* The head of the page: the virtual moment, how the run stands; and the totals. */

import { element, moment, number, say } from "../words.js";

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
  rewound: "◀◀",
  ended: "■",
  failed: "✗",
};
const TIMED = ["running", "paused"];
const SLOW = 60; // virtual seconds a second up to which seconds are shown

/* `clock` is that of the room, whatever moment is looked at. */
export function showState(clock) {
  const state = clock.looking === null ? clock.state : "rewound";
  const speed = TIMED.includes(state) ? ` ×${clock.speed}` : "";
  const said = `${say(`state.${state}`)}${speed}`;
  if ($("state").dataset.said === said) return;
  Object.assign($("state").dataset, { said, state });
  const sign = element("span", { "aria-hidden": true }, STATES[state]);
  $("state").replaceChildren(sign, said);
}

export function showMoment(start, second, speed) {
  const { day, date, minutes, seconds, iso } = moment(start, second);
  $("day").textContent = say("day", { day });
  $("date").textContent = date;
  $("time").textContent = speed < SLOW ? minutes + seconds : minutes;
  $("time").dateTime = iso;
}

export function showTotals(totals) {
  if (!$("counters").childElementCount) {
    $("counters").append(...Object.entries(COUNTED).map(counter));
  }
  for (const name of Object.keys(COUNTED)) {
    $(`count-${name}`).textContent = number(totals[name] ?? 0);
  }
}

function counter([name, sign]) {
  return element(
    "div",
    { class: `counter counter-${name}` },
    element("dt", {}, element("span", { "aria-hidden": true }, sign), say(`count.${name}`)),
    element("dd", { id: `count-${name}` }, "0"),
  );
}
