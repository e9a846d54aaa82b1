/* The lists beside the map: the story, what went wrong, what is awaited and how long. */

import { duration, element, lang, number, say } from "../words.js";

const $ = (id) => document.getElementById(id);
const AWAITED = 8;

/* Lines of the story, the newest on top. A row stays as long as its line does, so that
   it keeps the focus. */
export class Lines {
  /* `moment` tells a second in words; `open` is called with a message's id and its row. */
  constructor(list, none, { moment, open }) {
    this.list = list;
    this.none = none;
    this.moment = moment;
    this.open = open;
    this.rows = new Map();
  }

  show(lines) {
    const wanted = new Set(lines);
    for (const [line, row] of this.rows) {
      if (wanted.has(line)) continue;
      row.remove();
      this.rows.delete(line);
    }
    for (const line of lines) {
      if (this.rows.has(line)) continue;
      const row = element("li", {}, this.row(line));
      this.rows.set(line, row);
      this.list.prepend(row);
    }
    this.none.hidden = lines.length > 0;
  }

  row(line) {
    const { day, minutes } = this.moment(line.second);
    const content = [
      element("span", { class: `sign ${line.tone}`, "aria-hidden": true }, line.symbol),
      element("span", { class: "unseen" }, say(`outcome.${line.tone}`)),
      element("span", { class: "when" }, `${say("day", { day })} ${minutes}`),
      element("span", { class: "said" }, line.text[lang] ?? line.text.en),
    ];
    if (!line.message) return element("div", { class: "row" }, content);
    const made = element("button", { type: "button", class: "row" }, content);
    made.onclick = () => this.open(line.message, made);
    return made;
  }
}

/* `names` has who(id) and document(id); `now` is the second that is shown. */
export function showAwaited(awaited, all, now, names) {
  $("awaited").replaceChildren(
    ...awaited.slice(0, AWAITED).map((each) =>
      element(
        "li",
        {},
        element("b", { class: "who" }, names.who(each.who)),
        element(
          "span",
          { class: "long" },
          say("awaited.since", { duration: duration(Math.max(0, now - each.since)) }),
        ),
        element(
          "span",
          { class: "what" },
          say("awaited.line", {
            document: names.document(each.document),
            reference: each.declaration,
          }),
        ),
      ),
    ),
  );
  $("awaited-count").textContent = all ? number(all) : "";
  $("awaited-none").hidden = all > 0;
}
