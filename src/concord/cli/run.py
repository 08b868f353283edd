"""`concord run`: database, web server and one worker under one supervisor; and `concord worker`."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import cast
from urllib.error import URLError
from urllib.request import urlopen

import typer

from concord.cli.django_ready import home, is_embedded
from concord.config.environment import flag, text
from concord.core.errors import Unavailable
from concord.core.postgres import start as start_postgres
from concord.core.supervisor import Program, Service, Supervisor


def run() -> None:
    """Start everything on this machine, print where it is and who can sign in, and keep it running until Ctrl-C."""
    began = time.monotonic()
    port = int(text("PORT", "8000"))
    _require_free(port)
    services: list[Service] = []
    with ExitStack() as stack:
        if is_embedded():
            services.append(stack.enter_context(start_postgres(home())))
        _prepare()
        services += [_web(port), Program("worker", _concord("worker"), _environment())]
        supervisor = Supervisor(services, _log)
        threading.Thread(target=_announce, args=(port, began), daemon=True).start()
        with suppress(KeyboardInterrupt):
            supervisor.run(threading.Event())
    typer.echo("Stopped. Nothing that was saved is lost.")


def worker() -> None:
    """Run one worker: it does the queued jobs, and brings back jobs whose worker was killed."""
    import asyncio

    import django

    django.setup()
    from procrastinate.contrib.django import app as queue
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from concord.core.jobs import HEARTBEAT_S, STALLED_AFTER_S

    async def work() -> None:
        connector = cast("DjangoConnector", queue.connector).get_worker_connector()
        with queue.replace_connector(connector) as app:
            async with app.open_async():
                await app.run_worker_async(
                    concurrency=1,
                    update_heartbeat_interval=HEARTBEAT_S,
                    stalled_worker_timeout=STALLED_AFTER_S,
                    delete_jobs="successful",  # the recovery alone runs 17,000 times a day
                )

    asyncio.run(work())


def _prepare() -> None:
    """Bring the database up to date, and load and publish the example when this is a demonstration."""
    import django

    django.setup()
    from concord.core import schema

    if not schema.up_to_date():
        subprocess.run(_concord("migrate"), env=_environment(), check=True)
    from concord.cli.prepare import prepare_house

    prepare_house()
    if flag("CONCORD_DEMO"):
        from concord.cli.example import load_examples

        load_examples(Path(text("CONCORD_EXAMPLES", "examples")), _log)
    from django.db import connections

    from concord.publishing import jobs as publishing

    publishing.build_if_needed()
    connections.close_all()


def _web(port: int) -> Service:
    argv = [sys.executable, "-m", "gunicorn", "concord.config.wsgi:application"]
    argv += ["--worker-class", "gthread", "--workers", text("CONCORD_WEB_WORKERS", "2"), "--threads", "4"]
    argv += ["--bind", f"{text('CONCORD_BIND', '127.0.0.1')}:{port}", "--log-level", "warning", "--timeout", "60"]
    argv += ["--worker-tmp-dir", str(home()), "--control-socket", str(home() / "gunicorn.ctl")]
    return Program("web", argv, _environment(), ready=_answers(port))


def _concord(*words: str) -> list[str]:
    return [sys.executable, "-m", "concord.cli.main", *words]


def _environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "concord.config.settings", "CONCORD_HOME": str(home())}


def _answers(port: int) -> Callable[[], bool]:
    def ask() -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004 - the HTTP status of success
        except (URLError, OSError):
            return False

    return ask


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((text("CONCORD_BIND", "127.0.0.1"), port))
        except OSError:
            raise Unavailable(
                f"Port {port} is taken. Stop what uses it, or choose another: PORT=8080 make run"
            ) from None


def _log(sentence: str) -> None:
    typer.echo(f"  {sentence}")


def _announce(port: int, began: float) -> None:
    """Print the addresses once the web server answers."""
    ask = _answers(port)
    while not ask():
        time.sleep(0.1)
    here = f"http://localhost:{port}"
    lines = [
        "",
        f"Concord is ready after {time.monotonic() - began:.1f} s.",
        f"  Public site             {here}/",
        f"  Request for assistance  {here}/request/",
        f"  Sign in                 {here}/app/",
    ]
    if flag("CONCORD_DEMO"):
        from concord.accounts import queries

        lines += [f"  Change person           {here}/demo/   (one click, no password)", "  People:"]
        lines += [f"    {p.name:<24} {', '.join(sorted(r.title for r in p.all_roles()))}" for p in queries.people()]
    typer.echo("\n".join([*lines, "", "Ctrl-C stops it.", ""]))
