// Requests of the phone, and the files on their way: one after the other, in pieces that go on after a cut line.

import { randomName } from "./crypto.js";

// A piece that a slow line does not carry within REQUEST_S is halved, down to the least.
const PIECE = 256 * 1024;
const PIECE_LEAST = 16 * 1024;
const REST_S = [1, 2, 4, 8];
const REQUEST_S = 30;
export const FILE_MOST = 15 * 1024 * 1024;
const HEIC = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

export class Over extends Error {}
export class Taken extends Error {}
export class TooMuch extends Error {}
class Behind extends Error {}
class NumberUsed extends Error {}
// Malformed: a number beyond the last that a relay has.
const PROBLEMS = {
  unknown: Over, "relay-claimed": Taken, "too-large": TooMuch, malformed: TooMuch, "offset-mismatch": Behind, "digest-mismatch": NumberUsed,
};

/** What one phone asks of its relay. Throws Over, Taken, TooMuch; any other error is the line's. */
export class Line {
  constructor(relay, phone) {
    this.base = `/relays/${relay}`;
    this.phone = phone;
  }

  async ask(method, path, { json, piece, offset, signal } = {}) {
    const headers = { "Yike-Phone": this.phone };
    if (offset !== undefined) headers["Upload-Offset"] = String(offset);
    const limit = new AbortController(), stop = () => limit.abort();
    const timer = setTimeout(stop, REQUEST_S * 1000);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop);
    try {
      const body = piece ?? (json === undefined ? undefined : JSON.stringify(json));
      const how = { method, headers, body, cache: "no-store", redirect: "error", signal: limit.signal };
      return await answered(await fetch(this.base + path, how));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

async function answered(answer) {
  if (answer.status === 204) return null;
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  if (answer.ok && isJson) return await answer.json();
  const problem = isJson ? (await answer.json()).type ?? "" : "";
  const kind = Object.keys(PROBLEMS).find((word) => problem.endsWith(`:${word}`));
  throw kind ? new PROBLEMS[kind]() : new Error("line");
}

export function rest(seconds, signal) {
  return new Promise((resolve) => {
    const wake = () => { clearTimeout(timer); removeEventListener("online", wake); resolve(); };
    const timer = setTimeout(wake, seconds * 1000);
    addEventListener("online", wake);
    signal?.addEventListener("abort", wake);
  });
}

export async function isHeic(file) {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  const word = (from) => String.fromCharCode(...head.slice(from, from + 4));
  return word(4) === "ftyp" && HEIC.includes(word(8));
}

/** Sends files in the order in which they were added. `changed(file)` is called whenever one has another state. */
export class Sender {
  constructor(line, key, nextNumber, changed, failed) {
    Object.assign(this, { line, key, nextNumber, changed, failed, queue: [], busy: false, piece: PIECE });
  }

  add(file) {
    this.queue.push(file);
    if (!this.busy) this.run();
  }

  async run() {
    this.busy = true;
    while (this.queue.length) {
      const file = this.queue.shift();
      if (!file.stopped.aborted) await this.send(file);
    }
    this.busy = false;
  }

  set(file, state, percent = file.percent) {
    if (file.stopped.aborted) return;
    Object.assign(file, { state, percent });
    this.changed(file);
  }

  /** Encrypt a file under the next number and send it; again under another one if a second page of this phone used it. */
  async send(file) {
    let again = true;
    while (again && !file.stopped.aborted) {
      file.number = this.nextNumber();
      file.mark = randomName(16);
      again = await this.sendAs(file);
    }
  }

  async sendAs(file) {
    let sealed;
    try {
      sealed = await this.key.seal(file.number, file.source.name, file.source.type, new Uint8Array(await file.source.arrayBuffer()));
    } catch {
      this.set(file, "unreadable");
      return false;
    }
    let cuts = 0;
    while (!file.stopped.aborted) {
      try {
        await this.pieces(file, sealed, () => { cuts = 0; });
        this.set(file, "checking", 100);
        return false;
      } catch (error) {
        if (file.stopped.aborted) return false;
        if (error instanceof NumberUsed) return true;
        if (error instanceof Behind) continue;
        if (error instanceof Over || error instanceof Taken) this.failed(error);
        if (error instanceof TooMuch) this.set(file, "full");
        if (error instanceof Over || error instanceof Taken || error instanceof TooMuch) return false;
        this.set(file, "cut");
        this.piece = Math.max(PIECE_LEAST, this.piece / 2);
        await rest(REST_S[Math.min(cuts++, REST_S.length - 1)], file.stopped);
      }
    }
    return false;
  }

  /** Ask how much is there, and send the rest. */
  async pieces(file, sealed, onward) {
    const path = `/files/${file.number}`, signal = file.stopped;
    let { held } = await this.line.ask("PUT", path, { json: { size: sealed.length, mark: file.mark }, signal });
    while (held < sealed.length) {
      this.set(file, "sending", Math.floor((100 * held) / sealed.length));
      const piece = sealed.slice(held, held + this.piece);
      ({ held } = await this.line.ask("PATCH", path, { piece, offset: held, signal }));
      onward();
    }
  }
}
