/* The playground: a document on the left, what is found in it on the right. */

import { Api, Refused } from "./playground/api.js";
import { Drafts } from "./playground/drafts.js";
import { Editor } from "./playground/editor.js";
import { Findings, showVerdict } from "./playground/findings.js";
import { Form } from "./playground/form.js";
import { copy, download, fileName, showCommands } from "./playground/share.js";
import { SIGNS, element, number, say } from "./playground/words.js";
import { spanOf, tokens } from "./playground/xml.js";

const SOON = 500; // milliseconds of silence until a document is checked
const LATER = 1500; // the same for a large one
const LARGE = 200_000; // characters
const MOST = 4_000_000; // bytes that the server takes
const SAID = 6000; // milliseconds that something said stays

const sizes = new TextEncoder();
const at = (id) => document.getElementById(id);
const drafts = new Drafts((n) => say("draft.untitled", { n }));
const api = new Api((why) => notice(why ? say(`wait.${why}`) : ""));
const editor = new Editor(at("editor"), {
  changed: textChanged,
  moved: showPosition,
  gone: goTo,
  pasted: (before) => {
    if (before) toast(say("pasted"), say("draft.restore"), () => putBack(before));
  },
});
const findings = new Findings(at("panel-findings"), { go: goTo, apply, applyAll });
const form = new Form(at("form"), {
  text: () => editor.text,
  replace: (from, to, instead) => editor.replace(from, to, instead),
  changed: (name, value) => {
    formOf = editor.text;
    toast(say("form.changed", { name, value }));
  },
});

let result = null; // what the server said, with the text that it is about
let current = -1; // the finding that the editor shows
let checking = false; // whether a check is under way
let waiting = 0; // timer of the next check
let formOf = null; // the text that the form shows
let responseOf = null; // the text that the Response answers

/* --- drafts --------------------------------------------------------------------- */

function showDraft(draft) {
  drafts.choose(draft);
  clearResult();
  editor.text = draft.text;
  at("blank").hidden = draft.text !== "";
  showDrafts();
  showPosition(editor.position());
  kept();
  check();
}

function showDrafts() {
  const all = drafts.all();
  if (!all.some(({ id }) => id === drafts.current.id)) all.push(drafts.current);
  at("drafts").replaceChildren(
    ...all.map(({ id, name }) => element("option", { value: id }, name)),
  );
  at("drafts").value = drafts.current.id;
  showShare();
}

/* Put a text into the current draft where nothing is lost by it, else into a new one. */
function take(name, text, facts = {}) {
  const { current: before } = drafts;
  const untouched = before.text === "" || before.text === before.generated;
  const draft = drafts.fresh(name, text);
  if (untouched) {
    drafts.forget(before);
    draft.id = before.id;
    draft.name = before.name === name ? name : drafts.fresh(name).name;
  }
  showDraft(Object.assign(draft, { generated: facts.made ? text : null }, facts));
}

function kept() {
  if (editor.text === "" && !drafts.all().some(({ id }) => id === drafts.current.id)) {
    at("kept").textContent = "";
    return;
  }
  const there = drafts.keep();
  at("kept").textContent = there ? say("draft.kept") : "";
  if (!there) notice(say("draft.not-kept"));
}

function putBack(text) {
  drafts.current.text = text;
  showDraft(drafts.current);
}

async function named(before) {
  const dialog = at("naming");
  at("naming-name").value = before;
  dialog.returnValue = "";
  dialog.showModal();
  at("naming-name").select();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "ok" ? at("naming-name").value.trim() : "";
}

function deleteDraft() {
  const gone = drafts.current;
  drafts.forget(gone);
  showDraft(drafts.all().at(-1) ?? drafts.fresh());
  toast(say("draft.deleted", { name: gone.name }), say("draft.restore"), () => showDraft(gone));
}

/* --- checking ------------------------------------------------------------------- */

function textChanged() {
  drafts.current.text = editor.text;
  at("blank").hidden = editor.text !== "";
  showPosition(editor.position());
  at("panel-findings").classList.add("stale");
  clearTimeout(waiting);
  waiting = setTimeout(
    () => {
      kept();
      check();
    },
    editor.text.length > LARGE ? LATER : SOON,
  );
}

function clearResult() {
  result = null;
  current = -1;
  formOf = null;
  responseOf = null;
  editor.mark([]);
  findings.clear();
  form.clear();
  at("response").textContent = "";
  for (const id of ["layers", "why", "asks", "announced", "count"]) at(id).hidden = true;
  at("announced").replaceChildren();
  at("verdict").className = "verdict";
  at("verdict-word").textContent = "";
  at("verdict-told").textContent = say("empty.results");
}

/* Check the text, and again where it has changed by the time the answer comes: there is
   never more than one check under way. */
async function check() {
  clearTimeout(waiting);
  if (!editor.text.trim()) {
    clearResult();
    return;
  }
  if (checking) return;
  checking = true;
  at("verdict").setAttribute("aria-busy", "true");
  try {
    for (let about = null; about !== asked(); ) {
      about = asked();
      await checkOnce();
    }
  } catch (error) {
    told(error);
  } finally {
    checking = false;
    at("verdict").removeAttribute("aria-busy");
  }
}

/* What an answer is about. */
function asked() {
  return `${at("strict").checked} ${drafts.current.id} ${editor.text}`;
}

async function checkOnce() {
  const { text } = editor;
  const about = asked();
  if (!text.trim()) {
    clearResult();
    return;
  }
  if (sizes.encode(text).length > MOST) {
    clearResult();
    notice(say("error.size", { limit: number(MOST) }));
    return;
  }
  const strict = at("strict").checked;
  const name = fileName(drafts.current.name);
  const said = await api.validate(text, { strict, name });
  if (about !== asked()) return;
  notice("");
  showResult({ ...said, text });
}

function showResult(said) {
  result = said;
  current = -1;
  const { findings: found } = said.report.documents[0];
  editor.mark(
    found.map((each, index) => ({
      place: said.beside[index].place,
      line: each.line,
      severity: each.severity,
      index,
    })),
  );
  showVerdict(said.report);
  findings.show(said, certain());
  at("panel-findings").classList.remove("stale");
  at("count").hidden = !found.length;
  at("count").textContent = number(found.length);
  showAnnounced();
  showTab();
}

/* Return the indexes of the findings whose value stands where it was found, and for
   which the one right value is known. */
function certain() {
  const found = result.report.documents[0].findings;
  const indexes = [...found.keys()].filter((index) => {
    const { suggestion, value } = found[index];
    const { place } = result.beside[index];
    if (suggestion === null || !value || !place) return false;
    return result.text.slice(...spanOf(result.text, editor.starts, place)) === value;
  });
  return new Set(indexes);
}

function goTo(index) {
  const finding = result?.report.documents[0].findings[index];
  if (!finding?.line) return;
  current = index;
  editor.show(editor.marks[index]);
  findings.mark(index);
  showPosition(editor.position());
  if (!window.matchMedia("(min-width: 62rem)").matches) {
    at("editor").scrollIntoView({ block: "nearest" });
  }
}

function goOn(by) {
  const found = result?.report.documents[0].findings ?? [];
  const places = [...found.keys()].filter((index) => found[index].line);
  if (!places.length) return;
  const here = places.indexOf(current);
  const next = here < 0 ? (by > 0 ? 0 : places.length - 1) : here + by;
  openTab("findings");
  goTo(places[(next + places.length) % places.length]);
}

function apply(index) {
  write([index]);
}

function applyAll() {
  write([...certain()]);
}

/* Write suggestions into the text, from the last to the first. */
function write(indexes) {
  if (result.text !== editor.text) {
    toast(say("finding.changed"));
    return;
  }
  const found = result.report.documents[0].findings;
  const spans = indexes
    .map((index) => [...spanOf(result.text, editor.starts, result.beside[index].place), found[index]])
    .sort((one, other) => other[0] - one[0]);
  let before = Infinity;
  for (const [from, to, { value, suggestion }] of spans) {
    if (to > before) continue;
    editor.replace(from, to, suggestion);
    before = from;
    toast(say("finding.applied", { value, suggestion }));
  }
  kept();
  check();
}

/* --- making and breaking -------------------------------------------------------- */

async function generate(kind = at("kind").value, seed = Number(at("seed").value)) {
  try {
    const { xml } = await api.generate(kind, seed);
    take(`${kind}-${seed}`, xml, { made: { kind, seed } });
    return true;
  } catch (error) {
    return told(error);
  }
}

async function breakIt() {
  const draft = drafts.current;
  const again = draft.source !== undefined && draft.broken === editor.text;
  const source = again ? draft.source : editor.text;
  if (again) at("seed").value = Number(at("seed").value) + 1;
  const seed = Number(at("seed").value);
  try {
    const made = await api.mutate(source, {
      seed,
      only: at("layer").value,
      name: fileName(draft.name),
    });
    const { xml, rule, layer } = made;
    Object.assign(draft, { source, broken: xml, text: xml, announced: { rule, layer } });
    showDraft(draft);
    openTab("findings");
  } catch (error) {
    told(error);
  }
}

function showAnnounced() {
  const { announced, broken, source } = drafts.current;
  const box = at("announced");
  box.hidden = !announced;
  if (!announced) return;
  const untouched = editor.text === broken;
  const found = result?.report.documents[0].findings.find(
    ({ rule, layer }) => rule === announced.rule && layer === announced.layer,
  );
  const state = found ? "found" : "missing";
  const at_ = found?.line ? `, ${say("finding.at", { line: number(found.line) })}` : "";
  const back = element("button", { type: "button" }, say("announced.back"));
  back.addEventListener("click", () => {
    const draft = drafts.current;
    draft.text = source;
    for (const key of ["source", "broken", "announced"]) delete draft[key];
    showDraft(draft);
  });
  box.replaceChildren(
    element(
      "p",
      {},
      element("b", {}, `${say("announced")}: `),
      element("code", {}, announced.rule),
      ` (${say(`layer.${announced.layer}`)})`,
      untouched
        ? element(
            "span",
            { class: `answer is-${state}`, id: "announced-state" },
            ` ${SIGNS[found ? "valid" : "invalid"]} ${say(`announced.${state}`)}${at_}`,
          )
        : "",
    ),
    back,
  );
}

/* --- tabs ----------------------------------------------------------------------- */

const tabs = [...document.querySelectorAll("[role=tab]")];

function openTab(name) {
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    at(tab.getAttribute("aria-controls")).hidden = !chosen;
  }
  showTab();
}

function chosenTab() {
  return tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id.slice(4);
}

/* Fill the open tab, where the text has changed since. */
async function showTab() {
  const { text } = editor;
  const tab = chosenTab();
  if (tab === "share") showShare();
  if (!text.trim()) return;
  try {
    if (tab === "response" && responseOf !== text) {
      responseOf = text;
      showResponse(await api.response(text));
    } else if (tab === "form" && formOf !== text) {
      formOf = text;
      const made = await api.form(text);
      if (text === editor.text) form.show(made);
    }
  } catch (error) {
    told(error);
  }
}

function showResponse(xml) {
  const lines = xml.trimEnd().split("\n").map((line) =>
    element(
      "span",
      { class: "line" },
      ...tokens(`${line}\n`).map(([kind, part]) =>
        kind ? element("span", { class: kind }, part) : part,
      ),
    ),
  );
  at("response").replaceChildren(...lines);
}

function showShare() {
  const name = fileName(drafts.current.name);
  at("file-name").textContent = name;
  at("expect-name").textContent = expectName(name);
  at("download-expect").disabled = !result;
  const format = at("format").value;
  const facts = { name, format, strict: at("strict").checked, made: drafts.current.made };
  showCommands(at("commands"), { ...facts, seed: at("seed").value }, sayCopied);
}

function expectName(name) {
  return name.replace(/\.xml$/, ".expect.json");
}

/* --- what is said --------------------------------------------------------------- */

function notice(text) {
  at("notice").hidden = !text;
  at("notice").textContent = text;
}

let silence = 0;

function toast(text, button = "", act = null) {
  const box = at("toast");
  box.replaceChildren(text);
  if (button) {
    const made = element("button", { type: "button" }, button);
    made.addEventListener("click", () => {
      box.hidden = true;
      act();
    });
    box.append(" ", made);
  }
  box.hidden = false;
  clearTimeout(silence);
  silence = setTimeout(() => (box.hidden = true), SAID);
}

/* Say what the server refused; false, for who asks whether it went well. */
function told(error) {
  if (!(error instanceof Refused)) throw error;
  notice(error.message);
  return false;
}

function sayCopied(done) {
  toast(say(done ? "copied" : "copy.failed"));
}

function showPosition({ line, column }) {
  at("position").textContent = say("editor.position", { line: number(line), column: number(column) });
  const bytes = editor.text.length > LARGE ? editor.text.length : sizes.encode(editor.text).length;
  at("size").textContent = say("editor.size", {
    lines: number(editor.starts.length),
    size: bytes < 1000 ? `${bytes} B` : `${number(Math.round(bytes / 100) / 10)} kB`,
  });
}

/* --- files ---------------------------------------------------------------------- */

async function openFile(file) {
  if (!file) return;
  if (file.size > MOST) {
    notice(say("drop.large", { name: file.name }));
    return;
  }
  const text = decoded(new Uint8Array(await file.arrayBuffer()));
  if (text === null) {
    notice(say("drop.text", { name: file.name }));
    return;
  }
  notice("");
  take(file.name.replace(/\.xml$/i, ""), text.replace(/\r\n?/g, "\n"));
}

/* Return the text of a file; null where it is none. What is shown is sent as UTF-8. */
function decoded(bytes) {
  const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
  try {
    const text = new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
    return wide ? text.replace(/^(<\?xml[^>]*encoding\s*=\s*["'])[^"']*/, "$1UTF-8") : text;
  } catch {
    return null;
  }
}

function holdsFile(event) {
  return event.dataTransfer?.types.includes("Files");
}

/* --- wiring --------------------------------------------------------------------- */

const click = (id, act) => at(id).addEventListener("click", act);

at("maker").addEventListener("submit", (event) => {
  event.preventDefault();
  generate();
});
at("breaker").addEventListener("submit", (event) => {
  event.preventDefault();
  breakIt();
});
at("drafts").addEventListener("change", () => {
  const chosen = drafts.all().find(({ id }) => id === at("drafts").value);
  if (chosen) showDraft(chosen);
});
click("new", () => {
  showDraft(drafts.fresh());
  editor.area.focus();
});
click("rename", async () => {
  const name = await named(drafts.current.name);
  if (!name) return;
  drafts.current.name = name;
  kept();
  showDrafts();
});
click("delete", deleteDraft);
click("open", () => at("file").click());
at("file").addEventListener("change", () => {
  openFile(at("file").files[0]);
  at("file").value = "";
});
click("example", () => generate("import", 1));
click("example-broken", async () => {
  if (!(await generate("import", 1))) return;
  // The total of packages: one number to correct, and it is known which.
  at("seed").value = 3;
  at("layer").value = "rules";
  breakIt();
});
click("check", check);
at("strict").addEventListener("change", () => {
  check();
  showShare();
});
for (const id of ["seed", "format"]) at(id).addEventListener("input", showShare);
click("response-copy", async () => sayCopied(await copy(at("response").textContent)));
click("response-download", () => {
  const name = fileName(drafts.current.name).replace(/\.xml$/, ".response.xml");
  download(name, at("response").textContent, "application/xml");
});
click("form-open", () => form.openAll(true));
click("form-close", () => form.openAll(false));
click("download", () => {
  download(fileName(drafts.current.name), editor.text, "application/xml");
});
click("download-expect", () => {
  const told_ = `${JSON.stringify(result.expectation, null, 2)}\n`;
  download(expectName(fileName(drafts.current.name)), told_, "application/json");
});
tabs.forEach((tab, place) => {
  tab.addEventListener("click", () => openTab(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const to = { Home: 0, End: tabs.length - 1 }[event.key];
    const next = tabs[to ?? (by ? (place + by + tabs.length) % tabs.length : -1)];
    if (!next) return;
    event.preventDefault();
    openTab(next.id.slice(4));
    next.focus();
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "F8") goOn(event.shiftKey ? -1 : 1);
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) check();
  else return;
  event.preventDefault();
});
document.addEventListener("dragover", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  at("drop").hidden = false;
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) at("drop").hidden = true;
});
document.addEventListener("drop", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  at("drop").hidden = true;
  openFile(event.dataTransfer.files[0]);
});
window.addEventListener("pagehide", kept);

async function showKinds() {
  const { kinds, names, layers } = await api.kinds();
  at("kind").append(
    ...kinds.map((kind) => element("option", { value: kind }, names[kind])),
  );
  at("kind").value = "import";
  at("layer").append(
    ...layers.map((each) => element("option", { value: each }, say(`layer.${each}`))),
  );
}

showDraft(drafts.current);
showKinds().catch(told);
