/* Messages on their way, drawn on a canvas over the map at about 30 pictures a second.
   The colour and the sign at the head say the outcome, the stroke the document. Where
   less motion is wanted, a message is a line that is seen for a while. While the clock
   stands still a message that has arrived stays, so that it can be looked at. */

import { SYMBOLS } from "../words.js";

const FRAME = 1_000 / 30;
const TRAVEL = 1_100; // milliseconds from sender to receiver
const FADE = 900;
const STILL = 2_200; // how long a line is seen that does not move
const SPREAD = 400; // messages of one batch set out within this time
const MOST = 90;
const CROWDED = 30;
const STEPS = 28;
const NEAR = 16; // pixels from an arc that a click still means it

export const STROKES = {
  declaration: [],
  response: [9, 6],
  payment: [2, 6],
  acknowledgement: [2, 6],
};
const OTHER = [14, 5, 2, 5];

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Arcs {
  /* `place` returns the position of a site on the map, in its units. */
  constructor(canvas, width, place) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.units = width;
    this.place = place;
    this.arcs = [];
    this.last = 0;
    this.going = false;
    this.held = false;
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  fit() {
    const density = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(this.canvas.clientWidth * density);
    this.canvas.height = Math.round(this.canvas.clientHeight * density);
    this.density = density;
    this.scale = this.canvas.clientWidth / this.units;
    const style = getComputedStyle(document.documentElement);
    this.colours = Object.fromEntries(
      Object.keys(SYMBOLS).map((each) => [each, style.getPropertyValue(`--${each}`)]),
    );
    this.ground = style.getPropertyValue("--sea");
    this.go();
  }

  /* Keep what is there from fading, or let it go again. */
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    const now = performance.now();
    const stays = now - (calm.matches ? 0 : TRAVEL);
    if (!held) for (const arc of this.arcs) arc.begin = Math.max(arc.begin, stays);
    this.go();
  }

  add(messages) {
    const now = performance.now();
    // The next step is told apart from the one before.
    if (this.held && messages.length) this.arcs = this.arcs.filter((arc) => !this.rests(arc, now));
    messages.forEach((message, index) => {
      const plain = message.outcome === "ok" || message.outcome === "info";
      if (this.arcs.length >= (plain ? MOST * 0.7 : MOST)) return;
      const arc = this.arc(message);
      if (arc === null) return;
      arc.begin = now + (SPREAD * index) / messages.length;
      this.arcs.push(arc);
    });
    this.go();
  }

  go() {
    if (this.going || !this.arcs.length) return;
    this.going = true;
    requestAnimationFrame((time) => this.frame(time));
  }

  /* Tell whether a message has arrived and only waits for the clock. */
  rests(arc, now) {
    return this.held && now - arc.begin >= (calm.matches ? 0 : TRAVEL);
  }

  /* Return the message whose arc is at a place of the map, in its units. */
  at([x, y]) {
    const near = this.arcs.map((arc) => [
      Math.min(...arc.points.map((point) => Math.hypot(point[0] - x, point[1] - y))),
      arc.message,
    ]);
    near.sort(([one], [other]) => one - other);
    return near.length && near[0][0] <= NEAR / this.scale ? near[0][1] : null;
  }

  clear() {
    this.arcs = [];
    this.wipe();
  }

  wipe() {
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  arc(message) {
    const from = this.place(message.from);
    const to = this.place(message.to);
    if (!from || !to) return null;
    const home = from === to;
    return { message, home, points: home ? [from] : curve(from, to) };
  }

  frame(time) {
    if (time - this.last >= FRAME) {
      this.last = time;
      this.draw(time);
    }
    if (!this.arcs.length) this.wipe();
    this.going = this.arcs.some((arc) => !this.rests(arc, this.last));
    if (this.going) requestAnimationFrame((next) => this.frame(next));
  }

  draw(now) {
    const life = calm.matches ? STILL : TRAVEL + FADE;
    this.arcs = this.arcs.filter((arc) => now - arc.begin < life || this.rests(arc, now));
    const { pen, density } = this;
    pen.setTransform(density, 0, 0, density, 0, 0);
    pen.clearRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    const crowded = this.arcs.filter((arc) => !arc.home).length > CROWDED;
    for (const arc of this.arcs) {
      const age = this.rests(arc, now) ? TRAVEL : now - arc.begin;
      if (age < 0) continue;
      if (calm.matches) this.line(arc, 1, 1, arc.points.length >> 1, false);
      else this.moving(arc, age, crowded);
    }
    pen.globalAlpha = 1;
  }

  moving(arc, age, crowded) {
    const part = eased(Math.min(1, age / TRAVEL));
    const strength = age < TRAVEL ? 1 : 1 - (age - TRAVEL) / FADE;
    if (arc.home) this.ring(arc, age / (TRAVEL + FADE));
    else this.line(arc, part, strength, Math.round(part * STEPS), crowded);
  }

  line(arc, part, strength, head, crowded) {
    const { pen, scale } = this;
    const { outcome, document: kind } = arc.message;
    const loud = outcome === "bad" || outcome === "wait";
    if (arc.home) return this.ring(arc, 0.4);
    pen.strokeStyle = this.colours[outcome];
    pen.lineWidth = loud ? 3 : 2.2;
    pen.globalAlpha = strength * (loud ? 1 : crowded ? 0.5 : 0.85);
    pen.setLineDash(STROKES[kind] ?? OTHER);
    pen.beginPath();
    arc.points.slice(0, Math.max(2, Math.round(part * STEPS) + 1)).forEach(([x, y], index) => {
      if (index) pen.lineTo(x * scale, y * scale);
      else pen.moveTo(x * scale, y * scale);
    });
    pen.stroke();
    pen.setLineDash([]);
    pen.globalAlpha = strength;
    this.sign(arc.points[head], outcome, loud || !crowded);
  }

  sign([x, y], outcome, whole) {
    const { pen, scale } = this;
    const radius = whole ? Math.max(6, 9 * Math.min(1.3, scale)) : 2.5;
    pen.fillStyle = this.colours[outcome];
    pen.beginPath();
    pen.arc(x * scale, y * scale, radius, 0, 2 * Math.PI);
    pen.fill();
    if (!whole) return;
    pen.fillStyle = this.ground;
    pen.font = `bold ${Math.round(radius * 1.4)}px sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(SYMBOLS[outcome], x * scale, y * scale + 0.5);
  }

  /* A message that stays within an administration: a ring, its sign rising above. */
  ring(arc, part) {
    const { pen, scale } = this;
    const { outcome } = arc.message;
    const [x, y] = arc.points[0];
    pen.globalAlpha = 1 - part;
    if (outcome !== "info") this.sign([x, y - (14 + 22 * part) / scale], outcome, true);
    pen.globalAlpha = (1 - part) * 0.9;
    pen.strokeStyle = this.colours[outcome];
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x * scale, y * scale, (8 + 18 * part) * Math.max(scale, 0.5), 0, 2 * Math.PI);
    pen.stroke();
  }
}

/* Points of a curve that bends to the left of its way, so that the way back is another. */
function curve(from, to) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const bend = 0.2;
  const middle = [
    (from[0] + to[0]) / 2 + dy * bend,
    Math.max(8, (from[1] + to[1]) / 2 - dx * bend),
  ];
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    return [0, 1].map(
      (axis) =>
        (1 - t) ** 2 * from[axis] + 2 * t * (1 - t) * middle[axis] + t ** 2 * to[axis],
    );
  });
}

function eased(part) {
  return part * part * (3 - 2 * part);
}
