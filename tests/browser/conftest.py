"""One Chromium for the tests of this folder. It ends with them: Playwright keeps an event loop running in the thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browser.driving import Browser, launched, missing


@pytest.fixture(scope="package")
def chrome() -> Iterator[Browser]:
    if reason := missing():
        pytest.skip(reason)
    with launched() as browser:
        yield browser
