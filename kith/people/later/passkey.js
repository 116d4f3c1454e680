// Passkeys: a button asks the browser for one, and sends what it answered with the form around it. What the browser is
// asked stands on the button, written by the server as JSON, with every run of bytes as base64url.

import { allIn, on, tell, whenShown } from "asset:kith.js";

const FRESH_MS = 480_000; // a challenge lasts ten minutes
let since = performance.now();

if (window.PublicKeyCredential) {
  whenShown((root) => {
    allIn(root, "[data-passkey]").forEach((button) => { button.hidden = false; });
    allIn(root, "[data-passkey-without]").forEach((words) => { words.hidden = true; });
  });
}

on("click", "[data-passkey]", async (_event, button) => {
  const { form } = button;
  const typed = [...form.querySelectorAll("[data-passkey-instead]")];
  typed.forEach((one) => { one.required = false; });
  if (!form.reportValidity()) return;
  button.disabled = true;
  try {
    form.elements.passkey.value = JSON.stringify(await asked(button.dataset.passkey, await options(button)));
    form.requestSubmit();
  } catch {
    tell(button.dataset.failed, "alarm"); // somebody closed the browser's window, or no device answered
    typed.forEach((one) => { one.required = true; });
  }
  button.disabled = false;
});

/** What stands on the button; of a page that has been open for long, what it would say now. */
async function options(button) {
  if (performance.now() - since > FRESH_MS) {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => null);
    const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page && page.querySelector(`[data-passkey="${button.dataset.passkey}"]`);
    if (fresh) {
      button.dataset.options = fresh.dataset.options;
      since = performance.now();
    }
  }
  return JSON.parse(button.dataset.options);
}

async function asked(way, publicKey) {
  publicKey.challenge = bytes(publicKey.challenge);
  for (const one of publicKey.allowCredentials ?? publicKey.excludeCredentials ?? []) one.id = bytes(one.id);
  if (way === "make") publicKey.user.id = bytes(publicKey.user.id);
  const made = await navigator.credentials[way === "make" ? "create" : "get"]({ publicKey });
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}

function bytes(written) {
  return Uint8Array.from(atob(written.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}

function text(buffer) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
