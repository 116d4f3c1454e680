// Tell me on this device: ask the browser, subscribe with this server's key, and send what it said by the form.

const pushForm = document.querySelector("form[data-push]");
const canPush = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function pushSays(name) {
  for (const one of document.querySelectorAll("[data-push-says]")) one.hidden = one.dataset.pushSays !== name;
}

/** Give the browser's subscription for this server's key: the one there is, or a new one. */
async function subscription(serverKey) {
  const { pushManager } = await navigator.serviceWorker.ready;
  const known = await pushManager.getSubscription();
  if (known && keyText(known.options.applicationServerKey) === serverKey) return known;
  await known?.unsubscribe(); // for another key: of the server before it was set up anew
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey });
}

function keyText(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer ?? [])));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function subscribeBy(form) {
  if ((await Notification.requestPermission()) !== "granted") return pushSays("denied");
  try {
    const { endpoint, keys } = (await subscription(form.dataset.push)).toJSON();
    form.elements.endpoint.value = endpoint;
    form.elements.p256dh.value = keys.p256dh;
    form.elements.auth.value = keys.auth;
  } catch {
    return pushSays("failed");
  }
  form.submit();
}

/** Let the browser forget it, too, and take what was told off the screen. Waits a moment at the most. */
async function forgetPush() {
  const registration = await navigator.serviceWorker.getRegistration();
  const shown = (await registration?.getNotifications()) ?? [];
  for (const one of shown) one.close();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

function forgetThenSubmit(event, form) {
  if (!canPush || Notification.permission !== "granted") return;
  event.preventDefault();
  const moment = new Promise((resolve) => setTimeout(resolve, 1000));
  Promise.race([forgetPush(), moment]).catch(() => {}).finally(() => form.submit());
}

on("submit", "form[data-push-end]", forgetThenSubmit);
on("submit", 'form[action^="/sign-out"]', forgetThenSubmit);

if (pushForm) {
  const refused = canPush && Notification.permission === "denied";
  pushForm.hidden = !canPush || refused;
  pushSays(refused ? "denied" : canPush ? "nothing" : "unable");
  if (!pushForm.hidden) {
    on("submit", "form[data-push]", async (event, form) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      await subscribeBy(form);
      button.disabled = false;
    });
  }
}
