/* Drafts: texts with names, kept in this browser, so that a reload or a restart of the
   server loses nothing. Each has a key of its own, so that two windows do not overwrite
   each other's. */

const PREFIX = "swsim.draft.";
const CURRENT = "swsim.current-draft";

/* A draft: {id, name, text, made, source, announced}. `made` is how it was generated,
   `source` the valid text that it was broken from, `announced` what must be found. */
export class Drafts {
  constructor(untitled) {
    this.untitled = untitled;
    this.memory = new Map();
    const kept = this.all();
    this.current =
      kept.find((each) => each.id === this.remembered()) ?? kept.at(-1) ?? this.fresh();
  }

  all() {
    const found = new Map(this.memory);
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (!key.startsWith(PREFIX)) continue;
      const draft = read(key);
      if (draft && !found.has(draft.id)) found.set(draft.id, draft);
    }
    return [...found.values()].sort((a, b) => a.id.localeCompare(b.id));
  }

  remembered() {
    return sessionStorage.getItem(CURRENT) ?? localStorage.getItem(CURRENT);
  }

  /* Begin a draft; a name that is taken gets a number. */
  fresh(name = null, text = "") {
    const taken = new Set(this.all().map((each) => each.name));
    const id = `${String(Date.now()).padStart(15, "0")}-${this.memory.size}`;
    return { id, name: free(name, taken, this.untitled), text };
  }

  choose(draft) {
    this.current = draft;
    for (const storage of [sessionStorage, localStorage]) {
      try {
        storage.setItem(CURRENT, draft.id);
      } catch {
        // Full: the draft itself will say so.
      }
    }
  }

  /* Keep the current draft; tell whether the browser had room for it. */
  keep() {
    const { current } = this;
    try {
      localStorage.setItem(PREFIX + current.id, JSON.stringify(current));
      this.memory.delete(current.id);
      return true;
    } catch {
      localStorage.removeItem(PREFIX + current.id);
      this.memory.set(current.id, current);
      return false;
    }
  }

  forget(draft) {
    localStorage.removeItem(PREFIX + draft.id);
    this.memory.delete(draft.id);
  }
}

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return typeof draft.text === "string" && draft.id && draft.name ? draft : null;
  } catch {
    return null;
  }
}

function free(name, taken, untitled) {
  if (name && !taken.has(name)) return name;
  for (let n = name ? 2 : 1; ; n += 1) {
    const tried = name ? `${name}-${n}` : untitled(n);
    if (!taken.has(tried)) return tried;
  }
}
