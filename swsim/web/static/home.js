/* The start page: signing in and out as the trainer. */

import { say } from "./words.js";

const form = document.getElementById("session");
const said = document.getElementById("said");

function show(trainer) {
  form.querySelector(".insider").hidden = !trainer;
  form.querySelector(".outsider").hidden = trainer;
}

async function ask(method, body) {
  try {
    return await fetch("/api/v1/session", {
      method,
      headers: { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
  } catch {
    return { ok: false, status: 0 };
  }
}

const REFUSED = { 401: "trainer.wrong", 422: "trainer.wrong", 429: "trainer.wait" };

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await ask("POST", { pin: form.pin.value.trim() });
  said.textContent = answer.ok ? "" : say(REFUSED[answer.status] ?? "problem.failed");
  if (answer.ok) {
    form.reset();
    show(true);
  }
});

document.getElementById("leave").addEventListener("click", async () => {
  const answer = await ask("DELETE");
  said.textContent = answer.ok ? "" : say("problem.failed");
  if (answer.ok) show(false);
});
