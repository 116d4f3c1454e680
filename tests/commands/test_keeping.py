"""`kith backup`, `kith restore`, `kith doctor`: what an operator leans on."""

import json
import os
import stat
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from tests.commands.conftest import Server, kith

PICTURE = b"as good as a picture"
NAME = sha256(PICTURE).hexdigest() + ".webp"


@pytest.fixture(scope="session")
def saved(lived_in: Path, folder: Path) -> Path:
    """A backup made while a server runs."""
    picture = lived_in / "media" / NAME[:2] / NAME
    for place in (picture.parent.parent, picture.parent):
        place.mkdir(mode=0o700, exist_ok=True)  # as the server makes them
    picture.write_bytes(PICTURE)
    server = Server(lived_in)
    try:
        done = kith(lived_in, "backup", str(folder / "saved.tar"))
        assert done.returncode == 0, done.stderr
        assert server.answers()
    finally:
        server.close()
    return folder / "saved.tar"


def _people(data: Path) -> set[str]:
    return {line.split()[0] for line in kith(data, "account", "list").stdout.splitlines()}


def test_a_backup_is_whole_and_private(saved: Path) -> None:
    """It says what is in it; nothing is left beside it."""
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with tarfile.open(saved) as archive:
        assert archive.getnames() == ["manifest.json", "database.dump", f"media/{NAME}"]
        opened = archive.extractfile("manifest.json")
        assert opened is not None
        assert json.load(opened)["pictures"] == [NAME]
    assert not list(saved.parent.glob(".kith-backup*"))


def test_a_folder_that_is_not_there_is_named(saved: Path, lived_in: Path) -> None:
    done = kith(lived_in, "backup", str(saved.parent / "elsewhere" / "saved.tar"))
    assert done.returncode == 1
    assert f"There is no folder {saved.parent / 'elsewhere'}." in done.stderr
    assert not (saved.parent / "elsewhere").exists()


def test_everything_comes_back_into_an_empty_place(saved: Path, folder: Path) -> None:
    """And not over people who are there, unless that is what somebody wants."""
    data = folder / "restored"
    done = kith(data, "restore", str(saved))
    assert done.returncode == 0, done.stderr
    assert _people(data) == {"@anna", "@bela"}
    assert (data / "media" / NAME[:2] / NAME).read_bytes() == PICTURE

    kith(data, "account", "create", "carla", "--password-stdin", given="a long enough secret\n")
    refused = kith(data, "restore", str(saved))
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert "@carla" in _people(data)

    assert kith(data, "restore", "--replace", str(saved)).returncode == 0
    assert _people(data) == {"@anna", "@bela"}


def test_a_damaged_backup_changes_nothing(saved: Path, lived_in: Path, folder: Path) -> None:
    """A bit in a picture, a bit in the database, half a file, no backup at all."""
    whole = saved.read_bytes()
    picture_at = whole.rindex(PICTURE)
    dump_at = whole.index(b"PGDMP") + 2000
    damaged = {
        "picture": whole[:picture_at] + b"X" + whole[picture_at + 1 :],
        "database": whole[:dump_at] + bytes([whole[dump_at] ^ 1]) + whole[dump_at + 1 :],
        "half": whole[: len(whole) // 2],
        "letter": b"Dear Anna, this is no backup.",
    }
    for name, content in damaged.items():
        (folder / name).write_bytes(content)
        done = kith(lived_in, "restore", "--replace", str(folder / name))
        assert done.returncode == 1, name
        assert "damaged" in done.stderr or "cannot be read as a backup" in done.stderr, done.stderr
    assert _people(lived_in) == {"@anna", "@bela"}


def test_a_server_that_runs_is_not_replaced_under_its_feet(saved: Path, server: Server) -> None:
    """It would go on with what it remembers."""
    done = kith(server.data, "restore", "--replace", str(saved))
    assert done.returncode == 1
    assert "Stop it first" in done.stderr
    assert server.answers()


def test_the_doctor_finds_a_healthy_server_well(server: Server) -> None:
    """Every line is fine, and says what was looked at."""
    done = kith(server.data, "doctor")
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("All is well.\n")
    assert "Kith is running." in done.stdout


def test_the_doctor_says_what_to_do(lived_in: Path) -> None:
    """One line for each thing that is wrong."""
    with_faults = {"KITH_SMTP_URL": "smtp://127.0.0.1:1", "KITH_URL": "http://kith.example"}
    done = kith(lived_in, "doctor", **with_faults)
    assert done.returncode == 1
    wrong = [line for line in done.stdout.splitlines() if line.startswith("LOOK")]
    assert len(wrong) == 2
    assert "without https" in wrong[0]
    assert "127.0.0.1:1 does not answer" in wrong[1]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can work on somebody else's data")
def test_root_works_on_the_data_of_its_owner_as_that_owner(folder: Path) -> None:
    """What root wrote there, the owner could not read later."""
    data = folder / "theirs"
    data.mkdir()
    os.chown(data, 65534, 65534)
    done = kith(data, "account", "list")
    if "cannot reach the Kith in" in done.stderr:
        pytest.skip("this Kith lies where only root can go")
    assert done.returncode == 0, done.stderr
    assert {path.lstat().st_uid for path in data.rglob("*")} == {65534}


def test_settings_and_schema_are_printed(folder: Path) -> None:
    """Without a database."""
    assert "KITH_DATA  (data)" in kith(folder / "never", "settings").stdout
    assert "CREATE TABLE accounts" in kith(folder / "never", "schema").stdout
    assert not (folder / "never").exists()
