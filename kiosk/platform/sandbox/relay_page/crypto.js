// Encryption of a relay; the terminal has the same in kiosk/platform/relay_crypto.py, where the format is described.

const FILE_INFO = "yike relay file 1";
const DIGITS_INFO = "yike relay digits 1";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const text = new TextEncoder();

function decoded(base64url) {
  const found = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(found, (character) => character.charCodeAt(0));
}

export function randomName(bytes) {
  const made = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes)));
  return btoa(made).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The key of a relay. Throws for a fragment that is no key. */
export class RelayKey {
  static async from(relay, fragment) {
    const raw = decoded(fragment);
    if (raw.length !== KEY_BYTES) throw new Error("key");
    const base = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"]);
    const by = (info) => ({ name: "HKDF", hash: "SHA-256", salt: text.encode(relay), info: text.encode(info) });
    const four = new DataView(await crypto.subtle.deriveBits(by(DIGITS_INFO), base, 32));
    const key = new RelayKey();
    key.relay = relay;
    key.digits = String(four.getUint32(0) % 10000).padStart(4, "0");
    key.cipher = await crypto.subtle.deriveKey(by(FILE_INFO), base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    return key;
  }

  /** The ciphertext of a file: nonce, then length of the head, head, bytes, sealed. */
  async seal(number, name, type, bytes) {
    const head = text.encode(JSON.stringify({ name: name.slice(-200), type: type.slice(0, 100) }));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, head.length);
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const about = { name: "AES-GCM", iv, additionalData: text.encode(`${this.relay} ${number}`) };
    return joined(iv, new Uint8Array(await crypto.subtle.encrypt(about, this.cipher, joined(length, head, bytes))));
  }
}
