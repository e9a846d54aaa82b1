/* Drafts on the page: which there are, which is open, whether it is kept. */

import { element, number, say } from "../words.js";
import { LARGE, drafts, editor, sizes } from "./bench.js";
import { check, clearResult } from "./checking.js";
import { at, notice, toast } from "./saying.js";
import { showShare } from "./tabs.js";

export function showDraft(draft) {
  drafts.choose(draft);
  clearResult();
  editor.text = draft.text;
  at("blank").hidden = draft.text !== "";
  showDrafts();
  showPosition(editor.position());
  kept();
  check();
}

export function showDrafts() {
  const all = drafts.all();
  if (!all.some(({ id }) => id === drafts.current.id)) all.push(drafts.current);
  at("drafts").replaceChildren(
    ...all.map(({ id, name }) => element("option", { value: id }, name)),
  );
  at("drafts").value = drafts.current.id;
  showShare();
}

/* Put a text into the current draft where nothing is lost by it, else into a new one. */
export function take(name, text, facts = {}) {
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

export function kept() {
  if (editor.text === "" && !drafts.all().some(({ id }) => id === drafts.current.id)) {
    at("kept").textContent = "";
    return;
  }
  const there = drafts.keep();
  at("kept").textContent = there ? say("draft.kept") : "";
  if (!there) notice(say("draft.not-kept"));
}

export function putBack(text) {
  drafts.current.text = text;
  showDraft(drafts.current);
}

export async function named(before) {
  const dialog = at("naming");
  at("naming-name").value = before;
  dialog.returnValue = "";
  dialog.showModal();
  at("naming-name").select();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  return dialog.returnValue === "ok" ? at("naming-name").value.trim() : "";
}

export function deleteDraft() {
  const gone = drafts.current;
  drafts.forget(gone);
  showDraft(drafts.all().at(-1) ?? drafts.fresh());
  toast(say("draft.deleted", { name: gone.name }), say("draft.restore"), () => showDraft(gone));
}

export function showPosition({ line, column }) {
  at("position").textContent = say("editor.position", { line: number(line), column: number(column) });
  const bytes = editor.text.length > LARGE ? editor.text.length : sizes.encode(editor.text).length;
  at("size").textContent = say("editor.size", {
    lines: number(editor.starts.length),
    size: bytes < 1000 ? `${bytes} B` : `${number(Math.round(bytes / 100) / 10)} kB`,
  });
}
