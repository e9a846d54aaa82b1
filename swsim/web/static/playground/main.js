/* The playground: a document on the left, what is found in it on the right. Here buttons
   and keys are given what they do. */

import { element, say } from "../words.js";
import { api, drafts, editor, on, seen } from "./bench.js";
import { check, goOn, goTo, textChanged } from "./checking.js";
import { openFile } from "./files.js";
import { breakIt, generate } from "./making.js";
import { at, sayCopied, toast, told } from "./saying.js";
import { copy, download, fileName } from "./share.js";
import { deleteDraft, kept, named, putBack, showDraft, showDrafts, showPosition } from "./sheets.js";
import { expectName, form, openTab, showShare, tabs } from "./tabs.js";

Object.assign(on, {
  changed: textChanged,
  moved: showPosition,
  gone: goTo,
  pasted: (before) => {
    if (before) toast(say("pasted"), say("draft.restore"), () => putBack(before));
  },
});

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
  const told_ = `${JSON.stringify(seen.result.expectation, null, 2)}\n`;
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
