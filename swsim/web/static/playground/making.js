/* Making a valid document, and breaking one: what was announced must be found. */

import { SIGNS, element, number, say } from "../words.js";
import { api, drafts, editor, foundIn, seen } from "./bench.js";
import { at, told } from "./saying.js";
import { fileName } from "./share.js";
import { showDraft, take } from "./sheets.js";
import { openTab } from "./tabs.js";

export async function generate(kind = at("kind").value, seed = Number(at("seed").value)) {
  try {
    const { xml } = await api.generate(kind, seed);
    take(`${kind}-${seed}`, xml, { made: { kind, seed } });
    return true;
  } catch (error) {
    return told(error);
  }
}

export async function breakIt() {
  const draft = drafts.current;
  const again = draft.source !== undefined && draft.broken === editor.text;
  const source = again ? draft.source : editor.text;
  if (again) at("seed").value = Number(at("seed").value) + 1;
  const seed = Number(at("seed").value);
  try {
    const made = await api.mutate(source, {
      seed,
      only: at("layer").value,
      name: fileName(draft.name),
    });
    const { xml, rule, layer } = made;
    Object.assign(draft, { source, broken: xml, text: xml, announced: { rule, layer } });
    showDraft(draft);
    openTab("findings");
  } catch (error) {
    told(error);
  }
}

export function showAnnounced() {
  const { announced, broken, source } = drafts.current;
  const box = at("announced");
  box.hidden = !announced;
  if (!announced) return;
  const untouched = editor.text === broken;
  const found = foundIn(seen.result).find(
    ({ rule, layer }) => rule === announced.rule && layer === announced.layer,
  );
  const state = found ? "found" : "missing";
  const at_ = found?.line ? `, ${say("finding.at", { line: number(found.line) })}` : "";
  const back = element("button", { type: "button" }, say("announced.back"));
  back.addEventListener("click", () => {
    const draft = drafts.current;
    draft.text = source;
    for (const key of ["source", "broken", "announced"]) delete draft[key];
    showDraft(draft);
  });
  box.replaceChildren(
    element(
      "p",
      {},
      element("b", {}, `${say("announced")}: `),
      element("code", {}, announced.rule),
      ` (${say(`layer.${announced.layer}`)})`,
      untouched
        ? element(
            "span",
            { class: `answer is-${state}`, id: "announced-state" },
            ` ${SIGNS[found ? "valid" : "invalid"]} ${say(`announced.${state}`)}${at_}`,
          )
        : "",
    ),
    back,
  );
}
