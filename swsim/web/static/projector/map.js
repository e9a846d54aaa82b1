/* The administrations on the map: a circle by traffic, a ring where declarations are
   open, names where there is room for them. */

import { Arcs } from "./arcs.js";
import { drawn, lang, number, say } from "../words.js";

const WIDTH = 1_000;
const HEIGHT = 482;
const FEW = 12; // up to here all names are wanted

export class WorldMap {
  /* `open` is called with the message whose arc is clicked. */
  constructor(svg, canvas, open) {
    this.svg = svg;
    svg.onclick = (event) => {
      const box = svg.getBoundingClientRect();
      const scale = WIDTH / box.width;
      const place = [event.clientX - box.left, event.clientY - box.top];
      const found = this.arcs.at(place.map((each) => each * scale));
      if (found) open(found.id);
    };
    this.posts = svg.appendChild(drawn("g"));
    this.labels = svg.appendChild(drawn("g", { class: "names" }));
    this.sites = new Map();
    this.traffic = {};
    this.arcs = new Arcs(canvas, WIDTH, (who) => this.place(who));
    new ResizeObserver(() => this.draw()).observe(svg);
  }

  /* Where a participant is: at its administration. */
  place(who) {
    return this.sites.get(who.slice(0, who.lastIndexOf("-")))?.at;
  }

  begin(sites) {
    this.posts.replaceChildren();
    this.sites = new Map(sites.map((site) => [site.id, this.post(site)]));
    this.arcs.clear();
  }

  post(site) {
    const title = drawn("title");
    const circle = drawn("circle", { cx: site.x, cy: site.y, class: "post" });
    const ring = drawn("circle", { cx: site.x, cy: site.y, class: "queue" });
    this.posts.append(drawn("g", {}, ring, circle, title));
    return { ...site, at: [site.x, site.y], title, circle, ring };
  }

  /* `traffic`: per site what it sent and received, and its open declarations. */
  show(traffic) {
    this.traffic = traffic;
    this.draw();
  }

  draw() {
    const scale = (this.svg.clientWidth || WIDTH) / WIDTH;
    const counts = [...this.sites.values()].map((site) => {
      const [sent = 0, received = 0, open = 0] = this.traffic[site.id] ?? [];
      return { site, messages: sent + received, open };
    });
    const most = Math.max(1, ...counts.map((each) => each.messages));
    const few = counts.length <= FEW;
    for (const each of counts) {
      const part = Math.sqrt(each.messages / most);
      each.radius = ((few ? 5 : 2.5) + (few ? 9 : 8) * part) / Math.min(1, scale + 0.25);
      this.size(each);
    }
    this.name(counts, scale, few);
  }

  size({ site, messages, open, radius }) {
    site.circle.setAttribute("r", radius.toFixed(1));
    const width = open ? Math.min(7, 1.5 + Math.sqrt(open)) : 0;
    site.ring.setAttribute("r", (radius + 1.5 + width / 2).toFixed(1));
    site.ring.setAttribute("stroke-width", width.toFixed(1));
    site.title.textContent = say("map.site", {
      name: site.name[lang],
      messages: number(messages),
      open: number(open),
    });
  }

  /* Names from the busiest down, each where it covers no name and no larger circle. */
  name(counts, scale, few) {
    const size = Math.max(14, 11 / scale, (few ? 19 : 15) / Math.max(scale, 0.9));
    const taken = [];
    const made = [];
    const busiest = counts
      .filter((each) => few || each.messages)
      .sort((a, b) => b.messages - a.messages || a.site.y - b.site.y)
      .slice(0, few ? FEW : Math.round(10 + 8 * Math.min(scale, 1)));
    for (const each of counts) taken.push(circleBox(each));
    for (const each of busiest) {
      const label = this.label(each, size, taken, few ? 1 : 2);
      if (label) made.push(label);
    }
    this.labels.replaceChildren(...made);
  }

  label({ site, open, radius }, size, taken, least) {
    const name = site.name[lang];
    const queue = open >= least ? say("map.open", { number: number(open) }) : "";
    const width = Math.max(widthOf(name, size), widthOf(queue, size * 0.88));
    const height = size * (queue ? 2 : 1.1);
    const away = radius + 6;
    const [right, leftward] = [site.x + away, site.x - away - width];
    const [beside, above, below] = [
      site.y - height / 2,
      site.y - height - radius * 0.4,
      site.y + radius * 0.4,
    ];
    const places = [
      ["start", right, beside],
      ["end", leftward, beside],
      ["middle", site.x - width / 2, site.y - away - height],
      ["middle", site.x - width / 2, site.y + away],
      ["start", right, above],
      ["start", right, below],
      ["end", leftward, above],
      ["end", leftward, below],
    ];
    for (const [anchor, left, top] of places) {
      const box = { left, top, right: left + width, bottom: top + height };
      if (!isFree(box, taken)) continue;
      taken.push(box);
      const x = anchor === "start" ? left : anchor === "end" ? box.right : site.x;
      return this.text({ name, queue, anchor, x, top, size });
    }
    return null;
  }

  text({ name, queue, anchor, x, top, size }) {
    const line = (said, down, kind) =>
      drawn("tspan", { x, y: (top + down).toFixed(1), class: kind }, said);
    return drawn(
      "text",
      { "text-anchor": anchor, "font-size": size.toFixed(1) },
      line(name, size * 0.9, "name"),
      queue ? line(queue, size * 1.8, "open") : null,
    );
  }
}

const ruler = document.createElement("canvas").getContext("2d");

/* The width of a name in units of the map; its halo included. */
function widthOf(text, size) {
  ruler.font = `bold 100px ${getComputedStyle(document.body).fontFamily}`;
  return text ? (ruler.measureText(text).width * size) / 100 + size * 0.3 : 0;
}

function circleBox({ site, radius }) {
  return {
    left: site.x - radius,
    right: site.x + radius,
    top: site.y - radius,
    bottom: site.y + radius,
  };
}

function isFree(box, taken) {
  const inside = box.left > 2 && box.right < WIDTH - 2 && box.top > 0 && box.bottom < HEIGHT;
  return inside && !taken.some((each) => overlap(box, each));
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
