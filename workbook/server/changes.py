"""Server-sent events: one check every half second for all who listen to the same thing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from workbook.errors import Message, WorkbookError
from workbook.server import validation
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, as_json, in_language

EVERY = 0.5  # seconds between two looks
MOST = 20  # streams of one user: a browser holds a handful
LONGEST_SILENCE = 30.0  # seconds: the browser gives up a stream that is silent for a minute
Tick = tuple[str, object]


async def stream(handler: Streaming, ticks: AsyncIterator[Tick]) -> None:
    """Send (event's name, JSON) until ``ticks`` end, or client or server go.

    An error before the first event is a Refusal as usual; later it ends the stream, and the browser
    asks again and gets the reason. A user with too many streams loses the oldest, which says so.
    """
    first = await anext(ticks, None)
    with _among_the_users(handler):
        await _streamed(handler, first, ticks)


@contextmanager
def _among_the_users(handler: Streaming) -> Iterator[None]:
    """Count this stream among the user's while it is open."""
    all_of_them: dict[str, list[Streaming]] = handler.house.kept.setdefault("open streams", {})
    mine = all_of_them.setdefault(handler.user, [])
    mine.append(handler)
    # One whose client has left takes no room, even while what it looked at is still put away.
    listening = [one for one in mine if not one.gone.is_set()]
    for oldest in listening[:-MOST]:
        oldest.displaced.set()
    try:
        yield
    finally:
        mine.remove(handler)
        if not mine:
            del all_of_them[handler.user]


async def _streamed(handler: Streaming, first: Tick | None, ticks: AsyncIterator[Tick]) -> None:
    handler.set_header("Content-Type", "text/event-stream; charset=utf-8")
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("X-Accel-Buffering", "no")
    sending = asyncio.ensure_future(_all_sent(handler, first, ticks))
    handler.house.streams.add(sending)
    try:
        await sending
    finally:
        handler.house.streams.discard(sending)


async def _all_sent(handler: Streaming, first: Tick | None, ticks: AsyncIterator[Tick]) -> None:
    with suppress(StreamClosedError, WorkbookError):
        if first is not None:
            await _send(handler, first)
            await _sent_on(handler, ticks)
    if isinstance(ticks, AsyncGenerator):
        await ticks.aclose()
    with suppress(StreamClosedError):
        await handler.finish(set_content_type="text/event-stream; charset=utf-8")


async def _sent_on(handler: Streaming, ticks: AsyncIterator[Tick]) -> None:
    ends = (handler.gone, handler.house.ending, handler.displaced)
    over = [asyncio.ensure_future(one.wait()) for one in ends]
    coming = asyncio.ensure_future(anext(ticks, None))
    patience = min(handler.house.settings.heartbeat, LONGEST_SILENCE)
    try:
        while True:
            done, _ = await asyncio.wait(
                {coming, *over}, timeout=patience, return_when=asyncio.FIRST_COMPLETED
            )
            if done & set(over):
                await _farewell(handler)
                return
            if not done:
                await _beat(handler)
                continue
            tick = coming.result()
            if tick is None:
                return
            await _send(handler, tick)
            coming = asyncio.ensure_future(anext(ticks, None))
    finally:
        for task in (coming, *over):
            task.cancel()
        # A generator that is running cannot be closed.
        await asyncio.gather(coming, *over, return_exceptions=True)


async def _send(handler: Streaming, tick: Tick) -> None:
    name, said = tick
    handler.write(b"event: " + name.encode() + b"\ndata: " + as_json(said) + b"\n\n")
    await handler.flush()


async def _farewell(handler: Streaming) -> None:
    """Tell a displaced client why, and that it need not reconnect at once."""
    if handler.displaced.is_set() and not handler.gone.is_set():
        await _send(
            handler,
            ("closed", {"says": in_language(Message("server.too_many_pages"), handler.spoken())}),
        )


async def _beat(handler: Streaming) -> None:
    handler.write(b": still here\n\n")
    await handler.flush()


class Streaming(Answering):
    """A route that sends events.

    gone: set when the client has left. displaced: set when the user has opened too many since.
    """

    _track_activity = False

    def initialize(self, **given: Any) -> None:
        """Before each request."""
        super().initialize(**given)
        self.gone = asyncio.Event()
        self.displaced = asyncio.Event()

    @property
    def user(self) -> str:
        """The listener. All who use the server's token count as one person."""
        return "" if self.token_authenticated else str(self.current_user.username)

    def on_connection_close(self) -> None:
        """The client has left."""
        self.gone.set()
        super().on_connection_close()


# -- one look for all who listen ------------------------------------------------------------------


@dataclass(eq=False)
class Watched:
    """Something that is checked as long as somebody listens."""

    look: Callable[[], object]
    latest: object
    failed: BaseException | None = None
    ears: set[asyncio.Event] = field(default_factory=set)
    task: asyncio.Task[None] | None = None


async def followed(
    house: ServerContext, key: str, look: Callable[[], object], every: float = EVERY
) -> AsyncGenerator[object, None]:
    """The result of ``look``: now, and again whenever it changes.

    All listeners of one ``key`` share one call, made in the worker threads every so many seconds.
    Errors of ``look`` are raised here.
    """
    known: dict[str, Watched] = house.kept.setdefault("watched", {})
    watched = known.get(key)
    if watched is None:
        first = await house.work(look)
        watched = known.setdefault(key, Watched(look, first))
    ear = asyncio.Event()
    watched.ears.add(ear)
    if watched.task is None:
        watched.task = asyncio.ensure_future(_watch(house, key, watched, every))
    try:
        while True:
            yield watched.latest
            await ear.wait()
            ear.clear()
            if watched.failed is not None:
                raise watched.failed
    finally:
        watched.ears.discard(ear)


async def _watch(house: ServerContext, key: str, watched: Watched, every: float) -> None:
    """Check until nobody listens any more, or checking fails."""
    try:
        while watched.ears and not house.ending.is_set():
            await asyncio.sleep(every)
            now = await house.work(watched.look)
            if now != watched.latest:
                watched.latest = now
                _call(watched)
    except asyncio.CancelledError:
        raise
    except Exception as error:  # noqa: BLE001 - the listeners are told of it
        watched.failed = error
        _call(watched)
    finally:
        house.kept["watched"].pop(key, None)


def _call(watched: Watched) -> None:
    for ear in watched.ears:
        ear.set()


# -- a trainee's saves ----------------------------------------------------------------------------


def stamps(house: ServerContext, cohort: str) -> dict[str, str]:
    """Trainee → a text that changes with each save of theirs, for a cohort."""
    return house.store().stamps(cohort)


async def changes_of(house: ServerContext, trainee: str) -> AsyncGenerator[Tick, None]:
    """A Change now, and one after each save of ``trainee``."""
    person = await house.work(partial(house.person, trainee))
    look = partial(stamps, house, person.cohort)
    before = None
    async for found in followed(house, f"stamps {person.cohort}", look):
        now = found.get(trainee, "") if isinstance(found, dict) else ""
        if now != before:
            before = now
            yield "change", {"stamp": now}


class ChangesHandler(Streaming):
    """GET trainees/{trainee}/changes."""

    @web.authenticated
    @authorized
    async def get(self, trainee: str) -> None:
        """Events until the client leaves."""
        await stream(self, changes_of(self.house, validation.trainee(trainee)))
