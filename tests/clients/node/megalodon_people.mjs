// megalodon: how an app comes in, and everything between people.
import assert from "node:assert/strict";
import { ids, refuses, soon } from "./asking.mjs";

/** An app introduces itself, somebody joins through it, and leaves again. */
export async function entrance({ url, client }) {
  const nobody = client(null);
  const lantern = await nobody.registerApp("Sharks", { scopes: ["read", "write"], website: "https://sharks.example" });
  assert.match(lantern.url, /\/oauth\/authorize\?.*client_id=/);
  const app = await nobody.createApp("Sharks", { scopes: ["read", "write"] });
  assert.match(await nobody.generateAuthUrl(app.client_id, app.client_secret, { scope: ["read"] }), /scope=read/);
  const { client_id, client_secret } = app;
  const asking = { grant_type: "client_credentials", client_id, client_secret, scope: "read write" };
  const given = await fetch(`${url}/oauth/token`, { method: "POST", body: new URLSearchParams(asking) });
  const itself = client((await given.json()).access_token);
  assert.equal((await itself.verifyAppCredentials()).data.name, "Sharks");

  const joined = await itself.registerAccount("finn", "finn@example.org", "a long enough secret", true, "en", "sharks");
  const finn = client(joined.data.access_token);
  assert.equal((await finn.verifyAccountCredentials()).data.username, "finn");
  await refuses(itself.registerAccount("finn", "flo@example.org", "a long enough secret", true, "en"), 422);
  await refuses(itself.registerAccount("fay", "fay@example.org", "a long enough secret", false, "en"), 422);
  await refuses(nobody.fetchAccessToken(client_id, client_secret, "no such code"), 400);
  await refuses(nobody.refreshToken(client_id, client_secret, "no such token"), 400);
  await nobody.revokeToken(client_id, client_secret, joined.data.access_token);
  await refuses(finn.verifyAccountCredentials(), 401);
}

/** Who they are, who follows whom, who has had enough of whom. */
export async function people({ anna, bela, cleo, me, her, third }) {
  const changed = await anna.updateCredentials({
    display_name: "Anna of megalodon",
    note: "I swim",
    bot: false,
    discoverable: true,
    source: { privacy: "public", language: "en" },
    fields_attributes: [{ name: "Sea", value: "North" }],
  });
  assert.equal(changed.data.fields[0].name, "Sea");
  assert.equal((await bela.getAccount(me.id)).data.display_name, "Anna of megalodon");
  assert.equal((await bela.lookupAccount("anna")).data.id, me.id);
  assert.ok(ids(await anna.searchAccount("bel", { limit: 5, resolve: false })).includes(her.id));

  assert.equal((await bela.followAccount(me.id, { reblog: true })).data.following, true);
  assert.ok(ids(await anna.getAccountFollowers(me.id, { limit: 40 })).includes(her.id));
  assert.ok(ids(await anna.getAccountFollowing(her.id, { limit: 40 })).includes(me.id));
  assert.equal((await bela.subscribeAccount(me.id)).data.notifying, true);
  assert.equal((await bela.unsubscribeAccount(me.id)).data.notifying, false);
  assert.equal((await bela.setAccountNote(me.id, "met at the choir")).data.note, "met at the choir");
  assert.equal((await bela.getRelationship(me.id)).data.note, "met at the choir");
  assert.deepEqual(ids(await bela.getRelationships([me.id, third.id])).toSorted(), [me.id, third.id].toSorted());
  assert.equal((await bela.pinAccount(me.id)).data.endorsed, true);
  assert.ok(ids(await bela.getEndorsements({ limit: 5 })).includes(me.id));
  assert.equal((await bela.unpinAccount(me.id)).data.endorsed, false);
  assert.ok(Array.isArray((await bela.getSuggestions(5)).data));
  assert.deepEqual((await bela.getIdentityProof(me.id)).data, []);

  await anna.updateCredentials({ locked: true });
  await cleo.unfollowAccount(me.id);
  assert.equal((await cleo.followAccount(me.id)).data.requested, true);
  assert.ok(ids(await anna.getFollowRequests(10)).includes(third.id));
  assert.equal((await anna.rejectFollowRequest(third.id)).data.followed_by, false);
  await cleo.followAccount(me.id);
  assert.equal((await anna.acceptFollowRequest(third.id)).data.followed_by, true);
  const all = ids(await cleo.getAccountFollowers(me.id, { limit: 1, get_all: true, sleep_ms: 1 }));
  assert.ok([her.id, third.id].every((id) => all.includes(id)) && new Set(all).size === all.length);
  await anna.updateCredentials({ locked: false });

  assert.equal((await cleo.unfollowAccount(me.id)).data.following, false);

  assert.equal((await bela.muteAccount(third.id, true)).data.muting_notifications, true);
  assert.ok(ids(await bela.getMutes({ limit: 5 })).includes(third.id));
  assert.equal((await bela.unmuteAccount(third.id)).data.muting, false);
  assert.equal((await bela.blockAccount(third.id)).data.blocking, true);
  assert.ok(ids(await bela.getBlocks({ limit: 5 })).includes(third.id));
  await refuses(cleo.getAccountFollowers("1"), 404);
  assert.equal((await bela.unblockAccount(third.id)).data.blocking, false);
  await bela.blockDomain("noise.example");
  assert.ok((await bela.getDomainBlocks({ limit: 5 })).data.includes("noise.example"));
  await bela.unblockDomain("noise.example");
  assert.ok(!(await bela.getDomainBlocks()).data.includes("noise.example"));

  const soap = (await cleo.postStatus("Soap!")).data;
  const told = { status_ids: [soap.id], comment: "soap again", category: "spam", forward: false };
  assert.equal((await bela.report(third.id, told)).data.action_taken, false);
  await refuses(bela.report(her.id, told), 403);
  await soon(async () => assert.ok((await bela.getAccountStatuses(third.id, { limit: 5 })).data.some((one) => one.id === soap.id)));
}
