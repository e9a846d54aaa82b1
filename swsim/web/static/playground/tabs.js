/* The tabs beside the editor: findings, Response, form, files; filled when opened. */

import { element, say } from "../words.js";
import { api, drafts, editor, seen } from "./bench.js";
import { Form } from "./form.js";
import { at, sayCopied, toast, told } from "./saying.js";
import { fileName, showCommands } from "./share.js";
import { tokens } from "./xml.js";

export const form = new Form(at("form"), {
  text: () => editor.text,
  replace: (from, to, instead) => editor.replace(from, to, instead),
  changed: (name, value) => {
    formOf = editor.text;
    toast(say("form.changed", { name, value }));
  },
});

let formOf = null; // the text that the form shows
let responseOf = null; // the text that the Response answers

export function clearTabs() {
  formOf = null;
  responseOf = null;
  form.clear();
  at("response").textContent = "";
}

export const tabs = [...document.querySelectorAll("[role=tab]")];

export function openTab(name) {
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
export async function showTab() {
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

export function showShare() {
  const name = fileName(drafts.current.name);
  at("file-name").textContent = name;
  at("expect-name").textContent = expectName(name);
  at("download-expect").disabled = !seen.result;
  const format = at("format").value;
  const facts = { name, format, strict: at("strict").checked, made: drafts.current.made };
  showCommands(at("commands"), { ...facts, seed: at("seed").value }, sayCopied);
}

export function expectName(name) {
  return name.replace(/\.xml$/, ".expect.json");
}
