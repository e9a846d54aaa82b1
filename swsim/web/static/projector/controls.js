/* The trainer's hand on the clock: buttons, keys, and the PIN that they want. */

import { element, say } from "../words.js";

const API = "/api/v1";
const $ = (id) => document.getElementById(id);

export class Controls {
  constructor() {
    this.clock = { state: "connecting" };
    this.speeds = [];
    this.trainer = false;
    $("go").onclick = () => this.goOrPause();
    $("step").onclick = () => this.tell({ action: "step" });
    $("freeze").onclick = () => this.tell({ frozen: !this.clock.frozen });
    $("enter").onclick = () => this.ask();
    $("pin-cancel").onclick = () => $("pin-dialog").close();
    $("pin-form").onsubmit = (event) => this.enter(event);
    addEventListener("keydown", (event) => this.key(event));
    this.know();
  }

  async know() {
    const answer = await fetch(`${API}/session`);
    this.seat(answer.ok && (await answer.json()).trainer);
  }

  seat(trainer) {
    this.trainer = trainer;
    $("hand").hidden = !trainer;
    $("rewind").disabled = $("now").disabled = !trainer;
    $("enter").hidden = trainer;
    this.changed?.();
  }

  /* Called with each greeting and batch. */
  show(clock, speeds = this.speeds) {
    if (speeds !== this.speeds) this.offer(speeds);
    this.clock = clock;
    const running = clock.state === "running";
    const what = running ? "pause" : clock.state === "prepared" ? "start" : "go";
    if ($("go").dataset.what !== what) {
      $("go").dataset.what = what;
      $("go").replaceChildren(
        element("span", { "aria-hidden": "true" }, running ? "❚❚" : "▶"),
        say(what),
      );
    }
    $("go").disabled = $("step").disabled = this.over;
    press($("freeze"), clock.frozen);
    for (const button of $("speeds").children) {
      press(button, Number(button.value) === clock.speed);
      button.disabled = this.over;
    }
  }

  get over() {
    return ["ended", "failed"].includes(this.clock.state);
  }

  offer(speeds) {
    this.speeds = speeds;
    $("speeds").replaceChildren(
      ...speeds.map((speed) => {
        const button = element("button", { type: "button", value: speed }, `×${speed}`);
        button.onclick = () => this.tell({ speed });
        return button;
      }),
    );
  }

  goOrPause() {
    this.tell({ action: this.clock.state === "running" ? "pause" : "go" });
  }

  faster(by) {
    const at = this.speeds.indexOf(this.clock.speed) + by;
    if (this.speeds[at]) this.tell({ speed: this.speeds[at] });
  }

  /* What the others see comes by the feed; so it does to this browser. */
  async tell(what, path = "clock") {
    if (!this.trainer) return this.ask();
    const answer = await posted(path, what);
    if (answer.status === 401 || answer.status === 403) {
      this.seat(false);
      return this.ask();
    }
    $("trouble").textContent = answer.ok ? "" : say("trouble");
  }

  // --- the PIN ---------------------------------------------------------------------

  ask() {
    $("pin-wrong").textContent = "";
    $("pin").value = "";
    $("pin-dialog").showModal();
  }

  async enter(event) {
    event.preventDefault();
    const answer = await posted("session", { pin: $("pin").value.trim() });
    if (answer.ok) {
      $("pin-dialog").close();
      this.seat(true);
      $("go").focus();
      return;
    }
    $("pin-wrong").textContent = say(answer.status === 429 ? "pin.wait" : "pin.wrong");
    $("pin").select();
  }

  // --- keys ------------------------------------------------------------------------

  key(event) {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    // A button that has the focus takes the space bar itself.
    if (event.key === " " && event.target.closest("button, a")) return;
    event.preventDefault();
    if (!(this.over && CLOCK.includes(event.key))) act(this);
  }
}

const KEYS = {
  " ": (controls) => controls.goOrPause(),
  s: (controls) => controls.tell({ action: "step" }),
  "+": (controls) => controls.faster(1),
  "-": (controls) => controls.faster(-1),
  f: (controls) => controls.tell({ frozen: !controls.clock.frozen }),
  "?": () => $("help").showModal(),
};

// Keys of what has no use any more when the run has ended, as its buttons.
const CLOCK = [" ", "s", "+", "-"];

function press(button, pressed) {
  button.setAttribute("aria-pressed", String(Boolean(pressed)));
}

async function posted(path, what) {
  const answer = fetch(`${API}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(what),
  });
  return answer.catch(() => new Response(null, { status: 503 }));
}
