"""Who may talk to the page's server: the page itself, on this machine, and nobody else.

Another site that is open in the same browser can send requests to a port of this machine, and by a
name that it makes point here (DNS rebinding) read the answers. So the Host must be this server's
own, an Origin too where there is one, and whatever tells or changes texts needs the token, which
only the address that `align review` prints has.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TOKEN_HEADER = "x-align-token"
MOST_BYTES = 1_000_000  # of a request; an edit has some hundreds

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """An ASGI application that lets only sound requests through to another."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], token: str) -> None:
        """`hosts`: what the Host header may be, each with its port."""
        self._app = app
        self._hosts = frozenset(hosts)
        self._origins = frozenset(f"http://{host}" for host in hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request itself where it is not sound; else the application does."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def guarded_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        status, reason = self._fault(scope)
        body = b""
        while not status:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > MOST_BYTES:
                status, reason = 413, "too-large"
            if not message.get("more_body"):
                break
        if status:
            await JSONResponse({"reason": reason}, status)(scope, receive, guarded_send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replayed() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, replayed, guarded_send)

    def _fault(self, scope: Scope) -> tuple[int, str]:
        """The status and reason to refuse a request with, (0, "") for a sound one."""
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or headers["host"] not in self._hosts:
            return 421, "foreign-host"
        if any(origin not in self._origins for origin in headers.getlist("origin")):
            return 403, "foreign-origin"
        if scope["path"].startswith("/api/"):
            given = headers.get(TOKEN_HEADER, "")
            if not hmac.compare_digest(given.encode(), self._token.encode()):
                return 403, "no-token"
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, "too-large"
        return 0, ""
