"""Drives Chromium: pages that may load nothing but files and data, and that are watched for whatever they should not do.

`Watched.faults` lists what a page did, and `Browser.page` ends with an assertion that it is nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module, resources
from pathlib import Path
from typing import Any

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # should anything get past the routes
]
LOCAL = ("file:", "data:", "about:")
PATIENCE = 15_000  # ms


def chromium() -> str | None:
    """Return the path of the system's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str:
    """Return why there is no browser to test in, or nothing."""
    if chromium() is None:
        return "Chromium is not installed"
    for name in ("playwright", "axe_playwright_python"):
        try:
            import_module(name)
        except ImportError:
            return f"{name.replace('_', '-')} is not installed"
    return ""


def axe_source() -> str:
    """Return axe-core, as its package carries it."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


class Watched:
    """One page, and everything it did that a published page must not do.

    ``page`` is Playwright's. ``faults`` holds console errors (violations of the page's own policy among them), uncaught
    errors, dialogs, windows, downloads and requests that are neither for a file nor for data.
    """

    def __init__(self, context: Any) -> None:
        self.faults: list[str] = []
        self.files: list[str] = []
        context.route("**/*", self._route)
        context.route_web_socket("**/*", lambda socket: self.faults.append(f"socket: {socket.url}"))
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        context.on("page", lambda page: self.faults.append(f"window: {page.url}"))
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("dialog", self._dialog)
        self.page.on("download", lambda download: self.faults.append(f"download: {download.url}"))

    def _route(self, route: Any) -> None:
        url = route.request.url
        if url.startswith(LOCAL):
            self.files.append(url)
            route.continue_()
        else:
            self.faults.append(f"request: {url}")
            route.abort()

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def visit(self, path: Path) -> Watched:
        """Open a file and wait until it is read."""
        self.page.goto(path.as_uri(), wait_until="load")
        return self


class Browser:
    """The browser of a test run: one process, and a new empty profile for each page."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    @contextmanager
    def page(self, path: Path, width: int = 1280, height: int = 900, **settings: Any) -> Iterator[Watched]:
        """Open a file in a profile of its own, with Playwright's settings of a context, and close it afterwards.

        Raises AssertionError where the page did what it must not; a test that provokes it empties ``faults``.
        """
        settings = {"reduced_motion": "reduce", "locale": "en-GB", **settings}  # nothing glides while it is measured
        context = self._engine.new_context(viewport={"width": width, "height": height}, **settings)
        try:
            watched = Watched(context).visit(path)
            yield watched
            assert watched.faults == []
        finally:
            context.close()


@contextmanager
def launched() -> Iterator[Browser]:
    """Start Chromium, and end it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        engine = driver.chromium.launch(executable_path=chromium(), headless=True, args=FLAGS)
        try:
            yield Browser(engine)
        finally:
            engine.close()
