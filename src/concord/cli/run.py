"""`concord run`: database, web server and one worker under one supervisor; and `concord worker`."""

import asyncio
import errno
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, cast

import typer

from concord.cli.django_ready import home, in_one_sentence, is_embedded
from concord.config import web
from concord.config.environment import flag, text
from concord.core import copies
from concord.core.errors import Unavailable
from concord.core.postgres import start as start_postgres
from concord.core.supervisor import Program, Service, Supervisor

EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - compared with what the operator asked for, never a default # nosec B104
WORKER_ENDS_WITHIN = 4  # seconds for a job in work; one that takes longer is brought back at the next start
TICK = 0.1


def run() -> None:
    """Start everything on this machine, print where it is and who can sign in, and keep it running until Ctrl-C."""
    began = time.monotonic()
    port = _port()
    _require_free(port)
    os.environ["CONCORD_HOME"] = str(home())
    copies.load("concord.cli.loaded")
    services: list[Service] = []
    with ExitStack() as stack:
        if is_embedded():
            services.append(stack.enter_context(start_postgres(home())))
        people = _prepared()
        services += [_web(port), Program("worker", worker)]
        supervisor = Supervisor(services, _log)
        threading.Thread(target=_announce, args=(port, began, people), daemon=True).start()
        with suppress(KeyboardInterrupt):
            supervisor.run(threading.Event())
    typer.echo("Stopped. Nothing that was saved is lost.")


def worker() -> None:
    """Run one worker: it does the queued jobs, and brings back jobs whose worker was killed."""
    import django

    django.setup()
    from procrastinate.contrib.django import app as queue
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from concord.core.jobs import HEARTBEAT_S, STALLED_AFTER_S

    async def work() -> None:
        connector = cast("DjangoConnector", queue.connector).get_worker_connector()
        with queue.replace_connector(connector) as app:
            async with app.open_async():
                await _until_told_to_end(
                    app.run_worker_async(
                        concurrency=1,
                        update_heartbeat_interval=HEARTBEAT_S,
                        stalled_worker_timeout=STALLED_AFTER_S,
                        delete_jobs="successful",  # the recovery alone runs 17,000 times a day
                        install_signal_handlers=False,
                    )
                )

    asyncio.run(work())


async def _until_told_to_end(worker: Coroutine[Any, Any, None]) -> None:
    """Let the worker work until SIGTERM or SIGINT; a job in a thread cannot be called off, so the process ends then."""
    loop, working = asyncio.get_running_loop(), asyncio.create_task(worker)

    def end() -> None:
        working.cancel()  # it takes no further job, and returns when the present one is done
        loop.call_later(WORKER_ENDS_WITHIN, os._exit, 1)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    with suppress(asyncio.CancelledError):
        await working


def _prepared() -> list[str]:
    """Have all prepared by a copy, and return who can sign in. Raises typer.Exit when it could not, and said why."""
    told, tell = multiprocessing.Pipe(duplex=False)
    preparing = copies.start("prepare", _prepare, tell)
    tell.close()  # ours; its own is closed when it ends
    try:
        return cast("list[str]", told.recv())
    except EOFError:
        raise typer.Exit(1) from None
    finally:
        preparing.terminate()
        preparing.join()


def _prepare(tell: Connection) -> None:
    """Bring the database up to date, and load and publish the example when this is a demonstration; tell its people."""
    import django

    django.setup()
    from concord.cli.prepare import bring_up_to_date, prepare_house

    with in_one_sentence():
        bring_up_to_date()
        prepare_house()
    people = []
    if flag("CONCORD_DEMO"):
        from concord.accounts import queries
        from concord.cli.example import load_examples

        load_examples(Path(text("CONCORD_EXAMPLES", "examples")), _log)
        people = [f"{p.name:<24} {', '.join(sorted(r.title for r in p.all_roles()))}" for p in queries.people()]
    from django.db import connections

    from concord.publishing import jobs as publishing

    publishing.build_at_start()
    connections.close_all()
    tell.send(people)


def _web(port: int) -> Service:
    return Program("web", _serve, _bind(), port, ready=_answers(port))


def _serve(address: str, port: int) -> None:
    _mark().touch()
    web.serve(address, port)
    _mark().unlink(missing_ok=True)


def _bind() -> str:
    """Return the address to listen on. Raises Unavailable for a demonstration that others could reach."""
    address = text("CONCORD_BIND", "127.0.0.1")
    if flag("CONCORD_DEMO") and address != "localhost" and not ip_address(address).is_loopback:
        raise Unavailable(f"CONCORD_DEMO=1 signs anybody in with one click, so it does not listen on {address}.")
    return address


def _mark() -> Path:
    """Return a file that is there while a web server of this home runs, or was killed."""
    return home() / "web.runs"


def _port() -> int:
    given = text("PORT", "8000")
    if not given.isdecimal() or int(given) not in range(1, 65536):
        raise Unavailable(f"PORT is {given!r}; expected a number from 1 to 65535.")
    return int(given)


def _answers(port: int) -> Callable[[], bool]:
    """Return a question: does the web server answer? A redirect to https, behind a proxy, is an answer too."""
    address = "127.0.0.1" if _bind() == EVERY_ADDRESS else _bind()

    def ask() -> bool:
        with closing(HTTPConnection(address, port, timeout=1)) as connection:
            try:
                connection.request("GET", "/healthz", headers={"Host": "localhost"})
                return connection.getresponse().status < 400  # noqa: PLR2004 - HTTP's first status of failure
            except (OSError, HTTPException):
                return False

    return ask


def _require_free(port: int) -> None:
    """Wait for a web server of this home to end whose supervisor was killed. Raises Unavailable."""
    deadline = time.monotonic() + (web.ENDS_WITHIN + 2 if _mark().exists() else 0)
    while (problem := _bind_problem(port)) and problem.errno == errno.EADDRINUSE and time.monotonic() < deadline:
        time.sleep(TICK)
    if problem is None:
        return
    if problem.errno == errno.EADDRINUSE:
        raise Unavailable(f"Port {port} is taken. Stop what uses it, or choose another: PORT=8080 make run")
    raise Unavailable(f"Port {port} of {_bind()} cannot be used: {problem.strerror}. See PORT and CONCORD_BIND.")


def _bind_problem(port: int) -> OSError | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_bind(), port))
        except OSError as problem:
            return problem
    return None


def _log(sentence: str) -> None:
    typer.echo(f"  {sentence}")


def _announce(port: int, began: float, people: list[str]) -> None:
    """Print the addresses once the web server answers."""
    ask = _answers(port)
    while not ask():
        time.sleep(TICK)
    here = f"http://localhost:{port}"
    lines = [
        "",
        f"Concord is ready after {time.monotonic() - began:.1f} s.",
        f"  Public site             {here}/",
        f"  Request for assistance  {here}/request/",
        f"  Sign in                 {here}/app/",
    ]
    if flag("CONCORD_DEMO"):
        lines += [f"  Change person           {here}/demo/   (one click, no password)", "  People:"]
        lines += [f"    {person}" for person in people]
    typer.echo("\n".join([*lines, "", "Ctrl-C stops it.", ""]))
