"""The server of the review page: requests → edits, and what they changed → the page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from align.errors import AlignError
from align.review import edits
from align.review.document import ReviewBead, ReviewDocument
from align.review.edits import EditError
from align.review.guard import Guard
from align.review.marks import marks
from align.review.session import Change, Review
from align.types import SIDES, Language

PAGE = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
WRITE_EVERY = 2.0  # seconds between two writings of the table, while there are edits
MOST_MARKED = 60  # pairs marked in one request

Body = Mapping[str, Any]


def make_app(review: Review, hosts: Collection[str], token: str) -> ASGIApp:
    """The application; `hosts` and `token` as of `Guard`.

    The table and the gold are written every WRITE_EVERY seconds while edits are made, and at the
    end. Files are read once, here: no request names a path.
    """
    files = {file.name: file.read_bytes() for file in sorted(PAGE.iterdir()) if file.is_file()}
    server = _Server(review)

    def page(request: Request) -> Response:
        name = request.path_params.get("name", "index.html")
        if name not in files:
            return JSONResponse({"reason": "no-such-page"}, 404)
        return Response(files[name], media_type=TYPES[Path(name).suffix])

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        writer = asyncio.create_task(server.write_on())
        yield
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer
        await asyncio.to_thread(server.write)

    def posted(do: Callable[[Body], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if request.headers.get("content-type") != "application/json":
                return JSONResponse({"reason": "bad-request"}, 415)
            try:
                body = await request.json()
                if not isinstance(body, dict):
                    raise TypeError
                return await asyncio.to_thread(do, body)
            except (KeyError, TypeError, ValueError, IndexError, ArithmeticError, RecursionError):
                return JSONResponse({"reason": "bad-request"}, 400)

        return endpoint

    app = Starlette(
        routes=[
            Route("/", page),
            Route("/page/{name}", page),
            Route("/api/review", server.whole),
            Route("/api/edit", posted(server.edit), methods=["POST"]),
            Route("/api/changes", posted(server.changes), methods=["POST"]),
            Route("/api/marks", posted(server.marks), methods=["POST"]),
        ],
        lifespan=lifespan,
        exception_handlers={HTTPException: _http_fault},
    )
    return Guard(app, hosts, token)


def _http_fault(request: Request, fault: Exception) -> Response:
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    return JSONResponse({"reason": "no-such-page"}, status)


class _Server:
    def __init__(self, review: Review) -> None:
        self._review = review
        self._fault = ""  # why the table could not be written

    async def write_on(self) -> None:
        while True:
            await asyncio.sleep(WRITE_EVERY)
            await asyncio.to_thread(self.write)

    def write(self) -> None:
        try:
            self._review.write()
            self._fault = ""
        except AlignError as error:
            self._fault = str(error)

    def whole(self, request: Request) -> Response:
        """Everything, for a page that opens."""
        with self._review.lock:
            return JSONResponse(
                {
                    **self._state(),
                    "files": {k: str(path) for k, path in self._review.files._asdict().items()},
                    "documents": [_document(one) for one in self._review.documents],
                    "edited": [[*place, text] for place, text in self._review.texts.items()],
                }
            )

    def changes(self, body: Body) -> Response:
        return self._answer(body)

    def edit(self, body: Body) -> Response:
        """One edit; the answer says what was changed since the page's revision, by whomever."""
        try:
            _do(self._review, body)
        except EditError as refused:
            return self._answer(body, 409, refused.reason)
        except AlignError as error:
            return self._answer(body, 507, "not-saved", str(error))
        return self._answer(body)

    def marks(self, body: Body) -> Response:
        """The marks of pairs, [document, Russian run, Kazakh run] each, runs as [start, stop]."""
        pairs = []
        for at, *runs in body["pairs"][:MOST_MARKED]:
            ru, kk = (
                [self._review.text((int(at), language, unit)) for unit in range(*run)]
                for language, run in zip(SIDES, runs, strict=True)
            )
            pairs.append((ru, kk))
        return JSONResponse({"marks": marks(pairs)})

    def _state(self) -> dict[str, object]:
        one = self._review
        return {
            "revision": one.revision,
            "undo": one.undoable,
            "redo": one.redoable,
            "fault": self._fault,
        }

    def _answer(
        self, body: Body, status: int = 200, reason: str = "", detail: str = ""
    ) -> Response:
        since = int(body["since"])
        with self._review.lock:
            answer = {
                **self._state(),
                "changes": [_change(one) for one in self._review.changes(since)],
            }
        if reason:
            answer |= {"reason": reason, "detail": detail}
        return JSONResponse(answer, status)


def _do(review: Review, body: Body) -> None:
    """Does what the page asks for. Raises KeyError and the like for what no page asks."""
    kind = body["edit"]
    if kind == "undo":
        review.undo(int(body["seen"]))
    elif kind == "redo":
        review.redo(int(body["seen"]))
    elif kind == "text":
        at = _document_at(review, body), *_unit(review, body)
        review.edit_text(at, str(body["old"]), str(body["new"]))
    else:
        how = _EDITS[kind]
        if kind in _OF_UNITS:
            _unit(review, body)
        review.edit(kind, _document_at(review, body), lambda document: how(document, body))


def _document_at(review: Review, body: Body) -> int:
    at = int(body["document"])
    if not 0 <= at < len(review.documents):
        raise IndexError(at)
    return at


def _unit(review: Review, body: Body) -> tuple[Language, int]:
    side, unit = {one: one for one in SIDES}[body["side"]], int(body["unit"])
    if not 0 <= unit < len(review.documents[_document_at(review, body)].units(side)):
        raise IndexError(unit)
    return side, unit


_EDITS: Mapping[str, Callable[[ReviewDocument, Body], ReviewDocument]] = {
    "accept": lambda one, body: edits.accept(one, body["beads"]),
    "accept-all": lambda one, body: edits.accept_all(one),
    "join": lambda one, body: edits.join(one, body["beads"]),
    "merge": lambda one, body: edits.merge_next(one, body["beads"][0]),
    "unpair": lambda one, body: edits.unpair(one, body["beads"][0]),
    "split": lambda one, body: edits.split(one, body["beads"][0], body["side"], body["unit"]),
    "take-out": lambda one, body: edits.take_out(one, body["beads"][0], body["side"], body["unit"]),
    "move": lambda one, body: edits.move(
        one, body["beads"][0], body["side"], body["unit"], 1 if body["step"] > 0 else -1
    ),
}
_OF_UNITS = ("split", "take-out", "move")


def _document(one: ReviewDocument) -> dict[str, object]:
    return {
        "names": [one.ru_doc, one.kk_doc],
        "ru": [[unit.first, unit.count, unit.text] for unit in one.ru],
        "kk": [[unit.first, unit.count, unit.text] for unit in one.kk],
        "beads": [_bead(bead) for bead in one.beads],
    }


def _bead(bead: ReviewBead) -> list[object]:
    sides = [bead.ru.start, bead.ru.stop, bead.kk.start, bead.kk.stop]
    return [bead.name, *sides, bead.score, bead.note, bead.by_hand]


def _change(change: Change) -> dict[str, object]:
    return {
        "revision": change.revision,
        "document": change.document,
        "removed": change.removed,
        "added": [[_bead(bead), before] for bead, before in change.added],
        "order": change.order,
        "text": change.text,
    }
