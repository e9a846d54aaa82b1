/* An inject takes effect: a sign at the clock and a sentence over the map; for the
   trainer also the note that goes with it. */

import { element, lang, say } from "../words.js";

const $ = (id) => document.getElementById(id);
const SEEN = 20_000; // milliseconds

export class InjectNotice {
  constructor(controls) {
    this.controls = controls;
    this.timer = null;
    $("inject-close").onclick = () => this.close();
  }

  /* `line` is that of the story. */
  async show(line) {
    $("inject-sign").hidden = $("inject").hidden = false;
    $("inject-sign").textContent = `⚡ ${line.inject}`;
    $("inject-text").textContent = line.text[lang] ?? line.text.en;
    $("inject-note").hidden = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.close(), SEEN);
    if (!this.controls.trainer) return;
    const note = await noteOf(line.inject);
    if (!note) return;
    // A note is there to be read: it stays until it is closed.
    clearTimeout(this.timer);
    $("inject-note").hidden = false;
    $("inject-note").replaceChildren(element("b", {}, `${say("inject.note")} `), note);
  }

  close() {
    clearTimeout(this.timer);
    $("inject-sign").hidden = $("inject").hidden = true;
  }
}

async function noteOf(id) {
  try {
    const answer = await fetch(`/api/v1/run/injects?lang=${lang}`);
    if (!answer.ok) return null;
    return (await answer.json()).injects.find((each) => each.id === id)?.note;
  } catch {
    return null; // the server is away; the page says so
  }
}
