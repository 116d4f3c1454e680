// masto: what an app asks beyond the first hour.
import assert from "node:assert/strict";
import { createRestAPIClient } from "masto";

const { url, anna: annasToken, bela: belasToken, picture } = JSON.parse(process.argv[2]);
const anna = createRestAPIClient({ url, accessToken: annasToken });
const bela = createRestAPIClient({ url, accessToken: belasToken });
const me = await anna.v1.accounts.verifyCredentials();
const her = await bela.v1.accounts.verifyCredentials();
const gone = (error) => error.statusCode === 404;

// Filters, and each of their parts by itself.
const filter = await anna.v2.filters.create({
  title: "Noise",
  context: ["home", "public"],
  filterAction: "warn",
  keywordsAttributes: [{ keyword: "drums", wholeWord: "true" }],
});
const keyword = anna.v2.filters.keywords.$select(filter.keywords[0].id);
assert.equal((await keyword.fetch()).keyword, "drums");
assert.equal((await keyword.update({ keyword: "trumpets", wholeWord: false })).keyword, "trumpets");
assert.equal((await anna.v2.filters.$select(filter.id).keywords.list()).length, 1);
const status = await bela.v1.statuses.create({ status: "Trumpets at noon" });
const place = await anna.v2.filters.$select(filter.id).statuses.create({ statusId: status.id });
assert.equal((await anna.v2.filters.statuses.$select(place.id).fetch()).statusId, status.id);
assert.equal((await anna.v2.filters.statuses.$select(place.id).remove()).statusId, status.id);
assert.equal((await anna.v2.filters.$select(filter.id).update({ title: "Brass", context: ["home"], filterAction: "hide" })).title, "Brass");
await anna.v2.filters.$select(filter.id).remove();
await assert.rejects(keyword.fetch(), gone);

// People, by many roads.
assert.equal((await anna.v1.accounts.$select(her.id).fetch()).acct, "bela");
assert.deepEqual((await anna.v1.accounts.list({ id: [her.id, me.id] })).length, 2);
await anna.v1.accounts.$select(her.id).follow({ reblogs: false, notify: true, languages: ["en", "de"] });
const [relation] = await anna.v1.accounts.relationships.fetch({ id: [her.id] });
assert.deepEqual([relation.showingReblogs, relation.notifying, relation.languages.toSorted()], [false, true, ["de", "en"]]);
await anna.v1.accounts.$select(her.id).follow({ reblogs: true, notify: false, languages: [] });
assert.ok((await anna.v1.accounts.$select(me.id).following.list()).some((one) => one.id === her.id));
assert.ok((await anna.v1.accounts.search.list({ q: "bel", following: true })).some((one) => one.id === her.id));
assert.ok((await anna.v1.directory.list({ local: true })).length >= 2);
assert.equal((await anna.v1.accounts.familiarFollowers.fetch({ id: [her.id] }))[0].id, her.id);
await bela.v1.accounts.$select(me.id).removeFromFollowers();

// A status, seen from every side.
const note = await anna.v1.statuses.create({ status: "Corners #corners", visibility: "public" });
const mine = anna.v1.statuses.$select(note.id);
for (const [doing, undoing, mark] of [["pin", "unpin", "pinned"], ["mute", "unmute", "muted"], ["bookmark", "unbookmark", "bookmarked"]]) {
  assert.equal((await mine[doing]())[mark], true);
  assert.equal((await mine[undoing]())[mark], false);
}
assert.deepEqual((await anna.v1.statuses.list({ id: [note.id, status.id] })).length, 2);
await bela.v1.statuses.$select(note.id).reblog();
assert.deepEqual((await mine.rebloggedBy.list()).map((one) => one.id), [her.id]);
await bela.v1.statuses.$select(note.id).unreblog();
const quoting = await bela.v1.statuses.create({ status: "So it is", quotedStatusId: note.id });
assert.deepEqual((await mine.quotes.list()).map((one) => one.id), [quoting.id]);
assert.equal((await mine.interactionPolicy.update({ quoteApprovalPolicy: "followers" })).quoteApproval.automatic[0], "followers");
assert.equal((await mine.quotes.$select(quoting.id).revoke()).quote.state, "revoked");
await assert.rejects(mine.translate({ lang: "en" }));

// Media, things that wait, questions.
const file = new Blob([Buffer.from(picture, "base64")], { type: "image/png" });
const medium = await anna.v1.media.create({ file, description: "a wall" });
assert.equal((await anna.v1.media.$select(medium.id).update({ description: "the wall", focus: "0.5,0.5" })).description, "the wall");
assert.equal((await anna.v1.media.$select(medium.id).fetch()).meta.focus.x, 0.5);
const later = new Date(Date.now() + 3_600_000).toISOString();
const waiting = await anna.v1.statuses.create({ status: "Soon", scheduledAt: later, mediaIds: [medium.id] });
assert.equal((await anna.v1.scheduledStatuses.$select(waiting.id).fetch()).params.text, "Soon");
assert.equal((await anna.v1.scheduledStatuses.$select(waiting.id).update({ scheduledAt: later })).id, waiting.id);
await anna.v1.scheduledStatuses.$select(waiting.id).remove();
const polled = await anna.v1.statuses.create({ status: "?", poll: { options: ["a", "b"], expiresIn: 600 } });
assert.equal((await anna.v1.polls.$select(polled.poll.id).fetch()).expired, false);

// Lists, hashtags, what one kept, notices one by one.
const list = await anna.v1.lists.create({ title: "Corner" });
assert.equal((await anna.v1.lists.$select(list.id).update({ title: "Corners", exclusive: true })).exclusive, true);
await assert.rejects(bela.v1.lists.$select(list.id).fetch(), gone);
await anna.v1.lists.$select(list.id).remove();
assert.equal((await anna.v1.tags.$select("corners").follow()).following, true);
assert.ok((await anna.v1.followedTags.list()).some((one) => one.name === "corners"));
assert.equal((await anna.v1.tags.$select("corners").unfollow()).following, false);
assert.ok(Array.isArray(await anna.v1.favourites.list()));
assert.ok(Array.isArray(await anna.v1.bookmarks.list()));
assert.ok((await anna.v1.timelines.tag.$select("corners").list()).some((one) => one.id === note.id));
assert.equal(typeof (await anna.v1.notifications.unreadCount.fetch()).count, "number");
assert.ok(Array.isArray((await anna.v2.notifications.list()).notificationGroups));
assert.equal((await anna.v2.notifications.policy.update({ forNewAccounts: "accept" })).forNewAccounts, "accept");

// The server, its words, its app.
assert.equal(typeof (await anna.v1.instance.extendedDescription.fetch()).content, "string");
assert.ok(Array.isArray(await anna.v1.instance.rules.list()));
assert.equal(typeof (await anna.v1.preferences.fetch())["posting:default:visibility"], "string");
