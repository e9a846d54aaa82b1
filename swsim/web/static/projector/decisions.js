/* Decisions that the scenario keeps for the trainer: what about, until when, how they
   are taken otherwise; and the two buttons for whoever has the PIN. */

import { SYMBOLS, duration, element, lang, say } from "../words.js";

const CHOICES = ["release", "detain"];

export class Decisions {
  /* `words` has who(id) and moment(second) of the page. */
  constructor(root, controls, words) {
    this.root = root;
    this.controls = controls;
    this.words = words;
    this.boxes = new Map();
  }

  /* `open` are the open decisions, the most urgent first. */
  show(open, second) {
    const before = this.boxes;
    this.boxes = new Map(
      open.map((each) => {
        const key = `${each.inject}/${each.site}`;
        return [key, before.get(key) ?? this.box(each)];
      }),
    );
    for (const each of open) this.tell(each, second);
    const changed = [...before.keys()].join() !== [...this.boxes.keys()].join();
    if (changed) {
      this.root.replaceChildren(...[...this.boxes.values()].map(({ box }) => box));
    }
    this.root.hidden = !open.length;
    this.seat();
  }

  box({ inject, site, declaration }) {
    const about = { site: this.words.who(`${site}-cus`), declaration };
    const until = element("p");
    const said = element("p", { class: "decision-said" });
    const buttons = CHOICES.map((choice) => {
      const sign = choice === "detain" ? SYMBOLS.bad : SYMBOLS.ok;
      const button = element(
        "button",
        { type: "button", class: "main", value: choice },
        element("span", { "aria-hidden": "true" }, sign),
        ` ${say(`choice.${choice}`)}`,
      );
      button.onclick = () => this.controls.tell({ inject, site, choice }, "run/decisions");
      return button;
    });
    const box = element(
      "div",
      { class: "decision" },
      element(
        "div",
        {},
        element(
          "p",
          {},
          element("b", {}, `⚖ ${say("decision", { inject })}`),
          ` ${say(declaration ? "decision.about" : "decision.case", about)}`,
        ),
        until,
        said,
      ),
      element("div", { class: "decision-do" }, ...buttons),
    );
    return { box, until, said, buttons, taken: null };
  }

  tell(each, second) {
    const own = this.boxes.get(`${each.inject}/${each.site}`);
    const { day, minutes } = this.words.moment(each.until);
    own.taken = each.said;
    own.until.textContent = say("decision.until", {
      day: say("day", { day }).toLocaleLowerCase(lang),
      time: minutes,
      duration: duration(Math.max(0, each.until - second)),
      choice: say(`choice.${each.default}`).toLocaleLowerCase(lang),
    });
  }

  /* Whoever has the PIN has the buttons; the others read who decides. */
  seat() {
    for (const { said, buttons, taken } of this.boxes.values()) {
      const choice = taken && say(`choice.${taken}`).toLocaleLowerCase(lang);
      said.textContent = choice
        ? say("decision.said", { choice })
        : this.controls.trainer
          ? ""
          : say("decision.trainer");
      for (const button of buttons) {
        button.hidden = Boolean(taken) || !this.controls.trainer;
      }
    }
  }
}
