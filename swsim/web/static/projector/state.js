/* What the feed has told: the present of the run, kept whole from a greeting and the
   changes after it. Knows nothing of pages. */

export const LINES = 30;

/* A moment of the run, as a greeting or an answer about the past has it. */
export function momentOf(said) {
  return {
    totals: said.totals,
    times: said.times,
    sites: said.sites,
    awaited: longest(said.awaited),
    awaitedOf: said.awaited_of,
    lines: said.lines.slice(-LINES),
    alerts: said.alerts.slice(-LINES),
    decisions: said.decisions,
  };
}

export class State {
  constructor() {
    this.run = null;
    this.clock = { state: "connecting" };
    this.present = null;
    this.injects = [];
  }

  greet(said) {
    this.run = said.run;
    this.clock = said.clock;
    this.present = momentOf(said);
    this.injects = said.injects;
  }

  /* Take a batch in: totals are whole, all else is what has changed. */
  take(said) {
    const before = this.present;
    const { came = [], gone = [] } = said.awaited;
    const left = before.awaited.filter(
      ({ id }) => !gone.includes(id) && !came.some((each) => each.id === id),
    );
    this.clock = said.clock;
    this.injects.push(...said.lines.filter(({ inject }) => inject));
    this.present = {
      totals: said.totals,
      times: said.times,
      sites: { ...before.sites, ...said.sites },
      awaited: longest([...left, ...came]),
      awaitedOf: said.awaited_of,
      lines: [...before.lines, ...said.lines].slice(-LINES),
      decisions: said.decisions,
      alerts: [...before.alerts, ...said.lines.filter(({ tone }) => tone === "bad")].slice(-LINES),
    };
  }
}

function longest(awaited) {
  const byAge = (one, other) => one.since - other.since || (one.id < other.id ? -1 : 1);
  return [...awaited].sort(byAge);
}
