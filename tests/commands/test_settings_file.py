"""The command of deploy/, with the settings as the service has them."""

import subprocess
from pathlib import Path

from tests.commands.conftest import ROOT


def test_the_command_reads_what_the_service_reads(tmp_path: Path) -> None:
    """A password and a name are said as they stand there; nothing of them is run."""
    settings = tmp_path / "env"
    settings.write_text(
        "# Ours\nKITH_NAME=Our village\nKITH_SMTP_URL=smtp://us:p&$HOME`id`=\\@host:587\n\n"
        "KITH_MAIL_FROM=\"Kith <us@kith.example>\"\nKITH_URL='https://kith.example'\nKITH_WORKERS=2",
        encoding="utf-8",
    )
    command = (ROOT / "deploy/kith").read_text(encoding="utf-8")
    command = command.replace("/etc/kith/env", str(settings)).replace("/opt/kith/.venv/bin/kith", "env -0")
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    said = dict(one.split("=", 1) for one in done.stdout.split("\0") if "=" in one)
    assert done.stderr == ""
    assert (
        said.items()
        >= {
            "KITH_DATA": "/var/lib/kith",
            "KITH_NAME": "Our village",
            "KITH_SMTP_URL": "smtp://us:p&$HOME`id`=\\@host:587",
            "KITH_MAIL_FROM": "Kith <us@kith.example>",
            "KITH_URL": "https://kith.example",
            "KITH_WORKERS": "2",
        }.items()
    )
