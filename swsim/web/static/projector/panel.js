/* One message beside the map: who sent what to whom, what is wrong with it, and its
   XML with each finding under its line. */

import { element, lang, say, SIGNS, SYMBOLS } from "../words.js";

const $ = (id) => document.getElementById(id);
const VERDICTS = { valid: "ok", "valid-partial": "ok", invalid: "bad", unclear: "wait" };

export class Panel {
  /* `words` has who(id), document(id) and moment(second) of the run. */
  constructor(words) {
    this.words = words;
    this.opener = null;
    $("panel-close").onclick = () => this.close();
    addEventListener("keydown", (event) => {
      const open = document.querySelector("dialog[open]");
      if (event.key === "Escape" && !open && !$("panel").hidden) this.close();
    });
  }

  async open(id, opener = document.activeElement) {
    this.opener = opener;
    this.id = id;
    $("panel-title").textContent = say("panel");
    $("panel-body").replaceChildren(element("p", {}, say("panel.loading")));
    $("panel").hidden = false;
    $("wall").classList.add("reading");
    $("panel").focus({ preventScroll: true });
    const message = await fetched(id);
    if (this.id !== id) return;
    this.show(message);
    const cause = message && (await fetched(answeredBy(message)));
    if (cause && this.id === id) this.showCause(cause);
  }

  /* An answer says little by itself: what it is about stands beside it. */
  showCause(cause) {
    const about = element("button", { type: "button", class: "link" }, say("panel.about"));
    const open = () => this.open(cause.id, this.opener);
    about.onclick = open;
    const found = this.findings(cause.findings, open);
    const title = found.length ? [element("h3", {}, say("panel.cause"))] : [];
    const box = element("div", { class: "cause" }, ...title, ...found, about);
    $("panel-body").querySelector(".verdict").after(box);
  }

  close() {
    this.id = null;
    $("panel").hidden = true;
    $("wall").classList.remove("reading");
    if (this.opener?.isConnected) this.opener.focus();
  }

  show(message) {
    if (message === null) {
      $("panel-body").replaceChildren(element("p", { role: "alert" }, say("panel.failed")));
      return;
    }
    $("panel-title").textContent = this.words.document(message.document);
    $("panel-body").replaceChildren(
      this.way(message),
      this.explained(message),
      this.verdict(message),
      ...this.findings(message.findings, reach),
      element("h3", {}, say("panel.xml")),
      source(message),
    );
    if (message.findings.length) bring(0);
  }

  way(message) {
    const way = say("panel.way", {
      from: this.words.who(message.sender),
      to: this.words.who(message.recipient),
    });
    const { day, minutes } = this.words.moment(message.second);
    const when = `${say("day", { day })}, ${minutes} UTC`;
    return element("p", {}, element("b", {}, way), ` · ${when}`);
  }

  /* What the message means in the procedure, and what comes next. */
  explained({ means, next }) {
    return element(
      "div",
      { class: "means" },
      element("p", {}, means),
      element("p", {}, element("b", {}, `${say("panel.next")} `), next),
    );
  }

  verdict({ verdict, findings }) {
    const kind = VERDICTS[verdict] ?? "info";
    const count =
      findings.length === 1
        ? say("panel.finding")
        : say(findings.length ? "panel.findings" : "panel.none", { number: findings.length });
    return element(
      "p",
      { class: `verdict ${kind}` },
      element("span", { "aria-hidden": "true" }, SYMBOLS[kind]),
      element("b", {}, say(`panel.${verdict ?? "unread"}`)),
      verdict ? element("span", { class: "verdict-count" }, count) : null,
    );
  }

  /* One row per finding; `act` takes the number of the row that is pressed. */
  findings(findings, act) {
    if (!findings.length) return [];
    const rows = findings.map((finding, index) => {
      const button = element(
        "button",
        { type: "button", class: "finding-row" },
        element("span", { class: "finding-line" }, place(finding)),
        element("span", {}, finding.message),
      );
      button.onclick = () => act(index);
      return element("li", {}, button);
    });
    return [element("ol", { class: "findings" }, ...rows)];
  }
}

/* The XML line by line; a finding stands under the line that it is about. */
function source({ lines, findings }) {
  const rows = [];
  findings.forEach((finding, index) => {
    if (!finding.line) rows.push(note(finding, index));
  });
  lines.forEach((text, index) => {
    const found = findings
      .map((finding, at) => [finding, at])
      .filter(([finding]) => finding.line === index + 1);
    rows.push(
      element(
        "li",
        { class: found.length ? "line marked" : "line" },
        element("span", { class: "line-number" }, String(index + 1)),
        element("code", {}, ...coloured(text)),
      ),
      ...found.map(([finding, at]) => note(finding, at)),
    );
  });
  return element(
    "ol",
    { class: "source", tabindex: "0", "aria-label": say("panel.xml") },
    ...rows,
  );
}

function note(finding, index) {
  const severity = say(`severity.${finding.severity}`);
  return element(
    "li",
    { class: `note severity-${finding.severity}`, id: `finding-${index}`, tabindex: "-1" },
    element(
      "p",
      {},
      element("b", {}, `${SIGNS[finding.severity]} ${severity} ${finding.rule}`),
      ` ${finding.message}`,
    ),
    fact("panel.expected", finding.suggestion ?? finding.expected),
    fact("panel.pointer", pointed(finding.pointer)),
  );
}

function fact(key, value) {
  if (!value) return null;
  return element("p", { class: "note-fact" }, `${say(key)}: `, element("code", {}, value));
}

/* A WCO pointer chain as it is read out: 42A/67A/68A[2]/142. */
function pointed(pointer) {
  return pointer
    .map(({ section, sequence, tag }) =>
      [section && (sequence ? `${section}[${sequence}]` : section), tag]
        .filter(Boolean)
        .join("/"),
    )
    .join("/");
}

function place(finding) {
  return finding.line ? say("panel.line", { line: finding.line }) : say("panel.noline");
}

function reach(index) {
  bring(index).focus({ preventScroll: true });
}

/* Scroll the XML, and nothing else, to a finding. */
function bring(index) {
  const note = $(`finding-${index}`);
  const box = note.parentElement;
  box.scrollTop = note.offsetTop - box.clientHeight / 2;
  return note;
}

/* Names of elements apart from values; nothing of the text is ever read as HTML. */
function coloured(text) {
  return text.split(/(<[^>]*>)/).map((part) => {
    const kind = part.startsWith("<") ? "tag" : "value";
    return part.trim() ? element("span", { class: kind }, part) : part;
  });
}

/* The id of the message that this one answers, as its envelope says. */
function answeredBy({ lines }) {
  return /<(?:\w+:)?InReplyToID[^>]*>([^<]+)</.exec(lines.join(""))?.[1];
}

async function fetched(id) {
  if (!id) return null;
  const address = `/api/v1/run/messages/${encodeURIComponent(id)}?lang=${lang}`;
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the server is away; the panel says so
  }
}
