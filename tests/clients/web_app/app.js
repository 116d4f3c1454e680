// A web app in somebody's browser, on an origin of its own, as Elk and Phanpy are: masto and nothing between.
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";

const asked = new URLSearchParams(location.search);
const redirectUri = `${location.origin}/`;
const said = { steps: [] };

try {
  if (asked.has("code")) await come();
  else await go(asked.get("server"));
} catch (error) {
  said.error = `${error.name}: ${error.message} ${JSON.stringify(error.details ?? "")} ${error.stack}`;
}
if (asked.has("code")) {
  document.querySelector("#said").textContent = JSON.stringify(said);
  document.title = "done";
}

// Introduce oneself, and send the person to their server.
async function go(url) {
  const { clientId, clientSecret } = await createRestAPIClient({ url }).v1.apps.create({
    clientName: "Lantern",
    redirectUris: redirectUri,
    scopes: "read write",
  });
  const verifier = coded(crypto.getRandomValues(new Uint8Array(32)));
  const challenge = coded(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  const state = crypto.randomUUID();
  sessionStorage.setItem("lantern", JSON.stringify({ url, clientId, clientSecret, verifier, state }));
  location.href = `${url}/oauth/authorize?${new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: "read write",
    code_challenge: challenge,
    code_challenge_method: "S256",
    state,
  })}`;
}

// Back with a code: everything that an app in a browser needs of a server elsewhere.
async function come() {
  const { url, clientId, clientSecret, verifier, state } = JSON.parse(sessionStorage.getItem("lantern"));
  check("the state came back", asked.get("state") === state);
  const oauth = createOAuthAPIClient({ url });
  const code = asked.get("code");
  const given = { grantType: "authorization_code", clientId, clientSecret, redirectUri, code, codeVerifier: verifier };
  const { accessToken } = await oauth.token.create(given);
  const api = createRestAPIClient({ url, accessToken });
  said.me = (await api.v1.accounts.verifyCredentials()).acct;

  const instance = await api.v2.instance.fetch();
  said.streaming = instance.configuration.urls.streaming;
  const stream = createStreamingAPIClient({ streamingApiUrl: said.streaming, accessToken });
  const heard = first(stream.user.subscribe());
  await new Promise((resolve) => setTimeout(resolve, 500));

  const medium = await api.v2.media.create({ file: await drawn(), description: "a lantern" });
  const picture = await fetch(medium.url);
  check("the picture can be read from elsewhere", picture.ok && (await picture.blob()).size > 0);
  const status = await api.v1.statuses.create({ status: "From a browser", mediaIds: [medium.id] });
  check("it was heard over wss", (await heard).id === status.id);
  stream.close();

  await api.v1.statuses.create({ status: "And another" });
  const headers = { authorization: `Bearer ${accessToken}`, "idempotency-key": crypto.randomUUID() };
  const bodies = [];
  for (let time = 0; time < 2; time++) {
    const body = new URLSearchParams({ status: "Only once" });
    bodies.push(await (await fetch(`${url}/api/v1/statuses`, { method: "POST", headers, body })).json());
  }
  check("the same request twice makes one status", bodies[0].id === bodies[1].id);
  const list = await fetch(`${url}/api/v1/timelines/home?limit=1`, { headers: { authorization: headers.authorization } });
  said.link = list.headers.get("link");
  said.limit = list.headers.get("x-ratelimit-limit");
  said.remaining = list.headers.get("x-ratelimit-remaining");
  said.reset = list.headers.get("x-ratelimit-reset");
  const ids = [];
  for await (const page of api.v1.timelines.home.list({ limit: 1 })) ids.push(...page.map((one) => one.id));
  check("every page once, by its link", ids.length === 3 && new Set(ids).size === 3);

  await api.v1.statuses.$select(status.id).update({ status: "From a browser, corrected", mediaIds: [medium.id] });
  await api.v1.accounts.updateCredentials({ displayName: "Anna in a browser" });
  await api.v1.statuses.$select(status.id).remove();
  const wrong = await api.v1.statuses.$select(status.id).fetch().catch((error) => error.statusCode);
  check("what is gone says so in words that the app can read", wrong === 404);
  const cookies = await fetch(`${url}/api/v1/accounts/verify_credentials`, { credentials: "include" }).catch(() => "kept out");
  check("the browser lends its cookies to nobody", cookies === "kept out");
  await oauth.revoke({ clientId, clientSecret, token: accessToken });
  const ended = await api.v1.accounts.verifyCredentials().catch((error) => error.statusCode);
  check("the token was given back", ended === 401);
}

function check(what, holds) {
  said.steps.push(what);
  if (!holds) throw new Error(`not so: ${what}`);
}

async function first(events) {
  for await (const event of events) if (event.event === "update") return event.payload;
}

function drawn() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  Object.assign(canvas.getContext("2d"), { fillStyle: "orange" }).fillRect(8, 8, 48, 48);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

function coded(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
