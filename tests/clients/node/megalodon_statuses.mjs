// megalodon: what people write, show, sort and are told.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { ids, refuses, soon } from "./asking.mjs";

/** A status from its first word to its end, seen from every side. */
export async function statuses({ anna, bela, me, her }) {
  const status = (await anna.postStatus("From megalodon #mega", { visibility: "public", spoiler_text: "sharks", language: "en" })).data;
  assert.equal(status.spoiler_text, "sharks");
  for (const [doing, undoing, mark] of [
    ["favouriteStatus", "unfavouriteStatus", "favourited"],
    ["reblogStatus", "unreblogStatus", "reblogged"],
    ["bookmarkStatus", "unbookmarkStatus", "bookmarked"],
    ["muteStatus", "unmuteStatus", "muted"],
  ]) {
    for (const [deed, is] of [[doing, true], [undoing, false], [doing, true]]) {
      const done = (await bela[deed](status.id)).data;
      assert.equal((done.reblog ?? done)[mark], is, deed);
    }
  }
  assert.ok(ids(await bela.getFavourites({ limit: 5 })).includes(status.id));
  assert.ok(ids(await bela.getBookmarks({ limit: 5 })).includes(status.id));
  assert.deepEqual(ids(await anna.getStatusRebloggedBy(status.id)), [her.id]);
  assert.deepEqual(ids(await anna.getStatusFavouritedBy(status.id)), [her.id]);
  assert.equal((await anna.pinStatus(status.id)).data.pinned, true);
  assert.ok(ids(await bela.getAccountStatuses(me.id, { pinned: true })).includes(status.id));
  assert.equal((await anna.unpinStatus(status.id)).data.pinned, false);
  const edited = (await anna.editStatus(status.id, { status: "Edited by megalodon #mega", spoiler_text: "whales" })).data;
  assert.deepEqual([edited.spoiler_text, edited.edited_at !== null], ["whales", true]);
  assert.match((await anna.getStatusSource(status.id)).data.text, /Edited/);
  const answer = (await bela.postStatus("@anna Whales?", { in_reply_to_id: status.id })).data;
  assert.deepEqual((await anna.getStatusContext(status.id)).data.descendants.map((one) => one.id), [answer.id]);
  assert.equal((await bela.getStatus(answer.id)).data.in_reply_to_id, status.id);

  for (const [name, timeline] of Object.entries({
    home: () => anna.getHomeTimeline({ limit: 20 }),
    tag: () => anna.getTagTimeline("mega", { local: true }),
    local: () => anna.getLocalTimeline({ limit: 20 }),
    public: () => bela.getPublicTimeline({ limit: 20 }),
  })) {
    // Whoever follows somebody who passed it on finds it inside theirs, once.
    await soon(async () => assert.ok((await timeline()).data.some((one) => (one.reblog ?? one).id === status.id), name));
  }
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = (await anna.postStatus("Later", { scheduled_at })).data;
  assert.equal((await anna.getScheduledStatuses({ limit: 5 })).data[0].id, scheduled.id);
  assert.equal((await anna.scheduleStatus(scheduled.id, scheduled_at)).data.id, scheduled.id);
  assert.equal((await anna.getScheduledStatus(scheduled.id)).data.params.text, "Later");
  await anna.cancelScheduledStatus(scheduled.id);
  await refuses(anna.getScheduledStatus(scheduled.id), 404);

  const { poll } = (await anna.postStatus("Fins?", { poll: { options: ["two", "three"], expires_in: 3600, multiple: false } })).data;
  assert.equal((await bela.votePoll(poll.id, [1])).data.votes_count, 1);
  assert.deepEqual((await bela.getPoll(poll.id)).data.own_votes, [1]);
  await refuses(bela.votePoll(poll.id, [0]), 403);

  await refuses(bela.deleteStatus(status.id), 404);
  await anna.deleteStatus(status.id);
  await refuses(anna.getStatus(status.id), 404);
}

/** A picture, as a file from somebody's disk. */
export async function media({ anna, picture }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "kith-sharks-"));
  try {
    const place = path.join(folder, "wall.png");
    fs.writeFileSync(place, Buffer.from(picture, "base64"));
    const medium = (await anna.uploadMedia(fs.createReadStream(place), { description: "a wall", focus: "0.1,0.2" })).data;
    assert.deepEqual([medium.type, medium.description], ["image", "a wall"]);
    assert.equal((await anna.updateMedia(medium.id, { description: "the wall" })).data.description, "the wall");
    assert.equal((await anna.getMedia(medium.id)).data.description, "the wall");
    const status = (await anna.postStatus("A wall", { media_ids: [medium.id], sensitive: true })).data;
    assert.deepEqual([status.media_attachments[0].id, status.sensitive], [medium.id, true]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Lists, hashtags, filters, talks. */
export async function lists({ anna, bela, me, her }) {
  const list = (await bela.createList("Sharks")).data;
  assert.equal((await bela.updateList(list.id, "Whales")).data.title, "Whales");
  assert.equal((await bela.getList(list.id)).data.title, "Whales");
  assert.ok(ids(await bela.getLists()).includes(list.id));
  await bela.addAccountsToList(list.id, [me.id]);
  assert.deepEqual(ids(await bela.getAccountsInList(list.id, { limit: 5 })), [me.id]);
  assert.ok(ids(await bela.getAccountLists(me.id)).includes(list.id));
  const status = (await anna.postStatus("For the list #whales")).data;
  await soon(async () => assert.ok(ids(await bela.getListTimeline(list.id, { limit: 5 })).includes(status.id)));
  await bela.deleteAccountsFromList(list.id, [me.id]);
  assert.deepEqual(ids(await bela.getAccountsInList(list.id)), []);
  await bela.deleteList(list.id);
  await refuses(bela.getList(list.id), 404);

  assert.equal((await bela.followTag("whales")).data.following, true);
  assert.ok((await bela.getFollowedTags()).data.some((one) => one.name === "whales"));
  assert.equal((await bela.getTag("whales")).data.following, true);
  assert.equal((await bela.unfollowTag("whales")).data.following, false);
  const featured = (await anna.createFeaturedTag("whales")).data;
  assert.ok(ids(await anna.getFeaturedTags()).includes(featured.id));
  assert.ok((await anna.getSuggestedTags()).data.every((one) => one.name !== "whales"));
  await anna.deleteFeaturedTag(featured.id);

  const filter = (await bela.createFilter("krill", ["home"], { whole_word: true, expires_in: 3600 })).data;
  assert.equal((await bela.getFilter(filter.id)).data.phrase, "krill");
  assert.ok(ids(await bela.getFilters()).includes(filter.id));
  assert.equal((await bela.updateFilter(filter.id, "plankton", ["home", "public"])).data.phrase, "plankton");
  await bela.deleteFilter(filter.id);
  await refuses(bela.getFilter(filter.id), 404);

  const letter = (await bela.postStatus("@anna Between us", { visibility: "direct" })).data;
  const talk = await soon(async () => {
    const found = (await anna.getConversationTimeline({ limit: 5 })).data.find((one) => one.last_status?.id === letter.id);
    assert.ok(found?.accounts.some((one) => one.id === her.id));
    return found;
  });
  assert.equal((await anna.readConversation(talk.id)).data.unread, false);
  await anna.deleteConversation(talk.id);
  assert.ok(!ids(await anna.getConversationTimeline()).includes(talk.id));
}

/** What one is told, where one stopped reading, and a bell that rings elsewhere. */
export async function notices({ anna, bela, me }) {
  const status = (await bela.postStatus("@anna Hark!")).data;
  const notice = await soon(async () => {
    const found = (await anna.getNotifications({ limit: 10, exclude_types: ["follow"] })).data.find((one) => one.status?.id === status.id);
    assert.equal(found?.type, "mention");
    return found;
  });
  assert.equal((await anna.getNotification(notice.id)).data.status.id, status.id);
  await anna.dismissNotification(notice.id);
  await refuses(anna.getNotification(notice.id), 404);
  await anna.dismissNotifications();
  assert.deepEqual(ids(await anna.getNotifications({ account_id: me.id })), []);
  assert.equal((await anna.saveMarkers({ home: { last_read_id: status.id } })).data.home.last_read_id, status.id);
  assert.equal((await anna.getMarkers(["home"])).data.home.last_read_id, status.id);

  const point = (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])).publicKey;
  const p256dh = Buffer.from(await crypto.subtle.exportKey("raw", point)).toString("base64url");
  const auth = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64url");
  const endpoint = "https://push.example/sharks";
  const bell = (await anna.subscribePushNotification({ endpoint, keys: { p256dh, auth } }, { alerts: { mention: true } })).data;
  assert.deepEqual([bell.endpoint, bell.alerts.mention], [endpoint, true]);
  assert.equal((await anna.getPushSubscription()).data.id, bell.id);
  assert.equal((await anna.updatePushSubscription({ alerts: { mention: false } })).data.alerts.mention, false);
  await anna.deletePushSubscription();
  await refuses(anna.getPushSubscription(), 404);
}
