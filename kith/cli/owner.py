"""Whose data it is, decides as whom Kith runs."""

import os
import pwd
import sys
from pathlib import Path


def become_owner(data_folder: Path) -> None:
    """As root, become the user that owns the data folder: what root wrote there, that user could not read later.

    Raises `PermissionError` when that user cannot reach Kith itself.
    """
    if os.geteuid() != 0 or not data_folder.exists():
        return
    status = data_folder.stat()
    if status.st_uid == 0:
        return
    try:
        os.initgroups(pwd.getpwuid(status.st_uid).pw_name, status.st_gid)
    except KeyError:
        os.setgroups([])
    os.setgid(status.st_gid)
    os.setuid(status.st_uid)
    if not (os.access(__file__, os.R_OK) and os.access(sys.executable, os.X_OK)):
        raise PermissionError(
            f"{data_folder} belongs to user {status.st_uid}, who cannot reach the Kith in {Path(__file__).parents[2]}. "
            "Install it where that user can read it, for example below /srv."
        )
