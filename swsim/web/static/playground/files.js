/* Files that are dropped or opened. */

import { say } from "../words.js";
import { MOST } from "./bench.js";
import { at, notice } from "./saying.js";
import { take } from "./sheets.js";

export async function openFile(file) {
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
