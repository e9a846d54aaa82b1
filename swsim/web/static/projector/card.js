/* The card over the map: what this scenario is before it starts, how it ended. */

import { duration, element, lang, moment, number, say } from "../words.js";

const $ = (id) => document.getElementById(id);
const FEW = 6; // up to here administrations are named rather than counted
const ENDS = { PASS: ["✓", "ok"], FAIL: ["✗", "bad"], BLOCKED: ["✗", "bad"] };

export class Card {
  constructor(held, controls) {
    this.held = held;
    this.controls = controls;
    this.closed = "";
    this.shown = "";
    $("card-close").onclick = () => this.close();
    $("card-main").onclick = () => {
      if (this.controls.trainer) this.controls.goOrPause();
      else this.controls.ask();
    };
  }

  close() {
    this.closed = this.held.clock.state;
    this.show();
  }

  show() {
    const { run, clock } = this.held;
    const wanted = run && ["prepared", "ended", "failed"].includes(clock.state);
    const shown = wanted && this.closed !== clock.state ? clock.state : "";
    const now = `${shown}/${this.controls.trainer}`;
    if (now === this.shown) return;
    this.shown = now;
    $("card").hidden = !shown;
    $("card").dataset.state = shown;
    if (shown) this[shown](run, clock);
  }

  prepared(run) {
    const { date } = moment(run.start, 0);
    const names = run.sites.map((site) => site.name[lang] ?? site.name.en);
    this.fill({
      title: run.title[lang] ?? run.title.en,
      text: run.summary[lang] ?? run.summary.en,
      facts: say("card.prepared", {
        sites:
          names.length <= FEW
            ? names.join(", ")
            : say("card.sites", { number: number(names.length) }),
        seed: run.seed,
        date,
      }),
      close: false,
      main: this.controls.trainer
        ? [element("span", { "aria-hidden": "true" }, "▶"), say("card.start")]
        : [say("card.enter")],
    });
    if (!this.controls.trainer) {
      $("card-facts").append(document.createElement("br"), say("card.soon"));
    }
  }

  /* How it came out is fetched once, and stands below when it is there. */
  async outcome() {
    const answer = await fetch(`/api/v1/run/outcome?lang=${lang}`).catch(() => null);
    if (!answer?.ok || this.held.clock.state !== "ended") return;
    const { expectations, debrief } = await answer.json();
    $("card-outcome").replaceChildren(
      ...section("card.expected", "ul", byObjective(expectations)),
      ...section("card.debrief", "ol", debrief.map((each) => element("li", {}, each))),
    );
    // Else nobody could scroll by keyboard to what does not fit.
    if ($("card").scrollHeight > $("card").clientHeight) $("card").tabIndex = 0;
  }

  ended(run, clock) {
    const [sign, kind] = ENDS[clock.verdict] ?? ["■", "info"];
    const totals = this.held.present.totals;
    const names = ["messages", "lodged", "released", "rejected", "nacked"];
    const counts = names.map((name) => [name, number(totals[name] ?? 0)]);
    this.fill({
      sign,
      kind,
      title: say(`card.${clock.verdict}`),
      text: say("card.ended", Object.fromEntries(counts)),
      facts: say("card.length", { duration: duration(clock.second) }),
    });
    this.outcome();
  }

  failed(run, clock) {
    this.fill({ sign: "✗", kind: "bad", title: say("card.failed"), text: clock.why ?? "" });
  }

  fill({ sign = "", kind = "", title, text, facts = "", main = [], close = true }) {
    $("card-close").hidden = !close;
    $("card-sign").textContent = sign;
    $("card-sign").className = `card-sign ${kind}`;
    $("card-sign").hidden = !sign;
    $("card-title").textContent = title;
    $("card-text").textContent = text;
    $("card-facts").textContent = facts;
    $("card-outcome").replaceChildren();
    $("card-main").replaceChildren(...main);
    $("card-main").hidden = !main.length;
  }
}

function section(key, list, items) {
  if (!items.length) return [];
  const title = element("h3", {}, say(key));
  return [element("div", {}, title, element(list, { class: "outcome" }, items))];
}

/* What was expected, below what was to be learnt by it. */
function byObjective(expectations) {
  const objectives = [...new Set(expectations.map(({ objective }) => objective))];
  return objectives.map((objective) =>
    element(
      "li",
      {},
      objective ? element("p", {}, say("card.objective", { objective })) : "",
      element(
        "ul",
        {},
        expectations.filter((each) => each.objective === objective).map(expectation),
      ),
    ),
  );
}

/* What was expected and seen, with a sign and a word for the verdict. */
function expectation({ text, observed, verdict }) {
  const [sign, kind] = ENDS[verdict] ?? ["!", "wait"];
  return element(
    "li",
    { class: "expectation" },
    element("b", { class: kind }, `${sign} ${say(`card.verdict.${verdict}`)}`),
    ` ${text} · `,
    say("card.observed", { observed }),
  );
}
