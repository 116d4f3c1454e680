// The composer: counts as people count, keeps what is written, sends with Ctrl+Enter, and shows how far it is.

const KEPT = "kith.draft.";
const letters = "Segmenter" in Intl ? new Intl.Segmenter(document.documentElement.lang, { granularity: "grapheme" }) : null;
const LOOK_EVERY_MS = 1000;
const SHOWN_FROM = 0.8; // of the limit: before that a number would only disturb

const length = (text) => (letters ? [...letters.segment(text)].length : [...text].length);
const keyOf = (form) => form.dataset.keep && KEPT + form.dataset.keep;

function count(form) {
  const text = form.querySelector("[data-text]");
  const place = form.querySelector("[data-count]");
  const max = Number(text.dataset.max);
  const left = max - length(text.value);
  const needed = left < max * (1 - SHOWN_FROM);
  place.toggleAttribute("data-over", left < 0);
  place.textContent = !needed ? "" : left < 0 ? say("over", { count: -left }) : say("left", { count: left });
  form.querySelector("[data-send]").toggleAttribute("disabled", left < 0);
}

function keep(form) {
  const key = keyOf(form);
  if (!key) return;
  const text = form.querySelector("[data-text]").value;
  const warning = form.elements.namedItem("warning")?.value ?? "";
  if (text.trim()) localStorage.setItem(key, JSON.stringify({ text, warning }));
  else localStorage.removeItem(key);
}

function bringBack(form) {
  const key = keyOf(form);
  const text = form.querySelector("[data-text]");
  const kept = key && localStorage.getItem(key);
  if (!kept || text.value.trim()) return;
  try {
    const { text: words, warning } = JSON.parse(kept);
    text.value = words;
    const field = form.elements.namedItem("warning");
    if (field && warning) field.value = warning;
    tell(say("kept"), "info");
  } catch {
    localStorage.removeItem(key); // it was not ours, or half written
  }
}

/** Nothing half written stays behind on a machine that somebody else uses next. */
function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(KEPT)) localStorage.removeItem(key);
}

/** Send in the background, so that the progress shows and nothing is lost when the network is not there. */
function send(form, button) {
  const bar = form.querySelector("[data-progress]");
  const request = new XMLHttpRequest();
  const content = new FormData(form, button);
  const sending = () => form.toggleAttribute("data-sending");
  sending();
  for (const one of form.querySelectorAll("button")) one.disabled = true;
  request.upload.addEventListener("progress", (event) => {
    bar.hidden = event.total < 50_000; // words alone are sent before a bar could be drawn
    bar.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("loadend", () => {
    sending();
    bar.hidden = true;
    for (const one of form.querySelectorAll("button")) one.disabled = false;
    finish(form, request, button);
  });
  request.open("POST", button?.getAttribute("formaction") ?? form.getAttribute("action"));
  request.setRequestHeader("Accept", "text/html");
  request.send(content);
}

function finish(form, request, button) {
  if (request.status === 0) return tell(say("noNetwork"), "alarm");
  if (request.status >= 200 && request.status < 300) {
    const fresh = new DOMParser().parseFromString(request.responseText, "text/html");
    const again = fresh.querySelector("form[data-composer] [role=alert]");
    if (!again) {
      const key = keyOf(form);
      if (key) localStorage.removeItem(key);
      location.assign(request.responseURL);
      if (request.responseURL.split("#")[0] === location.href.split("#")[0]) location.reload();
      return;
    }
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const preparing = keepFiles(form, answer);
  if (preparing.length) wait(form, button, preparing);
  else complain(form, answer);
}

/** What was uploaded is kept by the server: it is sent no second time. Gives the ids of what is being made ready. */
function keepFiles(form, answer) {
  const files = answer.querySelector("form[data-composer] [data-pictures]");
  if (!files?.querySelector("[data-kept]")) return [];
  const adopted = document.adoptNode(files);
  form.querySelector("[data-pictures]").replaceWith(adopted);
  shown(adopted);
  return [...adopted.querySelectorAll("[data-preparing]")].map((place) => place.dataset.preparing);
}

/** Show how far the video is, and send the post when it is ready. */
async function wait(form, button, ids) {
  const bar = form.querySelector("[data-progress]");
  tell(say("preparing"), "info");
  form.toggleAttribute("data-sending", true);
  form.querySelector("[data-send]").disabled = true;
  bar.hidden = false;
  let states = [];
  while (form.isConnected) {
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    states = await Promise.all(ids.map(progressOf));
    bar.value = Math.min(...states.map((one) => one.progress));
    if (states.every((one) => one.state !== "waiting")) break;
  }
  form.toggleAttribute("data-sending", false);
  form.querySelector("[data-send]").disabled = false;
  bar.hidden = true;
  const failed = states.find((one) => one.problem);
  if (failed) tell(failed.problem, "alarm");
  else if (form.isConnected) form.requestSubmit(button);
}

async function progressOf(id) {
  try {
    const answer = await fetch(`/media/${id}/progress`, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : { state: "gone", progress: 0, problem: say("noNetwork") };
  } catch {
    return { state: "waiting", progress: 0 }; // the network comes back, or the page is left
  }
}

/** The server's own words for what did not fit; what was written stays as it is. */
function complain(form, answer) {
  if (ask(form, answer)) return;
  const sentence = answer.querySelector("form[data-composer] [role=alert], .lost h1 + p, [data-toast] p");
  tell(sentence?.textContent.trim() || say("noNetwork"), "alarm");
  showNow(form, answer);
  form.querySelector("[data-text]").focus();
}

/** There is something to choose first: the question comes into the form, and its buttons send it. */
function ask(form, answer) {
  const question = answer.querySelector("form[data-composer] [data-beside]:has([data-question])");
  if (!question) return false;
  form.querySelector("[data-beside]")?.remove();
  form.querySelector(".composer__foot").before(document.adoptNode(question));
  shown(question);
  question.querySelector("[data-question]").focus();
  return true;
}

/** Another window was quicker: show what stands there now, and let the next "save" count from there. */
function showNow(form, answer) {
  const now = answer.querySelector("[data-now-says]");
  const version = answer.querySelector("form[data-composer] [name=version]");
  if (!now || !version) return;
  form.elements.namedItem("version").value = version.value;
  form.parentElement.querySelector("[data-now-says]")?.remove();
  form.after(document.adoptNode(now));
  shown(now);
}

on("input", "form[data-composer]", (event, form) => {
  if (event.target.matches("[data-text]")) count(form);
  keep(form);
});
on("submit", "form[action='/sign-out']", forgetAll);
on("submit", "form[data-composer]", (event, form) => {
  const button = event.submitter ?? form.querySelector("[data-send]");
  event.preventDefault();
  if (!form.hasAttribute("data-sending")) send(form, button);
});
on("keydown", "form[data-composer]", (event, form) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-send]"));
  }
});
whenShown((root) => {
  for (const form of allIn(root, "form[data-composer]")) {
    if (form.dataset.ready) continue;
    form.dataset.ready = "yes";
    bringBack(form);
    count(form);
  }
});
