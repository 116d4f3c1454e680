// masto: the rest of what it can ask, after its first hour and its corners.
import assert from "node:assert/strict";
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient } from "masto";
import { later, soon } from "./asking.mjs";

const { url, anna: annasToken, bela: belasToken, cleo: cleosToken, picture } = JSON.parse(process.argv[2]);
const [anna, bela, cleo] = [annasToken, belasToken, cleosToken].map((accessToken) => createRestAPIClient({ url, accessToken }));
const [me, her, third] = await Promise.all([anna, bela, cleo].map((one) => one.v1.accounts.verifyCredentials()));
const answers = (status) => (error) => error.statusCode === status;
const ids = (list) => list.map((one) => one.id);

// An app of its own, with and without somebody.
const nobody = createRestAPIClient({ url });
const app = await nobody.v1.apps.create({ clientName: "Elk", redirectUris: ["https://elk.example/"], scopes: "read write" });
const oauth = createOAuthAPIClient({ url });
const given = { clientId: app.clientId, clientSecret: app.clientSecret };
const token = await oauth.token.create({ ...given, grantType: "client_credentials", redirectUri: "https://elk.example/", scope: "read write" });
const elk = createRestAPIClient({ url, accessToken: token.accessToken });
assert.equal((await elk.v1.apps.verifyCredentials()).name, "Elk");
const joins = { username: "elke", email: "elke@example.org", password: "a long enough secret", agreement: true, locale: "en" };
const elke = createRestAPIClient({ url, accessToken: (await elk.v1.accounts.create(joins)).accessToken });
assert.equal((await elke.v1.accounts.verifyCredentials()).acct, "elke");
await assert.rejects(elke.v1.emails.confirmations.create({ email: "elke@elk.example" }), answers(403)); // that asks for a password
await oauth.revoke({ ...given, token: token.accessToken });
await assert.rejects(elk.v1.apps.verifyCredentials(), answers(401));

// One's profile in its newer form.
const face = new File([Buffer.from(picture, "base64")], "face.png", { type: "image/png" });
await anna.v1.profile.update({ note: "I write with masto", avatar: face, avatarDescription: "a wall", showMedia: true, attributionDomains: ["blog.example"] });
const profile = await anna.v1.profile.fetch();
assert.deepEqual([profile.note, profile.avatarDescription, profile.attributionDomains], ["I write with masto", "a wall", ["blog.example"]]);
await anna.v1.profile.avatar.remove();
await anna.v1.profile.header.remove();
assert.equal((await anna.v1.profile.fetch()).avatar, null);

// People, seen from the sides that are left.
const bel = anna.v1.accounts.$select(her.id);
await bel.follow();
assert.equal((await bel.note.create({ comment: "sings alto" })).note, "sings alto");
for (const [doing, undoing, mark] of [["mute", "unmute", "muting"], ["block", "unblock", "blocking"]]) {
  assert.equal((await bel[doing]())[mark], true);
  const kept = mark === "muting" ? await anna.v1.mutes.list() : await anna.v1.blocks.list();
  assert.deepEqual(ids(kept), [her.id]);
  assert.equal((await bel[undoing]())[mark], false);
}
await bel.follow();
for (const [doing, undoing] of [["pin", "unpin"], ["endorse", "unendorse"]]) {
  assert.equal((await bel[doing]()).endorsed, true);
  assert.deepEqual(ids(await anna.v1.endorsements.list()), [her.id]);
  assert.deepEqual(ids(await anna.v1.accounts.$select(me.id).endorsements.list()), [her.id]);
  assert.equal((await bel[undoing]()).endorsed, false);
}
assert.ok((await anna.v1.accounts.$select(her.id).followers.list()).some((one) => one.id === me.id));
assert.deepEqual(await bel.identityProofs.list(), []);
assert.deepEqual(await bel.lists.list(), []);
await anna.v1.domainBlocks.create({ domain: "noise.example" });
assert.deepEqual(await anna.v1.domainBlocks.list(), ["noise.example"]);
await anna.v1.domainBlocks.remove({ domain: "noise.example" });
const suggested = await elke.v2.suggestions.list();
if (suggested.length) await elke.v1.suggestions.$select(suggested[0].account.id).remove();
await cleo.v1.accounts.updateCredentials({ locked: true });
for (const doing of ["reject", "authorize"]) {
  assert.equal((await elke.v1.accounts.$select(third.id).follow()).requested, true);
  const [asking] = await cleo.v1.followRequests.list();
  await cleo.v1.followRequests.$select(asking.id)[doing]();
}
await cleo.v1.accounts.updateCredentials({ locked: false });
assert.equal((await cleo.v1.reports.create({ accountId: me.id, comment: "soap", category: "spam" })).category, "spam");

// Collections.
const { collection } = await anna.v1.collections.create({ name: "Choir", description: "alto", sensitive: false, discoverable: true });
const choir = anna.v1.collections.$select(collection.id);
const { collectionItem } = await choir.items.create({ accountId: her.id });
assert.deepEqual((await choir.fetch()).collection.items.map((one) => one.accountId), [her.id]);
assert.equal((await choir.update({ name: "The choir" })).collection.name, "The choir");
assert.ok(ids((await anna.v1.accounts.$select(me.id).collections.list()).collections).includes(collection.id));
assert.ok(Array.isArray((await bela.v1.accounts.$select(her.id).inCollections.list()).collections));
await bela.v1.collections.$select(collection.id).items.$select(collectionItem.id).revoke();
await choir.remove();
await assert.rejects(choir.fetch(), answers(404));

// Hashtags on one's page; filters of the first version; what this server has not.
assert.equal((await anna.v1.tags.$select("shoal").feature()).featuring, true);
const [featured] = await anna.v1.accounts.$select(me.id).featuredTags.list();
assert.equal(featured.name, "shoal");
assert.equal((await anna.v1.tags.$select("shoal").unfeature()).featuring, false);
const again = await anna.v1.featuredTags.create({ name: "shoal" });
assert.deepEqual(ids(await anna.v1.featuredTags.list()), [again.id]);
await anna.v1.featuredTags.$select(again.id).remove();
assert.ok(Array.isArray(await anna.v1.featuredTags.suggestions.list()));
assert.equal((await anna.v1.tags.$select("shoal").fetch()).name, "shoal");
const filter = await anna.v1.filters.create({ phrase: "drums", context: ["home"], wholeWord: true });
assert.equal((await anna.v1.filters.$select(filter.id).update({ phrase: "brass", context: ["home"] })).phrase, "brass");
assert.deepEqual(ids(await anna.v1.filters.list()), [filter.id]);
assert.equal((await anna.v1.filters.$select(filter.id).fetch()).phrase, "brass");
await anna.v1.filters.$select(filter.id).remove();
assert.deepEqual(await anna.v2.filters.list(), []);
for (const kind of ["tags", "statuses", "links"]) assert.deepEqual(await anna.v1.trends[kind].list(), []);
assert.deepEqual(await anna.v1.timelines.link.list({ url: "https://blog.example/" }), []);

// The server.
assert.ok(Array.isArray(await anna.v1.instance.peers.list()));
assert.equal((await anna.v1.instance.activity.list()).length, 12);
assert.ok((await anna.v1.instance.languages.list()).some((one) => one.code === "eo"));
assert.deepEqual(await anna.v1.instance.translationLanguages.list(), {});
assert.deepEqual(await anna.v1.instance.domainBlocks.fetch(), []);
assert.equal((await anna.v1.instance.fetch()).uri, new URL(url).host);
assert.ok(Array.isArray(await anna.v1.customEmojis.list()));
const [announced] = await bela.v1.announcements.list();
await bela.v1.announcements.$select(announced.id).reactions.$select("🦌").update();
assert.deepEqual((await bela.v1.announcements.list())[0].reactions.map((one) => one.name), ["🦌"]);
await bela.v1.announcements.$select(announced.id).reactions.$select("🦌").remove();
await bela.v1.announcements.$select(announced.id).dismiss();
const year = anna.v1.annualReports.$select("2025");
assert.equal((await year.state.fetch()).state, "ineligible");
assert.deepEqual((await anna.v1.annualReports.list()).annualReports, []);
await assert.rejects(year.fetch(), answers(404));

// Talks, notices one by one and in groups, who may knock.
const letter = await bela.v1.statuses.create({ status: "@anna Between us", visibility: "direct" });
const talk = await soon(async () => {
  const found = (await anna.v1.conversations.list()).find((one) => one.lastStatus?.id === letter.id);
  assert.ok(found);
  return found;
});
assert.ok(ids(await anna.v1.timelines.direct.list()).includes(letter.id));
const notice = await soon(async () => {
  const found = (await anna.v1.notifications.list({ types: ["mention"] })).find((one) => one.status?.id === letter.id);
  assert.ok(found);
  return found;
});
assert.equal((await anna.v1.notifications.$select(notice.id).fetch()).id, notice.id);
const { notificationGroups } = await anna.v2.notifications.list({ types: ["mention"], expandAccounts: "full" });
const group = anna.v2.notifications.$select(notificationGroups[0].groupKey);
assert.equal((await group.fetch()).notificationGroups.length, 1);
assert.deepEqual(ids(await group.accounts.fetch()), [her.id]);
assert.ok((await anna.v2.notifications.unreadCount.fetch()).count >= 1);
await group.dismiss();
await assert.rejects(anna.v1.notifications.$select(notice.id).fetch(), answers(404));
assert.equal((await anna.v1.conversations.$select(talk.id).read()).unread, false);
await anna.v1.conversations.$select(talk.id).remove();
await anna.v2.notifications.policy.update({ forNotFollowing: "filter" });
await elke.v1.statuses.create({ status: "@anna Good day" });
const knocking = await soon(async () => {
  const [found] = await anna.v1.notifications.requests.list();
  assert.equal(found?.account.acct, "elke");
  return anna.v1.notifications.requests.$select(found.id);
});
assert.equal((await knocking.fetch()).account.acct, "elke");
await knocking.accept();
await soon(async () => assert.equal((await anna.v1.notifications.requests.merged.fetch()).merged, true));
assert.equal((await anna.v2.notifications.policy.update({ forNotFollowing: "accept" })).forNotFollowing, "accept");
assert.equal((await anna.v2.notifications.policy.fetch()).forNotFollowing, "accept");
await anna.v1.notifications.clear();
assert.deepEqual(await anna.v1.notifications.list(), []);

// A bell elsewhere.
const point = (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])).publicKey;
const p256dh = Buffer.from(await crypto.subtle.exportKey("raw", point)).toString("base64url");
const keys = { p256dh, auth: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url") };
await anna.v1.push.subscription.create({ subscription: { endpoint: "https://push.example/elk", keys }, data: { alerts: { mention: true } }, policy: "followed" });
const subscribed = await anna.v1.push.subscription.fetch();
assert.deepEqual([subscribed.alerts.mention, subscribed.policy], [true, "followed"]);
assert.equal((await anna.v1.push.subscription.update({ data: { alerts: { mention: false } } })).alerts.mention, false);
await anna.v1.push.subscription.remove();
await assert.rejects(anna.v1.push.subscription.fetch(), answers(404));

// Streams that its first hour did not open; each until it is heard.
const { streaming } = (await anna.v2.instance.fetch()).configuration.urls;
const events = createStreamingAPIClient({ streamingApiUrl: streaming, accessToken: belasToken });
const says = (text, more) => () => anna.v1.statuses.create({ status: text, ...more });
const list = await bela.v1.lists.create({ title: "Elks" });
await bela.v1.accounts.$select(me.id).follow();
await bela.v1.lists.$select(list.id).accounts.create({ accountIds: [me.id] });
for (const [subscription, doing, event] of [
  [events.public.subscribe(), says("To everybody"), "update"],
  [events.public.local.subscribe(), says("To all here"), "update"],
  [events.hashtag.subscribe({ tag: "elks" }), says("A herd of #elks"), "update"],
  [events.hashtag.local.subscribe({ tag: "elks" }), says("A herd of #elks here"), "update"],
  [events.list.subscribe({ list: list.id }), says("To a list"), "update"],
  [events.direct.subscribe(), says("@bela To you", { visibility: "direct" }), "conversation"],
  [events.user.notification.subscribe(), says("@bela Hark"), "notification"],
]) {
  const heard = (async () => {
    for await (const one of { [Symbol.asyncIterator]: () => subscription.values() }) if (one.event === event) return one.payload;
  })();
  let told;
  for (let time = 0; time < 20 && told === undefined; time++) {
    await doing();
    told = await Promise.race([heard, later(1_000)]);
  }
  assert.ok(told, `${event} is not told`);
}
events.close();
await bela.v1.lists.$select(list.id).accounts.remove({ accountIds: [me.id] });
await bela.v1.lists.$select(list.id).remove();
process.exit(0); // an iterator that nobody reads keeps the process alive
