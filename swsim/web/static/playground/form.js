/* The form: the elements of a document as a tree, simple texts to be changed. A change is
   written into the XML at once; groups are drawn when they are opened. */

import { element, lang, say } from "../words.js";
import { escaped, lineStarts, textSpan, units } from "./xml.js";

const OPEN = 3; // levels open at first
const MANY = 40; // groups with more in them begin closed

export class Form {
  /* `text` returns the XML, `replace(from, to, instead)` changes it. */
  constructor(box, { text, replace, changed }) {
    this.box = box;
    this.text = text;
    this.replace = replace;
    this.changed = changed;
    this.leaves = [];
    this.fill = new WeakMap();
  }

  show({ root, why }) {
    this.leaves = [];
    if (!root) {
      const none = element("p", { class: "nothing" }, say("form.none", { why }));
      this.box.replaceChildren(none);
      return;
    }
    const opened = this.opened();
    this.starts = lineStarts(this.text());
    this.prepare(root, "");
    this.openedBefore = opened;
    this.box.replaceChildren(element("ul", { class: "tree" }, this.row(root, 0)));
  }

  clear() {
    this.leaves = [];
    this.box.replaceChildren();
  }

  /* Remember for each element its path, and for leaves where their tag stands. */
  prepare(field, above) {
    const { line, column } = field;
    field.path = `${above}/${field.name}${field.number ?? ""}`;
    if (field.text !== null && line && column) {
      const from = this.starts[line - 1];
      const next = this.starts[line] ?? this.text().length;
      field.at = from + units(this.text().slice(from, next), column - 1);
      this.leaves.push(field);
    }
    field.fields.forEach((child, index) => this.prepare(child, `${field.path}:${index}`));
  }

  opened() {
    const groups = [...this.box.querySelectorAll("details")];
    return groups.length ? new Map(groups.map((each) => [each.dataset.path, each.open])) : null;
  }

  row(field, depth) {
    const row = element("li", {});
    row.append(field.text === null ? this.group(field, depth) : this.leaf(field));
    return row;
  }

  group(field, depth) {
    const box = element("details", { "data-path": field.path });
    const list = element("ul", {});
    box.append(
      element("summary", {}, named(field), ...attributesOf(field)),
      list,
    );
    // Tells whether there was anything left to draw.
    const fill = () => {
      if (list.children.length) return false;
      list.append(...field.fields.map((child) => this.row(child, depth + 1)));
      return true;
    };
    this.fill.set(box, fill);
    box.addEventListener("toggle", () => box.open && fill());
    const before = this.openedBefore?.get(field.path);
    if (before ?? (depth < OPEN && field.fields.length <= MANY)) {
      fill();
      box.open = true;
    }
    return box;
  }

  leaf(field) {
    const span = field.at === undefined ? null : textSpan(this.text(), field.at);
    const input = element("input", { readonly: !span, autocomplete: "off", spellcheck: "false" });
    input.value = field.text;
    input.addEventListener("change", () => this.change(field, input));
    input.addEventListener("keydown", (event) => event.key === "Enter" && this.change(field, input));
    return element("label", { class: "leaf" }, named(field), ...attributesOf(field), input);
  }

  change(field, input) {
    if (input.value === field.text) return;
    const span = textSpan(this.text(), field.at);
    if (!span) return;
    // First of all, as the input loses the focus meanwhile and says so with a change.
    field.text = input.value;
    const instead = escaped(input.value);
    this.replace(span[0], span[1], instead);
    const by = instead.length - (span[1] - span[0]);
    for (const other of this.leaves) {
      if (other.at > field.at) other.at += by;
    }
    this.changed(field.name, input.value);
  }

  openAll(open) {
    const groups = [...this.box.querySelectorAll("details")];
    for (const group of groups) {
      if (open && this.fill.get(group)?.()) groups.push(...group.querySelectorAll("details"));
      group.open = open;
    }
  }
}

function named(field) {
  return element(
    "span",
    { class: "named" },
    element("span", { class: "name" }, field.name),
    field.number ? element("span", { class: "occurrence" }, `[${field.number}]`) : "",
    field.id ? element("span", { class: "id" }, field.id) : "",
    field.told
      ? element("span", { class: "told", lang: lang === "en" ? null : "en" }, field.told)
      : "",
  );
}

function attributesOf(field) {
  return Object.entries(field.attributes).map(([name, value]) =>
    element("span", { class: "attribute" }, `${name} ${value}`),
  );
}
