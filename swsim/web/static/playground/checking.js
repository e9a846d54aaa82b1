/* Checking: the text goes to the server, and what it finds onto the page. */

import { number, say } from "../words.js";
import { LARGE, MOST, api, drafts, editor, foundIn, seen, sizes } from "./bench.js";
import { Findings, showVerdict } from "./findings.js";
import { showAnnounced } from "./making.js";
import { at, notice, toast, told } from "./saying.js";
import { fileName } from "./share.js";
import { kept, showPosition } from "./sheets.js";
import { clearTabs, openTab, showTab } from "./tabs.js";
import { spanOf } from "./xml.js";

const SOON = 500; // milliseconds of silence until a document is checked
const LATER = 1500; // the same for a large one

const findings = new Findings(at("panel-findings"), { go: goTo, apply, applyAll });
let checking = false; // whether a check is under way
let waiting = 0; // timer of the next check

export function textChanged() {
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

export function clearResult() {
  seen.result = null;
  seen.current = -1;
  editor.mark([]);
  findings.clear();
  clearTabs();
  for (const id of ["layers", "why", "asks", "announced", "count"]) at(id).hidden = true;
  at("announced").replaceChildren();
  at("verdict").className = "verdict";
  at("verdict-word").textContent = "";
  at("verdict-told").textContent = say("empty.results");
}

/* Check the text, and again where it has changed by the time the answer comes: there is
   never more than one check under way. */
export async function check() {
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
  seen.result = said;
  seen.current = -1;
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
  const found = foundIn(seen.result);
  const indexes = [...found.keys()].filter((index) => {
    const { suggestion, value } = found[index];
    const { place } = seen.result.beside[index];
    if (suggestion === null || !value || !place) return false;
    return seen.result.text.slice(...spanOf(seen.result.text, editor.starts, place)) === value;
  });
  return new Set(indexes);
}

export function goTo(index) {
  const finding = foundIn(seen.result)[index];
  if (!finding?.line) return;
  seen.current = index;
  editor.show(editor.marks[index]);
  findings.mark(index);
  showPosition(editor.position());
  if (!window.matchMedia("(min-width: 62rem)").matches) {
    at("editor").scrollIntoView({ block: "nearest" });
  }
}

export function goOn(by) {
  const found = foundIn(seen.result);
  const places = [...found.keys()].filter((index) => found[index].line);
  if (!places.length) return;
  const here = places.indexOf(seen.current);
  const next = here < 0 ? (by > 0 ? 0 : places.length - 1) : here + by;
  openTab("findings");
  goTo(places[(next + places.length) % places.length]);
}

export function apply(index) {
  write([index]);
}

export function applyAll() {
  write([...certain()]);
}

/* Write suggestions into the text, from the last to the first. */
function write(indexes) {
  if (seen.result.text !== editor.text) {
    toast(say("finding.changed"));
    return;
  }
  const found = foundIn(seen.result);
  const spans = indexes
    .map((index) => [...spanOf(seen.result.text, editor.starts, seen.result.beside[index].place), found[index]])
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
