"""Apps say where and of what they wish to be told; what does not fit is refused; what ends, ends."""

from typing import Any

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.people import end_token, give_token
from kith.people.actions.leaving import delete_who_left
from kith.people.actions.tokens import take_token_back
from kith.people.tests.cast_of_relations import ANA, BEN, act
from kith.push.keys import server_key
from kith.push.tests.conftest import ALL, PATH, Scene
from kith.push.tests.service import Device, coded

_LEAVES = Statement("UPDATE members SET leaves_at = %(now)s WHERE account_id = %(account_id)s")
ON = {"mention": True, "favourite": True}


async def test_a_subscription_is_given_back_as_it_was_asked_for(scene: Scene) -> None:
    said = await scene.subscribe(alerts=ON, policy="followed")
    assert said["endpoint"] == scene.service.endpoint("ana")
    assert said["alerts"] == {name: name in ON for name in ALL}
    assert (said["standard"], said["policy"]) == (True, "followed")
    assert said["server_key"] == server_key(scene.house.secret).public
    assert isinstance(said["id"], int)
    assert 0 <= said["id"] < 2**31  # what an Int of Kotlin and Java holds
    assert (await scene.ask("GET")).json() == said


async def test_the_policy_may_stand_beside_what_is_told(scene: Scene) -> None:
    """As web apps send it, both times; inside it counts for more."""
    form = scene.form()
    del form["data"]["policy"]
    assert (await scene.ask("POST", json=form | {"policy": "follower"})).json()["policy"] == "follower"
    assert (await scene.ask("PUT", json={"data": {}, "policy": "followed"})).json()["policy"] == "followed"
    assert (await scene.ask("POST", json=scene.form(policy="none") | {"policy": "all"})).json()["policy"] == "none"


async def test_the_keys_of_this_server_are_the_same_everywhere(scene: Scene) -> None:
    key = (await scene.subscribe())["server_key"]
    for version in ("v1", "v2"):
        instance = (await scene.client.get(f"/api/{version}/instance")).json()
        assert instance["configuration"]["vapid"]["public_key"] == key
    app = {"client_name": "Lantern", "redirect_uris": "https://app.example/back"}
    assert (await scene.client.post("/api/v1/apps", json=app)).json()["vapid_key"] == key


@pytest.mark.parametrize("as_query", [True, False])
async def test_a_form_says_the_same_as_json(scene: Scene, as_query: bool) -> None:  # noqa: FBT001 - a case
    """PHP-style names, as most apps send them; the legacy draft where none is said."""
    form = {
        "subscription[endpoint]": scene.service.endpoint("ana"),
        "subscription[keys][p256dh]": scene.device.p256dh,
        "subscription[keys][auth]": scene.device.auth,
        "data[alerts][mention]": "true",
        "data[alerts][admin.sign_up]": "1",
        "data[alerts][poll]": "false",
        "data[policy]": "follower",
    }
    how: dict[str, Any] = {"data": form} if as_query else {"files": {name: (None, text) for name, text in form.items()}}
    said = (await scene.ask("POST", **how)).json()
    assert {name for name, on in said["alerts"].items() if on} == {"mention", "admin.sign_up"}
    assert (said["standard"], said["policy"]) == (False, "follower")


async def test_what_is_not_said_is_off(scene: Scene) -> None:
    place = scene.form()["subscription"]
    said = (await scene.ask("POST", json={"subscription": place})).json()
    assert not any(said["alerts"].values())
    assert said["policy"] == "all"


async def test_a_token_has_one_subscription(scene: Scene) -> None:
    """A new one takes the place of the old; another token has its own."""
    first = await scene.subscribe()
    second = await scene.subscribe(endpoint=scene.service.endpoint("new"))
    other = str(await act(scene.house, ANA, give_token, name="Second app"))
    await scene.ask("POST", token=other, json=scene.form())
    assert first["id"] != second["id"]
    assert [one.endpoint for one in await scene.kept()] == [
        scene.service.endpoint("new"),
        scene.service.endpoint("ana"),
    ]


async def test_a_wish_can_be_changed(scene: Scene) -> None:
    made = await scene.subscribe(alerts=ON)
    changed = (await scene.ask("PUT", json={"data": {"alerts": {"follow": True}, "policy": "none"}})).json()
    assert {name for name, on in changed["alerts"].items() if on} == {"follow"}
    assert changed["policy"] == "none"
    assert (changed["id"], changed["endpoint"]) == (made["id"], made["endpoint"])
    kept = (await scene.ask("PUT", json={"policy": "all"})).json()
    assert (kept["alerts"], kept["policy"]) == (changed["alerts"], "all")


async def test_a_subscription_can_be_ended(scene: Scene) -> None:
    await scene.subscribe()
    assert (await scene.ask("DELETE")).json() == {}
    assert (await scene.ask("DELETE")).json() == {}
    for method in ("GET", "PUT"):
        assert (await scene.ask(method)).status_code == 404
    assert await scene.kept() == []


def _without(form: dict[str, Any], *path: str) -> dict[str, Any]:
    """Give a form without one of its parts."""
    name, *rest = path
    if not rest:
        return {key: value for key, value in form.items() if key != name}
    return form | {name: _without(form[name], *rest)}


@pytest.mark.parametrize(
    "path",
    [
        ("subscription",),
        ("subscription", "endpoint"),
        ("subscription", "keys"),
        ("subscription", "keys", "p256dh"),
        ("subscription", "keys", "auth"),
    ],
)
async def test_a_subscription_needs_every_part(scene: Scene, path: tuple[str, ...]) -> None:
    assert (await scene.ask("POST", json=_without(scene.form(), *path))).status_code == 422
    assert await scene.kept() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "push.example"},
        {"endpoint": "ftp://push.example/"},
        {"endpoint": "https://user:word@push.example/"},
        {"endpoint": "https://[2a00:1450::1]/"},
        {"endpoint": "https://push.example/" + "x" * 2000},
        {"keys": {"p256dh": coded(b"\x04" + b"\x01" * 64), "auth": Device().auth}},
        {"keys": {"p256dh": Device().p256dh, "auth": coded(b"short")}},
        {"policy": "some"},
        {"alerts": {"mention": "perhaps"}},
        {"alerts": "all"},
    ],
)
async def test_what_does_not_fit_is_refused(scene: Scene, changes: dict[str, Any]) -> None:
    assert (await scene.ask("POST", json=scene.form(**changes))).status_code == 422
    assert await scene.kept() == []


async def test_only_an_app_with_the_scope_subscribes(scene: Scene) -> None:
    weak = str(await act(scene.house, ANA, give_token, name="Reader", scopes=("read", "write", "follow")))
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert (await scene.ask(method, token=weak, json=scene.form())).status_code == 403
        assert (await scene.client.request(method, PATH)).status_code == 401
    assert await scene.kept() == []


async def test_nobody_sees_anothers(scene: Scene) -> None:
    await scene.subscribe()
    bens = str(await act(scene.house, BEN, give_token, name="Bens"))
    assert (await scene.ask("GET", token=bens)).status_code == 404
    await scene.ask("DELETE", token=bens)
    assert len(await scene.kept()) == 1


async def test_a_token_is_kept_for_nobody_to_read(scene: Scene) -> None:
    await scene.subscribe()
    sealed = (await scene.kept())[0].sealed_token or b""
    assert scene.token.split("_", 3)[3].encode() not in sealed  # a secret may hold "_" itself


async def test_a_subscription_ends_with_its_token(scene: Scene) -> None:
    """By the person, by the app, or because somebody else ended it."""
    for deed in (take_token_back, lambda work, token_id: end_token(work, ANA, token_id)):
        token = str(await act(scene.house, ANA, give_token, name="For a while"))
        await scene.ask("POST", token=token, json=scene.form())
        assert len(await scene.kept()) == 1
        await act(scene.house, ANA, deed, Id(int(token.split("_")[2])))
        assert await scene.kept() == []


async def test_nothing_is_left_of_whoever_left(scene: Scene) -> None:
    await scene.subscribe()
    async with scene.house.work() as work:
        await work.db.run(_LEAVES, now=work.now, account_id=ANA)
    async with scene.house.work() as work:
        await delete_who_left(work)
    assert await scene.kept() == []


async def test_an_app_in_a_browser_may_ask(scene: Scene) -> None:
    """Phanpy and Elk subscribe from elsewhere: their browser asks first whether it may."""
    answer: httpx.Response = await scene.client.options(PATH, headers={"origin": "https://app.example"})
    assert answer.status_code == 204
    assert "PUT" in answer.headers["access-control-allow-methods"]
