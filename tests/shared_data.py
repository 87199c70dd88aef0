"""Where the real open data set lies, and what happens when it does not.

Tests that read it never skip in silence: in CI a missing data set is a failure, elsewhere a skip that says so.
Set WARDMOTE_SHARED_DATA to point at another copy.
"""

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(os.environ.get("WARDMOTE_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def require_shared_data() -> Path:
    """The data folder; fails in CI and skips aloud elsewhere when it is missing."""
    if SHARED_DATA.is_dir():
        return SHARED_DATA
    message = f"the open data set is not at {SHARED_DATA}; set WARDMOTE_SHARED_DATA to its folder"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
