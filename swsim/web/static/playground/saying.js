/* What the page says to whoever works at it. */

import { element, say } from "../words.js";
import { Refused } from "./api.js";

const SAID = 6000; // milliseconds that something said stays

export const at = (id) => document.getElementById(id);

let silence = 0;

export function notice(text) {
  at("notice").hidden = !text;
  at("notice").textContent = text;
}

export function toast(text, button = "", act = null) {
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
export function told(error) {
  if (!(error instanceof Refused)) throw error;
  notice(error.message);
  return false;
}

export function sayCopied(done) {
  toast(say(done ? "copied" : "copy.failed"));
}
