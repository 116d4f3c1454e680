// What one says stands there at once, and goes out as soon as it can: in its order, and once, whatever the network does.

import { tell } from "asset:kith.js";
import { arrange, list, toEnd } from "asset:talk_scroll.js";
import { id, signature, takeInAll, words } from "asset:talk_room.js";

const KEPT = `kith.outbox.${id}`;
const AGAIN_MS = [1000, 2000, 5000, 15_000, 30_000];
let queue = kept();
let sending = false;
let failures = 0;
let timer = 0;

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function keep() {
  try {
    if (queue.length) localStorage.setItem(KEPT, JSON.stringify(queue));
    else localStorage.removeItem(KEPT);
  } catch {
    // Then it waits in this page only.
  }
}

/** Say something: it stands there from now on. */
export function put({ text, replyTo = "", replyName = "", replyWords = "", media = [] }) {
  const item = { key: crypto.randomUUID(), text, replyTo, replyName, replyWords, media, at: Date.now() };
  queue.push(item);
  keep();
  draw(item);
  toEnd();
  flush();
}

function draw(item) {
  if (list.querySelector(`[data-key="${CSS.escape(item.key)}"]`)) return;
  const fresh = document.getElementById("talk-words").content.firstElementChild.cloneNode(true);
  const at = new Date(item.at);
  fresh.dataset.key = item.key;
  fresh.dataset.author = list.closest("[data-me]")?.dataset.me ?? "";
  fresh.dataset.at = Math.floor(item.at / 1000);
  const last = [...list.querySelectorAll("[data-on]")].at(-1);
  const today = at.toLocaleDateString("sv");
  fresh.dataset.on = today;
  fresh.dataset.day = last?.dataset.on === today ? last.dataset.day : words.today;
  fresh.querySelector(".message__words").textContent = item.text || item.media.map((one) => one.name).join(", ");
  fresh.querySelector(".message__time").textContent = at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  if (item.replyTo) fresh.querySelector(".message__bubble").prepend(answered(item));
  list.querySelector(".room__nothing")?.remove();
  list.append(fresh);
  arrange();
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

/** Send what waits, the first first. What cannot go now goes when the connection is back. */
export async function flush() {
  if (sending || !queue.length) return;
  sending = true;
  clearTimeout(timer);
  while (queue.length) {
    const item = queue[0];
    const outcome = await post(item);
    if (outcome === "later") {
      const wait = AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)];
      if (failures === 1) tell(words.waits, "info");
      failures += 1;
      timer = setTimeout(flush, wait);
      break;
    }
    failures = 0;
    queue = queue.filter((one) => one.key !== item.key);
    keep();
    if (outcome.html) takeInAll([outcome]);
    else fail(item, outcome.error);
  }
  sending = false;
}

async function post(item) {
  const fields = [["csrf", signature()], ["text", item.text], ["key", item.key], ["reply_to_id", item.replyTo]];
  for (const one of item.media) fields.push(["media_ids[]", one.id]);
  let answer;
  try {
    answer = await fetch(`/talk/${id}/messages`, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) });
  } catch {
    return "later";
  }
  if (answer.status >= 500 || answer.status === 429) return "later";
  const told = await answer.json().catch(() => ({}));
  return answer.ok ? told : { error: told.error || words.failed };
}

/** It does not fit, and will not in a minute either: say why, and let its author decide. */
function fail(item, why) {
  const element = list.querySelector(`[data-key="${CSS.escape(item.key)}"]`);
  if (!element) return tell(why, "alarm");
  element.dataset.failed = "";
  const box = document.createElement("p");
  box.className = "message__failed";
  box.setAttribute("role", "alert");
  const [again, drop] = [words.again, words.drop].map((word) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "link", textContent: word });
    return button;
  });
  again.addEventListener("click", () => {
    element.remove();
    queue.push(item);
    keep();
    draw(item);
    flush();
  });
  drop.addEventListener("click", () => {
    element.remove();
    arrange();
  });
  box.append(why, again, drop);
  element.querySelector(".message__body").append(box);
}

if (list && id) {
  for (const item of queue) draw(item);
  flush();
  window.addEventListener("online", flush);
  document.addEventListener("kith:here", flush);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
}
