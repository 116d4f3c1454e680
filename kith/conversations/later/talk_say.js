// The field below a conversation: grows, keeps drafts, answers and changes, sends with Enter.

import { on, tell } from "asset:kith.js";
import { put } from "asset:talk_outbox.js";
import { id, takeInAll, tellServer, words } from "asset:talk_room.js";
import { list } from "asset:talk_scroll.js";
import { added, clearTray, isBusy } from "asset:talk_tray.js";
import "asset:talk_record.js";

const DRAFT = `kith.draft.talk.${id}`;
const KEEP_MS = 1200;
const TYPING_MS = 3000;
const form = document.querySelector("form[data-say]");
const text = form?.querySelector("[data-text]");
const about = form?.querySelector("[data-about]");
const thumbs = matchMedia("(pointer: coarse)");
const field = (name) => form.elements.namedItem(name);
let keeping = 0;
let typed = 0;
let saving = null; // a draft on its way to the server
let begun = ""; // what stood in the field before a message was changed in it

function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

/** Kept here at once, and a moment later on the server, for one's other devices; then there alone, because it may be
 * sent from any of them. */
function keepDraft() {
  if (field("edit_id").value) return;
  try {
    localStorage.setItem(DRAFT, text.value);
  } catch {
    // The server keeps it anyway.
  }
  clearTimeout(keeping);
  keeping = setTimeout(async () => {
    const said = text.value;
    saving = saveDraft(said);
    const answer = await saving;
    saving = null;
    if (answer?.ok && localStorage.getItem(DRAFT) === said) localStorage.removeItem(DRAFT);
  }, KEEP_MS);
}

const saveDraft = (said) => tellServer(`/talk/${id}/draft`, [["text", said]]);

function typing() {
  if (!text.value || Date.now() - typed < TYPING_MS) return;
  typed = Date.now();
  tellServer(`/talk/${id}/typing`, []);
}

/** What was sent is no draft any more, also where it is still on its way to be kept as one. */
function forgetDraft() {
  clearTimeout(keeping);
  localStorage.removeItem(DRAFT);
  saving?.then(() => saveDraft(text.value));
}

function setAbout({ replyTo = "", edit = "", name = "", said = "" }) {
  field("reply_to_id").value = replyTo;
  field("edit_id").value = edit;
  about.hidden = !replyTo && !edit;
  about.querySelector("[data-about-name]").textContent = edit ? words.changes : name;
  about.querySelector("[data-about-words]").textContent = said;
}

const wordsOf = (message) => message.querySelector(".message__words")?.textContent.trim() ?? "";

export function answer(message) {
  const name = message.querySelector(".message__name, .message__body > .sr")?.textContent ?? "";
  setAbout({ replyTo: message.dataset.id, name, said: wordsOf(message) });
  text.focus();
}

export function change(message) {
  const own = message?.querySelector("[data-words]");
  if (!own) return false;
  if (!field("edit_id").value) begun = text.value;
  setAbout({ edit: message.dataset.id, said: wordsOf(message) });
  text.value = own.dataset.words;
  grow();
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  return true;
}

function endAbout() {
  if (field("edit_id").value) text.value = begun;
  setAbout({});
  grow();
  text.focus();
}

async function send() {
  const said = text.value.trim();
  const edit = field("edit_id").value;
  if (isBusy()) return; // the files are on their way; it goes when they are there
  const media = added();
  if (!said && !media.length) return;
  if (edit) return sendChange(edit, said);
  put({
    text: said,
    replyTo: field("reply_to_id").value,
    replyName: about.querySelector("[data-about-name]").textContent,
    replyWords: about.querySelector("[data-about-words]").textContent,
    media,
  });
  text.value = "";
  forgetDraft();
  clearTray();
  setAbout({});
  grow();
  text.focus();
}

async function sendChange(edit, said) {
  const answer = await tellServer(`/talk/${id}/messages`, [["edit_id", edit], ["text", said]], { json: true });
  const told = await answer?.json().catch(() => null);
  if (!answer?.ok) return tell(told?.error ?? words.failed, "alarm");
  takeInAll([told]);
  endAbout();
}

function pressed(event) {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !event.altKey && (!thumbs.matches || event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && !about.hidden) {
    event.preventDefault();
    endAbout();
  } else if (event.key === "Escape" && !document.querySelector("details.menu[open]")) {
    [...list.querySelectorAll("[data-card]")].at(-1)?.focus(); // from there j, k, r lead on
  } else if (event.key === "ArrowUp" && !text.value) {
    const own = [...list.querySelectorAll("[data-mine][data-id]")].findLast((one) => one.querySelector("[data-words]"));
    if (own && change(own)) event.preventDefault();
  }
}

function dress() {
  form.querySelector("[data-plain]")?.remove();
  for (const one of form.querySelectorAll("[data-scripted]")) one.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  text.addEventListener("keydown", pressed);
  text.addEventListener("input", () => {
    grow();
    keepDraft();
    typing();
  });
  list.addEventListener("keydown", (event) => event.key === "Escape" && !event.defaultPrevented && text.focus());
  about.querySelector("[data-about-ends]").addEventListener("click", (event) => {
    event.preventDefault();
    endAbout();
  });
  document.addEventListener("kith:files-there", () => form.hasAttribute("data-waiting") && send());
  on("click", "[data-replies]", (event, link) => {
    event.preventDefault();
    answer(link.closest(".message"));
  });
  on("click", 'a[href*="?reply="], a[href*="?edit="]', (event, link) => {
    const asks = new URL(link.href).searchParams;
    const message = list.querySelector(`[data-id="${CSS.escape(asks.get("reply") ?? asks.get("edit"))}"]`);
    if (event.defaultPrevented || !message) return;
    if (asks.has("reply")) answer(message);
    else if (!change(message)) return;
    event.preventDefault();
    link.closest("dialog")?.close();
    text.focus();
  });
  if (!field("edit_id").value) text.value = localStorage.getItem(DRAFT) ?? text.value;
  grow();
  // Whoever searched goes on among what was found, whoever came for a message at that one.
  const found = document.getElementById("found");
  if (found && !found.querySelector("[aria-current]")) found.focus();
  else if (!thumbs.matches && document.activeElement === document.body) text.focus({ preventScroll: true });
}

if (form && id) dress();
else if (form) {
  // The first words go by the form itself: the conversation is made with them.
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || thumbs.matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.addEventListener("input", grow);
  grow();
}
