"""The proxies of deploy/, as their files stand there, before a running Kith; each where it is installed."""

import json
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.sync.client import connect

from tests.commands.conftest import ROOT, Server, until
from tests.commands.test_streams_door import bearer
from tests.ports import free_port

WHERE = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
START_WITHIN_S = HEARD_WITHIN_S = 20
GONE_WITHIN_S = 10  # sooner than the next sign of life, by which it would be noticed anyhow

Write = Callable[[Path, str, dict[str, str]], list[str]]


def nginx(folder: Path, port: str, places: dict[str, str]) -> list[str]:
    """Write a whole configuration around the file; give the command."""
    site = put(ROOT / "deploy/nginx.conf", places | {
        "listen [::]:": "# listen [::]:",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "/etc/letsencrypt/live/kith.example": str(folder),
        "/var/log/nginx/access.log": str(folder / "access"),
    })  # fmt: skip
    own = [f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    main = f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}"
    whole = f"{main}\nhttp {{ access_log off; {' '.join(own)}\n{site}\n}}"
    folder.joinpath("nginx.conf").write_text(whole, encoding="utf-8")
    return ["nginx", "-c", f"{folder}/nginx.conf", "-e", f"{folder}/log"]


def caddy(folder: Path, port: str, places: dict[str, str]) -> list[str]:
    """Write the file with a certificate of ours; give the command."""
    own = f"https://localhost:{port} {{\n\ttls {folder}/fullchain.pem {folder}/privkey.pem"
    site = put(ROOT / "deploy/Caddyfile", places | {"kith.example {": own})
    quiet = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"
    folder.joinpath("Caddyfile").write_text(quiet + site, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", f"{folder}/Caddyfile"]


def put(file: Path, changes: dict[str, str]) -> str:
    """Give a file's text with its addresses changed; each of them must stand in it."""
    text = file.read_text(encoding="utf-8")
    for one, other in changes.items():
        assert one in text, one
        text = text.replace(one, other)
    return text


@contextmanager
def proxy(write: Write, folder: Path, server: Server) -> Iterator[ssl.SSLContext]:
    """Run one before a server, with a certificate of its own; give what trusts it."""
    url = server.variables["KITH_URL"]
    command = write(folder, url.rpartition(":")[2], {
        "127.0.0.1:8000": f"127.0.0.1:{server.variables['PORT']}",
        "127.0.0.1:8001": f"127.0.0.1:{server.variables['STREAMS_PORT']}",
    })  # fmt: skip
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", "privkey.pem", "-out", "fullchain.pem", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    trusts = ssl.create_default_context(cafile=folder / "fullchain.pem")
    program = shutil.which(command[0], path=WHERE)
    assert program is not None
    with folder.joinpath("said").open("wb") as said:
        command = [program, *command[1:]]
        running = subprocess.Popen(command, stdout=said, stderr=said, env=os.environ | {"HOME": str(folder)})
    try:
        assert until(lambda: _answers(url, trusts), START_WITHIN_S), folder.joinpath("said").read_text(encoding="utf-8")
        yield trusts
    finally:
        running.terminate()
        running.wait(HEARD_WITHIN_S)


def _answers(url: str, trusts: ssl.SSLContext) -> bool:
    try:
        return httpx.get(f"{url}/readyz", verify=trusts).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("write", [nginx, caddy])
@pytest.mark.parametrize("at_the_door", [2, 0])
def test_streams_pass_through(lived_in: Path, tmp_path: Path, write: Write, at_the_door: int) -> None:
    """Events and a WebSocket, each word at once; by the streams' own door, or where it is closed by the main one."""
    if shutil.which(write.__name__, path=WHERE) is None:
        pytest.skip(f"{write.__name__} is not installed")
    anna, bela = bearer(lived_in, "anna"), bearer(lived_in, "bela")
    port, streams_port = str(free_port()), free_port()
    variables = {"PORT": port, "STREAMS_PORT": str(streams_port)}
    variables |= {"KITH_STREAMS_PORT": str(streams_port)} if at_the_door else {}
    server = Server(lived_in, KITH_URL=f"https://localhost:{free_port()}", **variables)
    try:
        with (
            proxy(write, tmp_path, server) as trusts,
            httpx.Client(base_url=server.url, verify=trusts, timeout=HEARD_WITHIN_S) as client,
        ):
            assert _speaks(server.url, trusts) == "h2"
            account = client.get("/api/v1/accounts/verify_credentials", headers=anna).json()["id"]
            talk = client.post("/api/kith/v1/conversations", headers=bela, json={"account_id": account}).json()["id"]
            address = f"wss{server.url.removeprefix('https')}/api/v1/streaming?stream=user"
            with (
                client.stream("GET", "/api/kith/v1/streaming", headers=anna) as answer,
                connect(address, additional_headers=anna, ssl=trusts) as told,
            ):
                lines = answer.iter_lines()
                assert next(line for line in lines if line == "event: hello")
                assert until(lambda: _inside(streams_port) == at_the_door)
                said = {"text": f"Through the wall of {port}"}
                client.post(f"/api/kith/v1/conversations/{talk}/messages", headers=bela, json=said).raise_for_status()
                assert next(line for line in lines if said["text"] in line)
                said = {"status": f"Over the wall of {port}"}
                client.post("/api/v1/statuses", headers=anna, json=said).raise_for_status()
                while said["status"] not in json.dumps(json.loads(told.recv(HEARD_WITHIN_S))):
                    pass
            assert until(lambda: _inside(streams_port) == 0, GONE_WITHIN_S)
    finally:
        server.close()


def _speaks(url: str, trusts: ssl.SSLContext) -> str | None:
    """Tell which HTTP a browser would be given."""
    trusts.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("localhost", int(url.rpartition(":")[2]))) as line,
        trusts.wrap_socket(line, server_hostname="localhost") as wrapped,
    ):
        trusts.set_alpn_protocols(["http/1.1"])
        return wrapped.selected_alpn_protocol()


def _inside(port: int) -> int:
    """Count the connections at a port."""
    return sum(one.status == "ESTABLISHED" and one.laddr.port == port for one in psutil.net_connections("tcp"))
