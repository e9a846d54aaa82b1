/* What the parts of the playground share: the editor, the drafts, the server, and what
   it said last. `on` has what is done when the editor is used; main.js fills it. */

import { say } from "../words.js";
import { Api } from "./api.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { at, notice } from "./saying.js";

export const LARGE = 200_000; // characters
export const MOST = 4_000_000; // bytes that the server takes

export const sizes = new TextEncoder();
export const drafts = new Drafts((n) => say("draft.untitled", { n }));
export const api = new Api((why) => notice(why ? say(`wait.${why}`) : ""));

export const on = {};
export const editor = new Editor(at("editor"), {
  changed: () => on.changed(),
  moved: (position) => on.moved(position),
  gone: (index) => on.gone(index),
  pasted: (before) => on.pasted(before),
});

/* `result` is what the server said, with the text that it is about; `current` the
   finding that the editor shows. */
export const seen = { result: null, current: -1 };

export function foundIn(result) {
  return result?.report.documents[0].findings ?? [];
}
