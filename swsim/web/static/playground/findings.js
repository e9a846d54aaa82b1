/* The verdict, the layers and the findings of a document, told in words. */

import { SIGNS, counted, element, lang, number, say } from "../words.js";

const AT_FIRST = 100; // findings shown at once

/* The verdict of a report in a word and a sentence. */
export function showVerdict(report) {
  const [document_] = report.documents;
  const strictly = report.strict && document_.verdict === "valid-partial";
  const shown = strictly ? "invalid" : document_.verdict;
  const box = document.getElementById("verdict");
  box.className = `verdict is-${shown}`;
  const word = document.getElementById("verdict-word");
  word.replaceChildren(
    element("span", { class: "sign", "aria-hidden": true }, SIGNS[shown]),
    ` ${say(`verdict.${document_.verdict}`)}`,
  );
  const failed = document_.layers.find((each) => each.state === "invalid");
  const key = strictly ? "told.invalid.strict" : `told.${document_.verdict}`;
  const layer = failed ? say(`layer.${failed.name}`) : "";
  const type = document_.document
    ? say("type", { type: document_.document })
    : say("type.unknown");
  document.getElementById("verdict-told").replaceChildren(
    say(key, { layer }),
    element("span", { class: "counts" }, `${tally(document_.findings)} · ${type}`),
  );
  showLayers(document_.layers);
  // Of an invalid document the sentence above says already why layers did not run.
  showReasons(failed ? [] : document_.layers.filter(({ why }) => why));
}

export function tally(findings) {
  const said = ["E", "W", "R"]
    .map((each) => [each, findings.filter(({ severity }) => severity === each).length])
    .filter(([, n]) => n)
    .map(([each, n]) => counted(each, n));
  return said.join(", ") || say("count.none");
}

function showLayers(layers) {
  const list = document.getElementById("layers");
  list.hidden = false;
  list.replaceChildren(
    ...layers.map(({ name, state }) =>
      element(
        "li",
        { class: `layer is-${state}` },
        element("span", { class: "sign", "aria-hidden": true }, SIGNS[state]),
        element("span", {}, say(`layer.${name}`)),
        element("span", { class: "state" }, say(`state.${state}`)),
      ),
    ),
  );
  document.getElementById("asks").hidden = false;
}

function showReasons(layers) {
  const reasons = new Map();
  for (const { name, why } of layers) {
    reasons.set(why, [...(reasons.get(why) ?? []), say(`layer.${name}`)]);
  }
  const why = document.getElementById("why");
  why.hidden = !reasons.size;
  why.replaceChildren(
    ...[...reasons].map(([reason, names]) =>
      element("li", {}, element("b", {}, names.join(", ")), `: ${reason}`),
    ),
  );
}

/* The list of findings. `go` and `apply` are called with a finding's index. */
export class Findings {
  constructor(panel, { go, apply, applyAll }) {
    this.panel = panel;
    this.go = go;
    this.apply = apply;
    this.applyAll = applyAll;
    this.most = AT_FIRST;
    panel.addEventListener("keydown", (event) => this.step(event));
  }

  /* Show them; `certain` holds the indexes of those with a suggestion that can be applied. */
  show({ report, beside, rules }, certain) {
    const { findings } = report.documents[0];
    this.shown = { findings, beside, rules, certain };
    this.most = AT_FIRST;
    this.write();
  }

  clear() {
    this.panel.replaceChildren();
  }

  write() {
    const { findings, certain } = this.shown;
    if (!findings.length) {
      const nothing = element("p", { class: "nothing" }, say("findings.none"));
      this.panel.replaceChildren(nothing);
      return;
    }
    const list = element("ol", { class: "finding-list" });
    findings.slice(0, this.most).forEach((each, index) => list.append(this.item(each, index)));
    const parts = [list];
    if (certain.size > 1) {
      const all = element("button", { type: "button" }, say("finding.apply-all", { n: certain.size }));
      all.addEventListener("click", () => this.applyAll());
      parts.unshift(element("p", { class: "row" }, all));
    }
    if (findings.length > this.most) {
      const n = number(Math.min(AT_FIRST, findings.length - this.most));
      const more = element("button", { type: "button" }, say("findings.more", { n }));
      more.addEventListener("click", () => {
        this.most += AT_FIRST;
        this.write();
      });
      parts.push(more);
    }
    this.panel.replaceChildren(...parts);
  }

  item(finding, index) {
    const { beside, rules } = this.shown;
    const { path } = beside[index];
    return element(
      "li",
      { class: `finding is-${finding.severity}`, "data-finding": index },
      this.head(finding, index),
      path.length ? chain(path) : "",
      this.facts(finding, index),
      more(finding, rules[finding.rule]),
    );
  }

  head(finding, index) {
    const at = finding.line ? say("finding.at", { line: number(finding.line) }) : "";
    const go = element(
      finding.line ? "button" : "div",
      { class: "go", type: finding.line ? "button" : null },
      element(
        "span",
        { class: "kind" },
        element("span", { class: "sign", "aria-hidden": true }, SIGNS[finding.severity]),
        ` ${say(`severity.${finding.severity}`)}`,
      ),
      element("code", { class: "rule" }, finding.rule),
      at ? element("span", { class: "at" }, at) : "",
      element("span", { class: "message" }, finding.message),
    );
    if (finding.line) go.addEventListener("click", () => this.go(index));
    return go;
  }

  facts(finding, index) {
    const { certain } = this.shown;
    const list = element("dl", { class: "facts" });
    const put = (key, ...what) =>
      list.append(element("div", {}, element("dt", {}, say(key)), element("dd", {}, ...what)));
    const suggested = finding.suggestion !== null && certain.has(index);
    if (finding.value) put("finding.value", element("code", {}, finding.value));
    if (finding.expected && !(suggested && finding.expected === finding.suggestion)) {
      put("finding.expected", element("code", {}, finding.expected));
    }
    if (suggested) {
      const apply = element(
        "button",
        { type: "button", class: "apply", "aria-label": `${say("finding.apply")}: ${finding.suggestion}` },
        say("finding.apply"),
      );
      apply.addEventListener("click", () => this.apply(index));
      put("finding.suggestion", element("code", {}, finding.suggestion), " ", apply);
    }
    return list.children.length ? list : "";
  }

  /* Show which finding the editor is at. */
  mark(index) {
    for (const item of this.panel.querySelectorAll(".finding")) {
      const current = Number(item.dataset.finding) === index;
      item.classList.toggle("current", current);
      item.querySelector(".go").toggleAttribute("aria-current", current);
      if (current) item.scrollIntoView({ block: "nearest" });
    }
  }

  step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || !event.target.matches(".go")) return;
    const all = [...this.panel.querySelectorAll("button.go")];
    all[all.indexOf(event.target) + by]?.focus();
    event.preventDefault();
  }
}

/* The way to a finding: class and element names with their WCO ids, top down. */
function chain(path) {
  const list = element("ol", { class: "chain", "aria-label": say("finding.path") });
  for (const { name, id, number: occurrence, told } of path) {
    const step = element("li", { title: told });
    step.append(
      element("span", { class: "name" }, name),
      occurrence ? element("span", { class: "occurrence" }, `[${occurrence}]`) : "",
      id ? element("span", { class: "id" }, id) : "",
    );
    list.append(step);
  }
  return list;
}

function more(finding, asks) {
  const list = element("dl", {});
  const put = (name, what, attributes = {}) =>
    what && list.append(element("dt", {}, name), element("dd", attributes, what));
  put(say("finding.asks"), asks);
  put("XPath", finding.xpath && element("code", {}, finding.xpath));
  put("WCO", pointer(finding.pointer));
  put(say("finding.detail"), finding.detail, { lang: lang === "en" ? null : "en" });
  if (!list.children.length) return "";
  return element("details", {}, element("summary", {}, say("finding.more")), list);
}

function pointer(levels) {
  return levels
    .map(({ sequence, section, tag }) => {
      const place = `${section ?? "?"}${sequence ? `[${sequence}]` : ""}`;
      return tag ? `${place} tag ${tag}` : place;
    })
    .join(" > ");
}
