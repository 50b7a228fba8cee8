"""A server of one's own and a browser on it, for the tests of the office's page."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PASSWORD = "一句很长很长很长的密码啊"
#: What the browser does without, as only the last such list counts: what Playwright leaves out, and the lists below an
#: address that is typed, which without them are drawn for each window in a process of its own.
UNUSED = (
    "AimEnabled,AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,"
    "OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning,Translate,"
    "IsolateSandboxedIframes,SpareRendererForSitePerProcess,"
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)


class Served:
    """A running `simcheck serve` in a process of its own: its address, the first-time link, its token."""

    def __init__(self, process: subprocess.Popen[str], folder: Path, address: str, link: str) -> None:
        self.process, self.folder, self.address, self.link = process, folder, address, link

    def opened(self) -> str:
        """The address that `--open` opened, once it has."""
        file = self.folder / "opened"
        ends = time.monotonic() + 300
        while time.monotonic() < ends and not (file.exists() and file.read_text(encoding="utf-8")):
            time.sleep(0.1)
        return file.read_text(encoding="utf-8").strip()

    @property
    def token(self) -> str:
        return (self.folder / "token").read_text(encoding="utf-8").strip()


@contextlib.contextmanager
def served(folder: Path, **settings: object) -> Iterator[Served]:
    """The server, on a port of its own; ``settings`` are written into its ``server.toml``."""
    data = folder / "data"
    data.mkdir(parents=True)
    (data / "server.toml").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()), "utf-8")
    command = [sys.executable, "-m", "simcheck", "serve", "--data", str(data), "--port", "0", "--open"]
    opener = folder / "browser"  # what --open opens is written down
    opener.write_text(f'#!/bin/sh\necho "$1" > "{folder}/opened"\n', "utf-8")
    opener.chmod(0o700)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "BROWSER": f"{opener} %s"}
    process = subprocess.Popen([*command, "--admin-token-file", str(folder / "token")], cwd=ROOT, env=environment,
                               stderr=subprocess.PIPE, text=True, encoding="utf-8")  # fmt: skip
    try:
        assert process.stderr is not None
        said = process.stderr.readline() + process.stderr.readline()
        found = re.search(r"serving (\S+), data .*\n.*: (\S+/first#\S+)", said)
        assert found is not None, said
        with (folder / "log").open("w", encoding="utf-8") as log:
            drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=log) if shutil.which("cat") else None
            yield Served(process, folder, found[1], found[2])
            process.terminate()
            if drain is not None:
                drain.wait(timeout=300)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=300)
        process.kill()


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    sync = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    # The first draws no windows around its pages: half of the work.
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync.sync_playwright() as playwright:
        arguments = ["--no-sandbox", f"--disable-features={UNUSED}"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments, timeout=300_000)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser. ``faults`` collects what a page must never do: errors of scripts, what the policy refuses,
    answers of 400 and more that were not expected, requests to other hosts."""

    def __init__(self, browser: Any, address: str, *, language: str = "zh-CN", **more: Any) -> None:
        self.address, self.faults = address, []  # type: tuple[str, list[str]]
        more = {"viewport": {"width": 1400, "height": 900}, "locale": language, "reduced_motion": "reduce", **more}
        self.context = browser.new_context(**more)
        self.context.set_default_timeout(300_000)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("request", lambda request: self._leaves(request.url))
        self.page.on("dialog", lambda dialog: (self.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(f"console: {text}")

    def _leaves(self, url: str) -> None:
        if not url.startswith((self.address, "blob:", "data:", "about:")):
            self.faults.append(f"elsewhere: {url}")

    def open(self, path: str) -> Any:
        """Go to a page and wait until it is filled."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        return self.ready()

    def ready(self) -> Any:
        self.page.wait_for_selector("body[data-ready]")
        return self.page

    def first(self, link: str) -> Any:
        """Follow a first-time link and set the password."""
        self.open(link)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button.main")
        self.page.wait_for_url(self.address + "/")
        return self.ready()

    def report(self) -> Any:
        """The report in its frame, once it is there with what the office adds."""
        self.page.wait_for_selector("#report:not([hidden])")
        frame = self.page.frame_locator("#report")
        frame.locator(".office").first.wait_for()
        return frame

    def yes(self) -> None:
        """Answer what is asked."""
        self.page.click("dialog[open] button[value=yes]")
        self.page.wait_for_selector("dialog", state="detached")
