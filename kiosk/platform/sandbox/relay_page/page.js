// The page of a relay: claims it, shows the pairing digits, sends what is chosen, says what became of each file.

import { RelayKey, randomName } from "./crypto.js";
import { FILE_MOST, Line, Over, Sender, Taken, isHeic, rest } from "./sending.js";
import { LANGUAGES, filled, wordsOf } from "./words.js";

const relay = location.pathname.split("/").pop();
const at = (id) => document.getElementById(id);
const STORED = "yike-relay:";
const LOOK_S = 2;
const SILENT_S = 30;
const THUMB_PIXELS_MOST = 50_000_000;
const GOOD = ["received", "kept"];
const HINTED = ["blurred", "blank"];
const UNDER_WAY = ["queued", "sending", "cut", "checking", "deleting"];

const page = { language: LANGUAGES[0], shown: null, files: [], last: 0, ends: 0, extended: false, over: false, screen: ["opening", {}], warned: false, cut: false, replaced: null };
let words = wordsOf(page.language);

function say(sentence) {
  at("said").textContent = "";
  setTimeout(() => { at("said").textContent = sentence; }, 50);
}

function nameIn(names) {
  return names[page.language] ?? names["zh-CN"] ?? Object.values(names)[0] ?? "";
}

function speakIn(language) {
  page.language = language;
  words = wordsOf(language);
  document.documentElement.lang = language;
  at("language").textContent = words.other;
  at("language").lang = language === "en" ? "zh-CN" : "en";
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = words[each.dataset.word];
  at("bounds").textContent = words.bounds;
  if (page.shown) {
    at("terminal").textContent = filled(words.terminal, page.shown);
    at("title").textContent = filled(words.title, { material: nameIn(page.shown.material) });
    document.title = at("title").textContent;
    at("lead").textContent = filled(words.lead, { item: nameIn(page.shown.item) });
    at("digits").setAttribute("aria-label", filled(words.digits, { digits: page.digits.split("").join(" ") }));
  }
  at("hint").hidden = true;
  showMessage(...page.screen);
  drawAll();
  drawTime();
}

/** Show a message in place of the work, or with null the work. */
function showMessage(name, values = {}) {
  page.screen = [name, values];
  at("message").hidden = name === null;
  at("work").hidden = name !== null;
  at("end").hidden = name !== null;
  if (name === null) return;
  at("message-title").textContent = words[`${name}Title`];
  at("message-text").textContent = filled(words[`${name}Text`], values);
}

function end(name, values) {
  page.over = true;
  if (name !== "taken") forgetSecret();
  for (const file of page.files) file.stopper.abort();
  showMessage(name, values);
  say(at("message-title").textContent);
  at("main").focus();
}

function failed(error) {
  if (page.over) return;
  if (error instanceof Over) end("over");
  else if (error instanceof Taken) end("taken");
}

function lineIs(cut) {
  if (page.cut === cut) return;
  page.cut = cut;
  at("cut").hidden = !cut;
  if (!cut) say(words.back);
}

// Files

function placeOf(file) {
  return page.files.indexOf(file) + 1;
}

function button(word, file, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words[word];
  made.setAttribute("aria-label", `${words[word]} ${filled(words.file, { place: placeOf(file) })}`);
  made.dataset.act = word;
  made.addEventListener("click", act);
  return made;
}

function wantedButtons(file) {
  if (file.state === "deleting") return [];
  if (HINTED.includes(file.state)) return ["retake", "keep"];
  if (GOOD.includes(file.state) || file.state === "checking") return ["delete"];
  return [UNDER_WAY.includes(file.state) ? "stop" : "remove"];
}

function draw(file) {
  const row = file.row;
  const focused = row.contains(document.activeElement);
  const good = GOOD.includes(file.state), under = UNDER_WAY.includes(file.state);
  row.className = `file${good || under ? "" : " attention"}`;
  row.dataset.state = file.state;
  row.querySelector(".name").textContent = filled(words.file, { place: placeOf(file) });
  const state = row.querySelector(".state");
  state.textContent = (good ? "✓ " : "") + filled(words.files[file.state], { percent: file.percent });
  state.className = `state ${good ? "good" : under && file.state !== "cut" ? "" : "bad"}`;
  const progress = row.querySelector("progress");
  progress.hidden = !["sending", "cut"].includes(file.state);
  progress.value = file.percent;
  progress.setAttribute("aria-label", filled(words.progress, { place: placeOf(file) }));
  const wanted = wantedButtons(file);
  const buttons = row.querySelector(".buttons");
  const key = `${page.language} ${placeOf(file)} ${wanted}`;
  if (buttons.dataset.key !== key) {
    const acts = { retake: () => retake(file), keep: () => keep(file) };
    buttons.replaceChildren(...wanted.map((word) => button(word, file, acts[word] ?? (() => remove(file)))));
    buttons.dataset.key = key;
    if (focused) (buttons.firstChild ?? at("camera")).focus();
  }
  at("camera-words").textContent = page.files.length ? words.again : words.camera;
}

function drawAll() {
  at("camera-words").textContent = page.files.length ? words.again : words.camera;
  for (const file of page.files) draw(file);
}

function changed(file) {
  if (page.over) return;
  lineIs(page.files.some((each) => each.state === "cut"));
  draw(file);
}

function settle(file, state) {
  file.state = state;
  draw(file);
  say(`${filled(words.file, { place: placeOf(file) })}: ${filled(words.files[state], file)}`);
}

function keep(file) {
  settle(file, "kept");
}

/** Take another photo in its place; it stays until there is one. */
function retake(file) {
  page.replaced = file;
  at("camera-file").click();
}

function forget(file) {
  const focused = file.row.contains(document.activeElement);
  page.files = page.files.filter((each) => each !== file);
  file.row.remove();
  lineIs(page.files.some((each) => each.state === "cut"));
  drawAll();
  if (focused) at("camera").focus();
}

/** Delete a file here, at the platform and at the terminal; its row goes when that is done. */
async function remove(file) {
  file.stopper.abort();
  file.state = "deleting";
  draw(file);
  while (file.number && !page.over) {
    try {
      await page.line.ask("DELETE", `/files/${file.number}`);
      break;
    } catch (error) {
      if (error instanceof Over) break;  // this file, or all: the next look says
      if (error instanceof Taken) return failed(error);
      lineIs(true);
      await rest(LOOK_S);
    }
  }
  if (page.over) return;
  forget(file);
  say(words.removed);
}

/** Width times height of a PNG by its head; a small file may be an enormous picture, which no phone should decode. */
async function pixelsOfPng(source) {
  const head = new DataView(await source.slice(0, 24).arrayBuffer());
  return head.byteLength === 24 && head.getUint32(0) === 0x89504e47 ? head.getUint32(16) * head.getUint32(20) : 0;
}

async function drawPicture(file) {
  const place = file.row.querySelector(".picture");
  place.textContent = file.source.type === "application/pdf" ? "PDF" : "";
  try {
    if (await pixelsOfPng(file.source) > THUMB_PIXELS_MOST) return;
    const picture = await createImageBitmap(file.source, { resizeWidth: 112, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
    place.replaceChildren(canvas);
  } catch {
    // Not a picture, or one that this browser cannot read: the terminal decides.
  }
}

function begun(source, number, state) {
  const row = document.createElement("li");
  row.innerHTML = '<div class="picture" aria-hidden="true"></div><div class="words"><p class="name"></p><p class="state"></p>'
    + '<progress max="100" hidden></progress></div><div class="buttons"></div>';
  const stopper = new AbortController();
  const file = { source, row, stopper, stopped: stopper.signal, number, state, percent: 0 };
  page.files.push(file);
  at("files").append(row);
  draw(file);
  if (source) drawPicture(file);
  return file;
}

async function add(source) {
  const file = begun(source, 0, "queued");
  if (source.size > FILE_MOST) return settle(file, "too_large");
  if (await isHeic(source).catch(() => false)) return settle(file, "heic");
  page.sender.add(file);
}

function chosen(event) {
  const sources = [...event.target.files];
  event.target.value = "";
  at("hint").hidden = true;
  const replaced = page.replaced;
  page.replaced = null;
  if (replaced && sources.length) remove(replaced);
  for (const source of sources) add(source);
}

/** After the page was loaded again: what is at the terminal stays; what was half sent is gone, and is deleted. */
function restore(known) {
  for (const { number, size, held, judged, reason } of known) {
    const state = held < size ? "deleting" : judged ? reason || "received" : "checking";
    const file = begun(null, number, state);
    if (state === "deleting") remove(file);
  }
}

// Looks, time and end

function take(state) {
  page.ends = performance.now() + 1000 * state.seconds;
  page.extended = state.extended;
  at("silent").hidden = state.silent < SILENT_S;
  drawTime();
  for (const known of state.files) {
    page.last = Math.max(page.last, known.number);
    const file = page.files.find((each) => each.number === known.number);
    if (file && known.judged && file.state === "checking") settle(file, known.reason || "received");
  }
}

async function look() {
  while (!page.over) {
    await rest(LOOK_S);
    if (page.over) return;
    try {
      take(await page.line.ask("GET", "/state"));
      if (!page.files.some((each) => each.state === "cut")) lineIs(false);
    } catch (error) {
      failed(error);
      if (!page.over) lineIs(true);
    }
  }
}

function drawTime() {
  const left = Math.max(0, Math.round((page.ends - performance.now()) / 1000));
  at("time").textContent = filled(words.time, { minutes: Math.floor(left / 60), seconds: left % 60 });
  at("more").hidden = page.extended;
  if (left <= 60 && left > 0 && !page.warned && page.shown) {
    page.warned = true;
    say(words.oneMinute);
  }
  return left;
}

async function more() {
  try {
    take(await page.line.ask("PUT", "/more"));
    page.warned = false;
    say(words.moreGiven);
    at("done").focus();
  } catch (error) {
    failed(error);
    if (!page.over) lineIs(true);
  }
}

function hint(sentence) {
  at("hint").textContent = sentence;
  at("hint").hidden = false;
  say(sentence);
}

async function done() {
  const waiting = page.files.find((file) => UNDER_WAY.includes(file.state));
  if (waiting) return hint(filled(words.stillSending, { place: placeOf(waiting) }));
  const count = page.files.filter((file) => GOOD.includes(file.state) || HINTED.includes(file.state)).length;
  if (!count) return hint(words.nothingSent);
  try {
    await page.line.ask("PUT", "/done");
    end("finished", { count });
  } catch (error) {
    failed(error);
    if (!page.over) lineIs(true);
  }
}

/** The secret of this phone: the same after the page is loaded again, and when its code is scanned a second time. */
function phoneSecret() {
  const made = randomName(24);
  try {
    const kept = localStorage.getItem(STORED + relay) ?? made;
    for (const old of Object.keys(localStorage)) {
      if (old.startsWith(STORED)) localStorage.removeItem(old);  // of relays that are long over
    }
    localStorage.setItem(STORED + relay, kept);
    return kept;
  } catch {
    return made;
  }
}

function forgetSecret() {
  try {
    localStorage.removeItem(STORED + relay);
  } catch {
    // There is none.
  }
}

async function claim() {
  for (;;) {
    try {
      return await page.line.ask("PUT", "/claim");
    } catch (error) {
      if (error instanceof Over || error instanceof Taken) throw error;
      showMessage("offline");
      await rest(LOOK_S);
    }
  }
}

async function open() {
  speakIn(navigator.language?.startsWith("zh") === false ? "en" : "zh-CN");
  if (!globalThis.isSecureContext || !crypto.subtle) return end("insecure");
  let key;
  try {
    key = await RelayKey.from(relay, location.hash.slice(1));
  } catch {
    return end("broken");
  }
  page.line = new Line(relay, phoneSecret());
  page.sender = new Sender(page.line, key, () => ++page.last, changed, failed);
  page.digits = key.digits;
  try {
    page.shown = await claim();
  } catch (error) {
    return failed(error);
  }
  if (page.shown.done) return end("over");
  at("digits").textContent = `${key.digits.slice(0, 2)} ${key.digits.slice(2)}`;
  take(page.shown);
  page.screen = [null, {}];
  speakIn(LANGUAGES.includes(page.shown.language) ? page.shown.language : page.language);
  restore(page.shown.files);
  setInterval(() => { if (!page.over && drawTime() === 0) end("over"); }, 1000);
  look();
}

at("language").addEventListener("click", () => speakIn(page.language === "en" ? "zh-CN" : "en"));
at("camera").addEventListener("click", () => at("camera-file").click());
at("album").addEventListener("click", () => at("album-file").click());
at("camera-file").addEventListener("change", chosen);
at("camera-file").addEventListener("cancel", () => { page.replaced = null; });
at("album-file").addEventListener("change", chosen);
at("more").addEventListener("click", more);
at("done").addEventListener("click", done);
addEventListener("hashchange", () => location.reload());
open();
