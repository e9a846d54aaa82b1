/* What is asked of the server. Waits where it is told to, and says why it waits. */

import { lang } from "../words.js";

const AGAIN = 3000; // milliseconds until a server that is away is asked again

/* A sentence of the server: the request was understood and is not possible. */
export class Refused extends Error {}

export class Api {
  /* `waiting` is told "limit", "server" or null. */
  constructor(waiting) {
    this.waiting = waiting;
  }

  async validate(xml, { strict, name }) {
    const query = { strict, name, lines: false };
    const report = await (await this.ask("validate", { query, xml })).json();
    const { beside, rules, expectation } = report;
    return { report, beside, rules, expectation };
  }

  async response(xml) {
    return (await this.ask("response", { xml })).text();
  }

  async form(xml) {
    return (await this.ask("form", { xml })).json();
  }

  async mutate(xml, { seed, only, name }) {
    const query = only ? { seed, name, only } : { seed, name };
    return (await this.ask("mutate", { query, xml })).json();
  }

  async generate(kind, seed) {
    const answer = await this.ask("generate", { json: { kind, seed, count: 1 } });
    return (await answer.json()).documents[0];
  }

  async kinds() {
    return (await this.ask("kinds", {})).json();
  }

  async ask(what, { query = {}, xml, json }) {
    const search = new URLSearchParams({ lang, ...query });
    const body = json ? JSON.stringify(json) : xml;
    const type = json ? "application/json" : "application/xml";
    const request = { method: "GET" };
    if (body !== undefined) {
      Object.assign(request, { method: "POST", body, headers: { "content-type": type } });
    }
    for (;;) {
      const answer = await this.once(`/api/v1/documents/${what}?${search}`, request);
      if (answer) return answer;
    }
  }

  /* Return the answer; null where it is worth asking again. */
  async once(url, request) {
    let answer;
    try {
      answer = await fetch(url, request);
    } catch {
      await this.pause("server", AGAIN);
      return null;
    }
    if (answer.status === 429 || answer.status === 503) {
      const seconds = Number(answer.headers.get("retry-after")) || 1;
      await this.pause("limit", seconds * 1000);
      return null;
    }
    this.waiting(null);
    if (!answer.ok) throw new Refused(await sentenceOf(answer));
    return answer;
  }

  async pause(why, milliseconds) {
    this.waiting(why);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}

async function sentenceOf(answer) {
  try {
    return (await answer.json()).detail;
  } catch {
    return `${answer.status} ${answer.statusText}`;
  }
}
