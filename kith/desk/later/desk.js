// The desk: keys for everything, what changes while one looks, who else is writing. Without it all of it are forms.

import "asset:desk_complete.js";
import { morph, shown, typing } from "asset:kith.js";

const SAYS_EVERY_MS = 3000;
const FORGETS_MS = 9000;
const PAUSE_MS = 800; // a key that was pressed twice does not settle the case that came up after the first press
const TOGETHER_MS = 250; // many changes at once are read together
const room = document.querySelector("[data-case]");
const list = () => document.querySelector("[data-desk-list]");
const answering = () => document.querySelector("textarea[data-text]");
const signature = document.querySelector('input[name="csrf"]')?.value;

// What is shown is read anew as a page, and only its changing parts are taken out of it: never a field in use.
let waits = 0;
document.addEventListener("kith:desk", ({ detail: { id, html, count } }) => {
  if (count) return says(id, html);
  clearTimeout(waits);
  waits = setTimeout(refresh, TOGETHER_MS);
});

async function refresh() {
  const answer = await fetch(here(), { headers: { accept: "text/html" } }).catch(() => null);
  if (answer && [403, 404].includes(answer.status) && !answering()?.value.trim()) location.reload(); // one's no longer
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const old = list();
  if (old && !old.contains(document.activeElement?.closest("input"))) take(old, fresh.querySelector("[data-desk-list]"));
  for (const id of ["desk-state", "desk-deeds"]) {
    const part = document.getElementById(id);
    if (part && !part.querySelector("details[open]")) take(part, fresh.getElementById(id));
  }
  takeLines(fresh.getElementById("desk-lines"));
  takeSeen(fresh);
}

/** Where this page is read anew: what an answer that did not go out came back with has an address of its own. */
function here() {
  return room && location.pathname !== room.dataset.path ? room.dataset.path + location.search : location.href;
}

/** Who has not begun to write has read what a colleague answered; who has, is asked when they send. */
function takeSeen(fresh) {
  const field = answering();
  const seen = fresh.querySelector(".deskanswer [name=seen]");
  if (seen && field && !field.value.trim()) field.form.elements.seen.value = seen.value;
}

/** Morph, so that the focus, the place where somebody reads, and what they opened stay. */
function take(old, fresh) {
  if (!fresh) return;
  morph(old, fresh);
  shown(old);
}

function takeLines(fresh) {
  const lines = document.getElementById("desk-lines");
  if (!lines || !fresh) return;
  const atEnd = below() < 80;
  take(lines, fresh);
  if (atEnd) toEnd();
}

const writing = document.querySelector("[data-desk-writing]");
let forgets = 0;
function says(id, words) {
  if (!writing || room.dataset.case !== id) return;
  if (writing.textContent !== words) writing.textContent = words;
  clearTimeout(forgets);
  forgets = setTimeout(() => (writing.textContent = ""), FORGETS_MS);
}

let said = 0;
document.addEventListener("input", ({ target }) => {
  if (!room || target !== answering() || Date.now() - said < SAYS_EVERY_MS || !target.value.trim()) return;
  said = Date.now();
  fetch(room.dataset.writing, { method: "POST", body: new URLSearchParams({ csrf: signature }) }).catch(() => {});
});

// A saved reply goes where the cursor is; what was written stays.
const replies = document.querySelector("[data-replies] select");
replies?.closest("form").querySelector("[data-plain]")?.setAttribute("hidden", "");
replies?.addEventListener("change", () => {
  const field = answering();
  const name = field.form.dataset.name;
  const text = (replies.selectedOptions[0]?.dataset.reply ?? "").replace(/\{\{\s*name\s*\}\}/gi, name || "{{name}}");
  const from = field.selectionStart;
  field.setRangeText(text, from, field.selectionEnd, "end");
  const blank = /\{\{[^{}\n]{1,44}\}\}/.exec(text);
  field.focus();
  if (blank) field.setSelectionRange(from + blank.index, from + blank.index + blank[0].length);
  replies.value = "";
});

// A colleague's name is put into the note by a press; without this script it can be read and typed.
for (const one of document.querySelectorAll("[data-colleague]")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: one.textContent });
  button.addEventListener("click", () => {
    const field = button.form.querySelector("[data-note]");
    const gap = /\S$/.test(field.value.slice(0, field.selectionStart)) ? " " : "";
    field.setRangeText(`${gap}${one.dataset.colleague} `, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
  one.replaceChildren(button);
}

// Keys; before those of every page, so that n is a note here.
const KEYS = {
  r: () => focusOn("textarea[data-text]"),
  n: () => focusOn("[data-note]"),
  t: () => press("t"),
  e: () => press("e"),
  m: menu,
  "/": () => focusOn("#desk-q"),
};
function focusOn(selector) {
  const field = document.querySelector(selector);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
  return Boolean(field);
}
/** Open the menu of the case, and stand in it. */
function menu() {
  const more = document.querySelector("#desk-deeds details");
  if (!more) return false;
  more.open = true;
  more.querySelector(".menu__list :is(button, select, input:not([type=hidden]))")?.focus();
  return true;
}
/** Do it with the case that is open; not while the focus stands on another one in the list. */
function press(key) {
  if (document.querySelector("[data-desk-settled]") && performance.now() < PAUSE_MS) return true;
  if (document.activeElement?.closest?.("[data-case-row]:not([data-here])")) return false;
  const deed = document.querySelector(`[data-desk-key="${key}"]`);
  deed?.click();
  return Boolean(deed);
}
document.addEventListener(
  "keydown",
  (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target === answering()) {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("[data-send]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.matches?.("[data-text], [data-note]")) return event.target.blur();
    if (typing(event.target) || !KEYS[event.key] || event.repeat) return;
    if (KEYS[event.key]() !== false) event.preventDefault();
  },
  { capture: true },
);

/** How far the last words lie below what is seen; what there was before stands further down. */
function below() {
  const last = document.querySelector("#desk-lines > :last-child");
  return last ? last.getBoundingClientRect().bottom - last.closest("[data-scroll]").getBoundingClientRect().bottom : 0;
}
function toEnd() {
  const scroll = document.querySelector("[data-scroll]");
  if (scroll) scroll.scrollTop += below() + 16;
}
toEnd();
