// Pictures and files on their way: chosen, pasted or dropped, sent as soon as they are there, described while one waits.

import { tell } from "asset:kith.js";
import { id, signature, words } from "asset:talk_room.js";

const FILES_MAX = 20; // they go four to a message
const LOOK_EVERY_MS = 700;
const form = document.querySelector("form[data-say]");
const tray = form?.querySelector("[data-tray]");
let files = []; // {element, file, id, name, told, there, state: sending | waiting | ready | unsent}; `told` is what the server knows it says
const isGoing = (one) => one.state === "sending" || one.state === "waiting";

/** All of them, as a message that waits takes them along; those that are on the server have an `id`. */
export const added = () =>
  files.map(({ state, id: known, there, told, name, file, said }) => ({ id: state === "ready" ? known : "", there, told, name, file, alt: said?.value ?? "" }));

/** Whether some are on their way still; then the message goes by itself when they are there. Without a network none
 * is: they go with the message. */
export function isBusy() {
  if (!navigator.onLine) for (const one of files.filter(isGoing)) one.state = "unsent";
  const busy = files.some(isGoing);
  form.toggleAttribute("data-waiting", busy);
  return busy;
}

export function clearTray() {
  files = [];
  tray.replaceChildren();
  tray.hidden = true;
  form.removeAttribute("data-waiting");
}

export function addFiles(chosen, { transcript = false } = {}) {
  for (const file of chosen) {
    if (files.length >= FILES_MAX) return tell(words.tooMany, "alarm");
    add(file, transcript);
  }
}

function add(file, transcript) {
  const one = { file, name: file.name, state: "sending", id: "", element: document.createElement("li") };
  one.element.className = "say__added";
  one.element.append(pictureOf(one), wordsOf(one, transcript), dropOf(one));
  files.push(one);
  tray.append(one.element);
  tray.hidden = false;
  upload(one);
}

function pictureOf({ file }) {
  const kind = { image: "img", audio: "audio" }[file.type.split("/")[0]] ?? "span";
  const shown = document.createElement(kind);
  shown.className = "say__added-picture";
  if (kind === "span") shown.textContent = (file.name.split(".").pop() ?? "").slice(0, 4).toUpperCase();
  else shown.src = URL.createObjectURL(file);
  if (kind === "img") shown.alt = "";
  if (kind === "audio") Object.assign(shown, { controls: true, title: file.name }); // heard before it is sent
  return shown;
}

function wordsOf(one, transcript) {
  const box = document.createElement("span");
  box.className = "say__added-words";
  const name = document.createElement("bdi");
  name.textContent = one.name;
  const bar = document.createElement("progress");
  Object.assign(bar, { max: 100, value: 0 });
  bar.setAttribute("aria-label", words.going);
  const seenOrHeard = /^(image|video|audio)\//.test(one.file.type);
  box.append(name, bar);
  if (seenOrHeard) {
    const said = document.createElement(transcript ? "textarea" : "input");
    said.className = "field__input";
    said.maxLength = 1500;
    said.placeholder = transcript || one.file.type.startsWith("audio/") ? words.transcript : words.describe;
    said.setAttribute("aria-label", said.placeholder);
    one.said = said;
    box.append(said);
  }
  one.bar = bar;
  return box;
}

function dropOf(one) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "message__deed", textContent: "×", title: words.drop });
  button.setAttribute("aria-label", `${words.drop}: ${one.name}`);
  button.addEventListener("click", () => {
    one.request?.abort();
    files = files.filter((other) => other !== one);
    one.element.remove();
    tray.hidden = files.length === 0;
    there();
  });
  return button;
}

function upload(one) {
  const content = new FormData();
  content.set("csrf", signature());
  content.set("whatever", "1");
  one.told = one.said?.value ?? "";
  content.set("alt", one.told);
  content.set("file", one.file, one.name);
  const request = new XMLHttpRequest();
  Object.assign(one, { request, state: "sending" });
  request.upload.addEventListener("progress", (event) => {
    one.bar.value = (90 * event.loaded) / event.total;
  });
  request.addEventListener("load", () => settle(one, request));
  request.addEventListener("error", () => {
    one.state = "unsent";
    window.addEventListener("online", () => files.includes(one) && upload(one), { once: true });
    there();
  });
  request.open("POST", "/media");
  request.setRequestHeader("Accept", "application/json");
  request.send(content);
}

function settle(one, request) {
  let told = {};
  try {
    told = JSON.parse(request.responseText);
  } catch {
    // An answer that is none is a failure as well.
  }
  if (request.status >= 300 || !told.id) {
    files = files.filter((other) => other !== one);
    one.element.remove();
    tray.hidden = files.length === 0;
    return tell(told.error || words.failed, "alarm");
  }
  one.id = told.id;
  one.state = told.state;
  one.bar.value = 95;
  if (told.state === "waiting") setTimeout(() => look(one), LOOK_EVERY_MS);
  else ready(one);
}

async function look(one) {
  if (!files.includes(one) || one.state !== "waiting") return;
  const answer = await fetch(`/media/${one.id}/progress`, { headers: { Accept: "application/json" } }).catch(() => null);
  const told = answer?.ok ? await answer.json() : { state: "waiting" };
  if (told.state === "waiting") return void setTimeout(() => look(one), LOOK_EVERY_MS);
  if (told.problem) {
    files = files.filter((other) => other !== one);
    one.element.remove();
    return tell(told.problem, "alarm");
  }
  ready(one);
}

function ready(one) {
  Object.assign(one, { state: "ready", there: Date.now() });
  one.bar.remove();
  there();
}

function there() {
  if (!files.some(isGoing)) document.dispatchEvent(new CustomEvent("kith:files-there"));
}

if (form && id) {
  form.querySelector("[data-adds]").addEventListener("change", ({ target }) => {
    addFiles([...target.files]);
    target.value = "";
  });
  form.querySelector("[data-text]").addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    addFiles(pasted);
  });
  const room = form.closest("[data-room]");
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  room.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.dataset.dropping = words.drops;
  });
  room.addEventListener("dragleave", (event) => {
    if (!room.contains(event.relatedTarget)) delete form.dataset.dropping;
  });
  room.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    delete form.dataset.dropping;
    addFiles([...event.dataTransfer.files]);
  });
}
