"""The review page on a port of this machine, until Ctrl-C."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from align.errors import OutputError
from align.extras import extra_module
from align.review.session import Review

HOST, PORT = "127.0.0.1", 8377  # a port of its own, so that the browser remembers the language


def check_installed(name: str) -> None:
    """Raises InputError, naming the file at hand, where the extra `review` is not installed."""
    for module in ("starlette", "uvicorn"):
        extra_module(module, name, "the review page", "review")


def serve(
    review: Review,
    say: Callable[[str], None],
    *,
    host: str = HOST,
    port: int | None = None,
    browser: bool = True,
) -> None:
    """Serves the page of a review until Ctrl-C, and tells its address by `say`.

    Without `port` it is PORT, or any other where that is taken. Raises OutputError where the
    host or port can't be had.
    """
    import uvicorn

    from align.review.server import make_app

    if host in ("", "0.0.0.0", "::"):
        raise OutputError(
            f"{host}: is no address of a page; give the one that the browser will use"
        )
    listening = _socket(host, port)
    port = listening.getsockname()[1]
    names = {host, "localhost", HOST} if _loopback(host) else {host}
    hosts = {f"[{name}]:{port}" if ":" in name else f"{name}:{port}" for name in names}
    token = secrets.token_urlsafe(24)
    shown = f"[{host}]" if ":" in host else host
    # After the # so that the token is in no request's address, and in no log.
    url = f"http://{shown}:{port}/#{token}"
    config = uvicorn.Config(
        make_app(review, hosts, token),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        ws="none",
    )
    with suppress(KeyboardInterrupt):
        say(url)
        if browser and _has_screen():
            webbrowser.open(url)
        uvicorn.Server(config).run(sockets=[listening])


def _socket(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [PORT, 0] if port is None else [port]
    for one in tried:
        try:
            return socket.create_server((host, one), family=family)
        except OSError as error:
            if one == tried[-1]:
                raise OutputError(
                    f"{host}:{one}: can't be listened on ({error.strerror}); give another --port"
                ) from None
    raise AssertionError


def _loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _has_screen() -> bool:
    """Whether a browser can show itself, rather than a text browser in this terminal."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
