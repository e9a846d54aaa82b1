/* Files to hand on and commands that do the same. */

import { element, lang, say } from "../words.js";

/* Let the browser save a text as a file. */
export function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/* Copy a text; tell whether the browser allowed it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without https the clipboard of today is not there: the room's address is none.
    const area = element("textarea", { class: "unseen", "aria-hidden": true });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/* Return a name that is a file's on every system. */
export function fileName(name) {
  const plain = name
    .replace(/\.xml$/i, "")
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return `${plain || "document"}.xml`;
}

/* Return [what for, command] pairs. */
export function commands({ name, format, strict, made, seed }) {
  const file = quoted(name);
  const language = lang === "en" ? "" : ` --lang ${lang}`;
  const strictly = strict ? " --strict" : "";
  const form = format === "text" ? "" : ` --format ${format}`;
  const kind = made?.kind ?? "import";
  return [
    ["validate", `swsim validate ${file}${form}${strictly}${language}`],
    ["beside", `swsim validate ${file} --expect-beside${language}`],
    ["generate", `swsim generate ${kind} --count 1 --seed ${made?.seed ?? seed} --out material`],
    ["mutate", `swsim mutate ${file} --count 10 --seed ${seed} --out broken`],
  ];
}

export function showCommands(list, facts, copied) {
  list.replaceChildren(
    ...commands(facts).map(([what, command]) => {
      const button = element(
        "button",
        { type: "button", "aria-label": `${say("share.copy")}: ${say(`share.${what}`)}` },
        say("response.copy"),
      );
      button.addEventListener("click", async () => copied(await copy(command)));
      return element(
        "div",
        {},
        element("dt", {}, say(`share.${what}`)),
        element("dd", {}, element("code", {}, command), button),
      );
    }),
  );
}

function quoted(word) {
  return /^[\w.@%+=:,/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
