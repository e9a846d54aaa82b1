/* Looking back: the slider under the clock, which the trainer moves for the whole room,
   and what the run was at the moment it stands on. */

import { element, say } from "../words.js";
import { momentOf } from "./state.js";

const $ = (id) => document.getElementById(id);
const SETTLED = 150; // milliseconds that the slider stands still before it counts
const STEP = 60; // virtual seconds

export class Past {
  /* `tell` gives the clock an order; `changed` is called when the past is there to be
     shown, or gone; `moment` tells a second in words. */
  constructor({ tell, changed, moment }) {
    this.changed = changed;
    this.moment = moment;
    this.second = null; // the moment that is to be shown; null: the present
    this.shown = null; // what the run was then, once it is known
    this.timer = null;
    this.dragged = false;
    $("rewind").oninput = () => {
      this.dragged = true;
      this.name(Number($("rewind").value));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.dragged = false;
        tell({ look: Number($("rewind").value) });
      }, SETTLED);
    };
    $("now").onclick = () => tell({ look: null });
  }

  /* Called with each greeting and batch. */
  show(clock, injects) {
    this.bound(clock, injects);
    if (clock.looking === this.second) return;
    this.second = clock.looking;
    this.shown = null;
    $("now").hidden = this.second === null;
    if (this.second === null) this.changed();
    else this.fetch(this.second);
  }

  bound(clock, injects) {
    const most = Math.ceil(clock.second / STEP) * STEP;
    if (Number($("rewind").max) !== most) $("rewind").max = most;
    $("timeline").hidden = most === 0;
    if (!this.dragged) {
      const second = clock.looking ?? clock.second;
      $("rewind").value = second;
      this.name(second);
    }
    this.mark(injects, most);
  }

  name(second) {
    const { day, minutes } = this.moment(second);
    $("rewind").setAttribute("aria-valuetext", `${say("day", { day })} ${minutes}`);
    $("rewind-at").textContent = `${say("day", { day })} ${minutes}`;
  }

  /* Where injects took effect. */
  mark(injects, most) {
    const said = injects.map(({ inject, second }) => `${inject}/${second}`).join() + most;
    if ($("rewind-marks").dataset.said === said) return;
    $("rewind-marks").dataset.said = said;
    $("rewind-marks").replaceChildren(
      ...injects.map(({ inject, second }) => {
        const mark = element("span", { class: "mark", title: inject }, "⚡");
        mark.style.left = `${(100 * second) / Math.max(1, most)}%`;
        return mark;
      }),
    );
  }

  async fetch(second) {
    try {
      const answer = await fetch(`/api/v1/run/at/${second}`);
      if (!answer.ok || this.second !== second) return;
      const said = await answer.json();
      if (this.second !== second) return;
      this.shown = { ...momentOf(said), messages: said.messages, second };
      this.changed();
    } catch {
      // The server is away: the page says so, and asks again with the next greeting.
      this.second = undefined;
    }
  }
}
