"""A real Chromium, driven over its DevTools protocol on a pipe: no driver, no further package."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)

ON_THREE_AND_FOUR = """
import os, sys
for ours, theirs in zip(sys.argv[1:3], (3, 4)):
    os.dup2(int(ours), theirs)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The protocol's pipe is on these two descriptors."""

PATIENCE = 30.0
"""Seconds to wait for one answer of the browser."""


def chromium_path() -> str | None:
    """The program, or None where it is not installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Page:
    """One tab.

    ``requests`` are the addresses that it asked for, ``received`` the bytes that came, ``complaints`` what
    the browser has to say of a page: policies broken, faults of scripts, words of theirs on the console.
    """

    browser: Chromium
    session: str
    context: str
    requests: list[str] = field(default_factory=list)
    received: int = 0
    complaints: list[str] = field(default_factory=list)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self.browser.call(method, parameters, self.session)

    def size(self, width: int, height: int, *, mobile: bool = False, scale: float = 1) -> None:
        """Gives the page a viewport in CSS pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=mobile,
        )

    def prefers(self, **features: str) -> None:
        """What the visitor has set, as the media features say: ``prefers_contrast="more"``."""
        chosen = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", features=chosen)

    def dark(self, on: bool = True) -> None:
        self.prefers(prefers_color_scheme="dark" if on else "light")

    def scripts(self, on: bool) -> None:
        """Whether the page may run scripts; ours are run in any case."""
        self.call("Emulation.setScriptExecutionDisabled", value=not on)

    def stands(self, latitude: float, longitude: float) -> None:
        """Where the visitor is, and that the browser may tell."""
        self._may_ask_where("granted")
        self.call("Emulation.setGeolocationOverride", latitude=latitude, longitude=longitude, accuracy=10)

    def keeps_where_it_stands(self) -> None:
        """The visitor refuses to tell."""
        self._may_ask_where("denied")

    def _may_ask_where(self, setting: str) -> None:
        wanted = {"permission": {"name": "geolocation"}, "setting": setting}
        self.browser.call("Browser.setPermission", {**wanted, "browserContextId": self.context})

    def cookies(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.call("Network.getCookies")["cookies"]
        return found

    def open(self, address: str) -> None:
        """Goes there and waits until it has loaded; counts what that takes."""
        self.requests.clear()
        self.received = 0
        self.browser.loaded.discard(self.session)
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise AssertionError(f"{address}: {answer['errorText']}")
        self.wait_for_load()

    def wait_for_load(self) -> None:
        self.browser.listen_until(lambda: self.session in self.browser.loaded)
        self.browser.loaded.discard(self.session)

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Presses and releases a key, by its DOM name and its Windows key code."""
        text = {"Enter": "\r", " ": " "}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code="Space" if key == " " else key,
                windowsVirtualKeyCode=code,
                text=text,
            )

    def click(self, selector: str) -> None:
        """Presses the mouse in the middle of an element, once it is in sight."""
        spot = self.evaluate(
            f"""(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView();
            const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1
            )

    def wait_until(self, script: str) -> None:
        """Until an expression is true in the page; AssertionError when it takes too long."""
        end = time.monotonic() + PATIENCE
        while not self.evaluate(f"Boolean({script})"):
            assert time.monotonic() < end, script
            time.sleep(0.02)

    def screenshot(self, *, whole: bool = False) -> bytes:
        """A PNG of the viewport or of the whole page."""
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])


class Chromium:
    """The running browser; use it in a ``with``."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._number = 0
        self._buffer = b""
        self._answers: dict[int, dict[str, Any]] = {}
        self._pages: dict[str, Page] = {}
        self.loaded: set[str] = set()

    def __enter__(self) -> Chromium:
        self._folder = tempfile.mkdtemp(prefix="garde-chromium-")
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # Above 10, so that putting one on 3 never closes the other.
        lent = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10) for descriptor in (theirs_in, theirs_out)]
        program = [self._path, *FLAGS, f"--user-data-dir={self._folder}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", ON_THREE_AND_FOUR, *map(str, lent), *program],
            pass_fds=lent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for descriptor in (theirs_in, theirs_out, *lent):
            os.close(descriptor)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.call("Browser.close", {})
            self._process.wait(10)
        except (OSError, AssertionError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def page(self) -> Iterator[Page]:
        """A fresh tab without any history, closed at the end."""
        context = self.call("Target.createBrowserContext", {})["browserContextId"]
        target = self.call("Target.createTarget", {"url": "about:blank", "browserContextId": context})
        attached = self.call("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})
        page = Page(self, attached["sessionId"], context)
        self._pages[page.session] = page
        for domain in ("Page", "Network", "Runtime", "Log"):
            page.call(f"{domain}.enable")
        try:
            yield page
        finally:
            del self._pages[page.session]
            self.call("Target.disposeBrowserContext", {"browserContextId": context})

    def call(self, method: str, parameters: dict[str, Any], session: str | None = None) -> dict[str, Any]:
        """Sends a command and returns its result."""
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        self.listen_until(lambda: number in self._answers)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def listen_until(self, done: Any) -> None:
        """Reads what the browser says until ``done()``; AssertionError when it takes too long."""
        end = time.monotonic() + PATIENCE
        while not done():
            ready, _, _ = select.select([self._in], [], [], max(0.0, end - time.monotonic()))
            heard = os.read(self._in, 1 << 20) if ready else b""
            if not heard:
                raise AssertionError("Chromium does not answer")
            self._buffer += heard
            *messages, self._buffer = self._buffer.split(b"\0")
            for message in messages:
                self._hear(json.loads(message))

    def _hear(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers[message["id"]] = message
            return
        session, said = message.get("sessionId", ""), message["params"]
        page = self._pages.get(session)
        match message["method"]:
            case "Page.loadEventFired":
                self.loaded.add(session)
            case "Network.requestWillBeSent" if page:
                page.requests.append(said["request"]["url"])
            case "Network.loadingFinished" if page:
                page.received += int(said["encodedDataLength"])
            case "Log.entryAdded" if page:
                page.complaints.append(said["entry"]["text"])
            case "Runtime.exceptionThrown" if page:
                page.complaints.append(str(said["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if page:
                page.complaints.append(str(said["args"]))
