/* The feed of the room: one WebSocket, connected again whenever it is lost.
   Every connection begins with a greeting that holds all there is, so a browser that
   was away is right again with it. Knows nothing of pages. */

const FIRST_WAIT = 500; // milliseconds, doubled with each failure
const LONGEST_WAIT = 8_000;

export class Feed {
  /* `on` has the functions hello(said), batch(said), connected(), lost(seconds). */
  constructor(path, on) {
    this.path = path;
    this.on = on;
    this.failures = 0;
    this.timer = null;
    addEventListener("online", () => this.connectNow());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.connectNow();
    });
    this.connect();
  }

  connect() {
    this.timer = null;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}${this.path}`);
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = () => this.lose();
  }

  connectNow() {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.connect();
  }

  hear(said) {
    if (said.type === "hello") {
      this.failures = 0;
      this.on.connected();
    }
    this.on[said.type]?.(said);
  }

  lose() {
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures);
    // A room of fifty browsers shall not come back in the same moment.
    const jittered = wait * (0.5 + Math.random());
    this.failures += 1;
    this.on.lost(Math.max(1, Math.round(jittered / 1_000)));
    this.timer = setTimeout(() => this.connect(), jittered);
  }
}
