/* The editor: a textarea as tall as its text, in a box that scrolls. Beside it line
   numbers and signs, behind it colours; only the lines in sight are drawn. */

import { SIGNS, element } from "../words.js";
import { lineAt, lineStarts, spanOf, spanOfLine, tokens } from "./xml.js";

const LINE = 20; // pixels; as --row in the stylesheet
const AROUND = 12; // lines drawn above and below those in sight
const LONGEST = 4000; // characters of a line that are painted
const PASTED = 2000; // characters from which the browser pastes too slowly
const RANK = { E: 3, W: 2, R: 1 };

export class Editor {
  /* `changed` is called after each change, `moved` with the position of the caret, `gone`
     with the finding whose sign was clicked, `pasted` with the text before a long paste. */
  constructor(box, { changed, moved, gone, pasted }) {
    this.box = box;
    this.sheet = box.querySelector(".editor-sheet");
    this.gutter = box.querySelector(".gutter");
    this.paint = box.querySelector(".paint");
    this.area = box.querySelector("textarea");
    this.marks = [];
    this.current = null;
    this.drawn = "";
    this.character = 0;
    this.area.addEventListener("input", () => {
      this.measure();
      changed();
    });
    for (const name of ["keyup", "pointerup", "focus"]) {
      this.area.addEventListener(name, () => moved(this.position()));
    }
    this.area.addEventListener("paste", (event) => this.paste(event, pasted));
    this.gutter.addEventListener("click", (event) => {
      const row = event.target.closest("[data-finding]");
      if (row) gone(Number(row.dataset.finding));
    });
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.measure()).observe(box);
    document.fonts.ready.then(() => this.measure());
  }

  get text() {
    return this.area.value;
  }

  /* Show another text; what was undone before is forgotten. */
  set text(text) {
    this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.box.scrollTo(0, 0);
    this.mark([]);
    this.measure();
  }

  /* Write over [from, to); it can be undone with Ctrl+Z. */
  replace(from, to, instead) {
    const { activeElement } = document;
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(from, to);
    // Deprecated, and the only way that leaves the history of the browser whole.
    const done = instead
      ? document.execCommand("insertText", false, instead)
      : document.execCommand("delete");
    if (!done) {
      this.area.setRangeText(instead, from, to, "end");
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    activeElement?.focus?.({ preventScroll: true });
  }

  /* Take in a long text at once: the browser's own way takes a minute for 1,000 lines. */
  paste(event, pasted) {
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    if (text.length < PASTED) return;
    event.preventDefault();
    const before = this.text;
    this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
    pasted(before);
  }

  /* Mark what findings mean: {place, line, severity, index}. */
  mark(marks) {
    this.marks = marks;
    this.current = null;
    this.drawn = "";
    this.draw();
  }

  /* Select what a mark means, or its line, and bring it into sight. */
  show(mark) {
    this.current = mark;
    const span = mark.place
      ? spanOf(this.text, this.starts, mark.place)
      : spanOfLine(this.text, this.starts, mark.line);
    if (window.matchMedia("(pointer: fine)").matches) {
      this.area.focus({ preventScroll: true });
    }
    this.area.setSelectionRange(...span);
    this.bring(mark.line - 1, span[0]);
    this.drawn = "";
    this.draw();
  }

  bring(line, at) {
    const top = line * LINE;
    const { clientHeight, clientWidth } = this.box;
    if (top < this.box.scrollTop + LINE || top > this.box.scrollTop + clientHeight - 3 * LINE) {
      this.box.scrollTop = Math.max(0, top - clientHeight / 3);
    }
    const left = (at - this.starts[line]) * this.character;
    const room = clientWidth - this.gutter.offsetWidth - 60;
    this.box.scrollLeft = left > room ? left - room / 2 : 0;
  }

  position() {
    const at = this.area.selectionStart;
    const line = lineAt(this.starts, at);
    return { line: line + 1, column: at - this.starts[line] + 1 };
  }

  /* Fit the textarea to its text. */
  measure() {
    this.starts = lineStarts(this.text);
    this.character ||= this.widthOfCharacter();
    const digits = Math.max(2, String(this.starts.length).length);
    this.sheet.style.setProperty("--digits", digits);
    let longest = 0;
    for (let line = 0; line < this.starts.length; line += 1) {
      const end = this.starts[line + 1] ?? this.text.length;
      longest = Math.max(longest, end - this.starts[line]);
    }
    const wide = /[\u1100-\uffff]/.test(this.text) ? 2 : 1;
    this.sheet.style.width = `${Math.ceil(longest * this.character * wide) + 90}px`;
    this.sheet.style.height = `${(this.starts.length + 1) * LINE}px`;
    this.drawn = "";
    this.draw();
  }

  widthOfCharacter() {
    const probe = element("span", { class: "probe" }, "0".repeat(100));
    this.paint.append(probe);
    const width = probe.getBoundingClientRect().width / 100;
    probe.remove();
    return width;
  }

  draw() {
    if (!this.starts) return;
    const first = Math.max(0, Math.floor(this.box.scrollTop / LINE) - AROUND);
    const seen = Math.ceil(this.box.clientHeight / LINE) + 2 * AROUND;
    const last = Math.min(this.starts.length, first + seen);
    const now = `${first}-${last}`;
    if (now === this.drawn) return;
    this.drawn = now;
    const marked = this.marksByLine(first, last);
    const numbers = [];
    const lines = [];
    for (let line = first; line < last; line += 1) {
      const here = marked.get(line + 1) ?? [];
      numbers.push(this.numberOf(line, here));
      lines.push(this.paintOf(line, here));
    }
    this.gutter.replaceChildren(...numbers);
    this.paint.replaceChildren(...lines);
  }

  marksByLine(first, last) {
    const found = new Map();
    for (const mark of this.marks) {
      if (mark.line > first && mark.line <= last) {
        found.set(mark.line, [...(found.get(mark.line) ?? []), mark]);
      }
    }
    return found;
  }

  numberOf(line, marks) {
    const worst = marks.reduce(
      (one, other) => (one && RANK[one.severity] >= RANK[other.severity] ? one : other),
      null,
    );
    const row = element("div", {
      class: `number ${worst?.severity ?? ""} ${this.isCurrent(line) ? "current" : ""}`,
      "data-finding": worst ? worst.index : null,
    });
    row.append(
      element("span", { class: "sign" }, worst ? SIGNS[worst.severity] : ""),
      String(line + 1),
    );
    row.style.top = `${line * LINE}px`;
    return row;
  }

  paintOf(line, marks) {
    const [from, end] = spanOfLine(this.text, this.starts, line + 1);
    const text = this.text.slice(from, Math.min(end, from + LONGEST));
    const row = element("div", { class: this.isCurrent(line) ? "line current" : "line" });
    row.style.top = `${line * LINE}px`;
    const meant = marks
      .filter((each) => each.place)
      .map((each) => [...spanOf(this.text, this.starts, each.place), each.severity])
      .map(([begin, until, severity]) => [begin - from, until - from, severity]);
    for (const [kind, part, severity] of cut(tokens(text), meant)) {
      const classes = [kind, severity && `under ${severity}`].filter(Boolean).join(" ");
      row.append(classes ? element("span", { class: classes }, part) : part);
    }
    if (end - from > LONGEST) row.append(this.text.slice(from + LONGEST, end));
    return row;
  }

  isCurrent(line) {
    return this.current?.line === line + 1;
  }
}

/* Cut [class, text] pairs where marks [from, to, severity] begin and end. */
function cut(pairs, marks) {
  if (!marks.length) return pairs;
  const found = [];
  let at = 0;
  for (const [kind, part] of pairs) {
    const edges = marks.flatMap(([from, to]) => [from - at, to - at]);
    const inside = edges.filter((edge) => edge > 0 && edge < part.length);
    const places = [...new Set([0, ...inside, part.length])].sort((a, b) => a - b);
    for (let n = 1; n < places.length; n += 1) {
      const begin = at + places[n - 1];
      const mark = marks.find(([from, to]) => from <= begin && begin < to);
      found.push([kind, part.slice(places[n - 1], places[n]), mark?.[2]]);
    }
    at += part.length;
  }
  return found;
}
