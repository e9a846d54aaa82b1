/* The page of the API: each operation can be tried, and says its command. */

import { say } from "../words.js";

const MOST = 20_000; // characters of an answer that are shown

for (const form of document.querySelectorAll("form.try")) {
  const show = () => {
    form.querySelector(".command").textContent = command(form);
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  show();
}

// A link to an operation opens what is folded in it.
addEventListener("hashchange", unfold);
unfold();

function unfold() {
  const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = aim?.querySelector("details");
  if (details) details.open = true;
}

/* Return path with query, and body, as the form has them. */
function request(form) {
  const query = new URLSearchParams();
  let { path } = form.dataset;
  let body = null;
  for (const [name, value] of new FormData(form)) {
    const [place, key] = name.split(":");
    if (name === "body") body = value;
    else if (place === "path") path = path.replace(`{${key}}`, encodeURIComponent(value));
    else if (value !== "") query.append(key, value);
  }
  return { address: query.size ? `${path}?${query}` : path, body };
}

function command(form) {
  const { method, media } = form.dataset;
  const { address, body } = request(form);
  const parts = ["curl"];
  if (method !== "GET" && method !== "POST") parts.push(`-X ${method}`);
  if (media) {
    parts.push(`-H 'Content-Type: ${media}'`);
    parts.push(media.endsWith("xml") ? "--data-binary @document.xml" : `-d '${body}'`);
  }
  return [...parts, `'${location.origin}${address}'`].join(" ");
}

async function send(form) {
  const { method, media } = form.dataset;
  const { address, body } = request(form);
  const headers = media ? { "Content-Type": media } : {};
  const box = form.querySelector(".answer");
  let status = say("problem.failed");
  let text = "";
  try {
    const answer = await fetch(address, { method, headers, body });
    status = `${answer.status} ${answer.statusText}`;
    text = readable(await answer.text());
  } catch {
    // The server is away: the sentence above says so.
  }
  box.querySelector(".status").textContent = status;
  box.querySelector("pre").textContent =
    text.length > MOST ? `${text.slice(0, MOST)}\n… ${say("cut")}` : text;
  box.hidden = false;
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
