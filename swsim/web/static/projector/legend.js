/* What the signs, colours and strokes of the map mean. */

import { STROKES } from "./arcs.js";
import { drawn, element, say, SYMBOLS } from "../words.js";

export function legend() {
  const outcomes = Object.entries(SYMBOLS).map(([tone, symbol]) =>
    entry(element("span", { class: `chip chip-${tone}`, "aria-hidden": "true" }, symbol), `outcome.${tone}`),
  );
  const strokes = ["declaration", "response", "payment"].map((kind) =>
    entry(stroke(STROKES[kind]), `stroke.${kind}`),
  );
  return [...outcomes, ...strokes, entry(ring(), "legend.queue")];
}

function entry(sign, key) {
  return element("li", {}, sign, say(key));
}

function stroke(dashes) {
  const line = drawn("line", {
    x1: 1,
    x2: 33,
    y1: 6,
    y2: 6,
    "stroke-dasharray": dashes.join(" ") || "none",
  });
  return drawn("svg", { viewBox: "0 0 34 12", class: "stroke", "aria-hidden": "true" }, line);
}

function ring() {
  const post = drawn("circle", { cx: 17, cy: 8, r: 4, class: "post" });
  const queue = drawn("circle", { cx: 17, cy: 8, r: 6.5, class: "queue", "stroke-width": 2.5 });
  return drawn("svg", { viewBox: "0 0 34 16", class: "stroke", "aria-hidden": "true" }, queue, post);
}
