"""Who keeps the system running, as the trail names them."""

import getpass
import os


def account() -> str:
    """The account of the machine that runs a command."""
    try:
        return f"account {getpass.getuser()}"
    except (OSError, KeyError):
        return f"account {os.getuid()}"
