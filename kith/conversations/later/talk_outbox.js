// What one says stands there at once, and goes out as soon as it can: in its order, and once, whatever the network does.

import { tell } from "asset:kith.js";
import { drop, keep, keepAll, kept } from "asset:talk_kept.js";
import { arrange, list, toEnd } from "asset:talk_scroll.js";
import { id, takeInAll, words } from "asset:talk_room.js";
import { flush, me, retry } from "asset:talk_sending.js";

const FILES_A_MESSAGE = 4;
let lastAt = 0;

/** Say something: it stands there from now on. `media` are files, with their number where the server has them; more of
 * them than a message holds go as several, in their order, the words with the first. */
export async function put({ text, replyTo = "", replyName = "", replyWords = "", media = [] }) {
  const items = [{ text, replyTo, replyName, replyWords, media: media.slice(0, FILES_A_MESSAGE) }];
  for (let from = FILES_A_MESSAGE; from < media.length; from += FILES_A_MESSAGE) {
    items.push({ text: "", replyTo: "", replyName: "", replyWords: "", media: media.slice(from, from + FILES_A_MESSAGE) });
  }
  for (const item of items) {
    lastAt = Math.max(performance.timeOrigin + performance.now(), lastAt + 0.01); // in order, and never twice the same
    Object.assign(item, { key: crypto.randomUUID(), me, talk: id, at: lastAt });
    draw(item);
  }
  toEnd();
  await keepAll(items);
  flush();
}

const elementOf = (item) => list.querySelector(`[data-key="${CSS.escape(item.key)}"]`);

function draw(item) {
  if (elementOf(item)) return;
  const fresh = document.getElementById("talk-words").content.firstElementChild.cloneNode(true);
  const at = new Date(item.at);
  fresh.dataset.key = item.key;
  fresh.dataset.author = list.closest("[data-me]")?.dataset.me ?? "";
  fresh.dataset.at = Math.floor(item.at / 1000);
  const last = [...list.querySelectorAll("[data-on]")].at(-1);
  const today = at.toLocaleDateString("sv");
  fresh.dataset.on = today;
  fresh.dataset.day = last?.dataset.on === today ? last.dataset.day : words.today;
  const said = fresh.querySelector(".message__words");
  said.textContent = item.text || item.media.filter((one) => !isPicture(one)).map((one) => one.name).join(", ");
  said.before(...item.media.filter(isPicture).map(pictureOf));
  fresh.querySelector(".message__time").textContent = at.toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
  if (item.replyTo) fresh.querySelector(".message__bubble").prepend(answered(item));
  list.querySelector(".room__nothing")?.remove();
  list.append(fresh);
  arrange();
}

const isPicture = (one) => one.file.type.startsWith("image/");

function pictureOf(one) {
  const picture = document.createElement("img");
  Object.assign(picture, { className: "message__going", src: URL.createObjectURL(one.file), alt: one.alt });
  return picture;
}

function answered(item) {
  const box = document.createElement("p");
  box.className = "message__answered";
  const [name, said] = ["span", "bdi"].map((kind) => document.createElement(kind));
  name.className = "message__answered-name";
  name.textContent = item.replyName;
  said.className = "message__answered-words";
  said.textContent = item.replyWords;
  box.append(name, said);
  return box;
}

/** It does not fit, and will not in a minute either: say why, and let its author decide. */
function fail(item, error) {
  const why = error || words.failed;
  const element = elementOf(item);
  if (!element) return tell(why, "alarm");
  element.dataset.failed = "";
  const box = document.createElement("p");
  box.className = "message__failed";
  box.setAttribute("role", "alert");
  const [again, away] = [words.again, words.drop].map((word) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link", textContent: word });
    return button;
  });
  again.addEventListener("click", () => {
    element.remove();
    draw(item);
    retry(item);
  });
  away.addEventListener("click", () => {
    element.remove();
    arrange();
    drop(item.key);
  });
  box.append(why, again, away);
  element.querySelector(".message__body").append(box);
}

async function showKept() {
  for (const item of await kept(me)) {
    if (item.talk !== id) continue;
    draw(item);
    if (item.failed) fail(item, item.error);
  }
}

if (list && id) {
  document.addEventListener("kith:waits", ({ detail }) => detail === 2 && tell(words.waits, "info"));
  document.addEventListener("kith:went", ({ detail: { item, outcome } }) => {
    if (item.talk !== id) return;
    if (outcome.failed) fail(item, outcome.error);
    else takeInAll([outcome]);
  });
  showKept();
}
