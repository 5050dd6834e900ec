"""`ati serve`: the site, with its worker processes beside it."""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click
from prometheus_client import start_http_server

from indexer.catalog.database import Database
from indexer.catalog.figures import read_figures
from indexer.commands.options import archive_option, existing_archive
from indexer.errors import ConfigError
from indexer.logs import start_logging
from indexer.model.health import PartHealth
from indexer.model.query import Everything
from indexer.search.index import open_index
from indexer.settings import Settings, SiteSettings
from webapp.hosts import LOOPBACK
from webapp.metrics import ArchiveCollector, Meter

PORTS_TRIED = 20
STOP_TIMEOUT_S = 25
LOOK_EVERY_S = 0.5
RESTART_PAUSE_S = 5.0
BACKLOG = 128

Health = Callable[[], tuple[PartHealth, ...]]


@click.command()
@archive_option
@click.option("--host", help="Address to listen on (setting site.host; loopback by default).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port (setting site.port); the next free one when taken.")
@click.option("--no-workers", is_flag=True, help="Start no worker processes; run “ati worker” yourself.")
def serve(archive: Path, host: str | None, port: int | None, no_workers: bool) -> None:
    """Open the site of an archive in the browser.

    Example: ati serve --archive ./archive --port 5000
    """
    settings = existing_archive(archive)
    start_logging(settings.log)
    address = host or settings.site.host
    wanted = port or settings.site.port
    listening = free_socket(address, wanted)
    taken = listening.getsockname()[1]
    with listening, _stopped_by_signal(), workers(settings, start=not no_workers):
        _serve(settings, listening, lambda: announce(settings, address, wanted, taken))


def free_socket(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the next free one after it.

    Raises:
        ConfigError: the address cannot be used, or no port in the next 20 is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        one = socket.socket(family, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, candidate))
            one.listen(BACKLOG)
        except OSError as error:
            one.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                continue
            raise ConfigError(f"The site cannot listen on {host}: {error.strerror or error}") from error
        return one
    raise ConfigError(f"No port from {port} to {port + PORTS_TRIED - 1} is free; name another with --port")


@contextmanager
def workers(settings: Settings, *, start: bool) -> Iterator[None]:
    """The worker processes of the embedded archive, ended with the site."""
    if not start:
        yield
        return
    stopping = threading.Event()
    watch = threading.Thread(target=_keep_running, args=(settings, stopping), name="workers")
    watch.start()
    try:
        yield
    finally:
        stopping.set()
        watch.join()


def _keep_running(settings: Settings, stopping: threading.Event) -> None:
    """Starts the process that looks after the workers, again when it dies, and ends it with the site."""
    command = [sys.executable, "-m", "indexer.cli", "worker", "--archive", str(settings.archive), "--embedded"]
    while not stopping.is_set():
        process = subprocess.Popen(command)  # noqa: S603 - our own command, no shell
        while process.poll() is None and not stopping.wait(LOOK_EVERY_S):
            continue
        if stopping.is_set():
            _stop(process)
            return
        click.echo("The process that looks after the workers has died; it is started again.", err=True)
        stopping.wait(RESTART_PAUSE_S)


def _serve(settings: Settings, listening: socket.socket, ready: Callable[[], None]) -> None:
    from waitress import create_server

    from indexer.bootstrap.readiness import Readiness
    from indexer.bootstrap.reading import open_reading
    from indexer.extract.rendering import Renderer
    from webapp import Services, create_app, receiving
    from webapp.sending import task_sender
    from webapp.work import Desk, Work

    with closing(open_reading(settings)) as reading, closing(Renderer(settings.render)) as renderer:
        services = Services(
            settings,
            reading.search,
            reading.catalog,
            reading.originals,
            renderer,
            reading.registry,
            reading.named,
            reading.events,
            reading.moments,
            reading.timelines,
            Work(reading.queue, reading.uploads, task_sender(settings)),
            Desk(reading.collections, reading.searches),
            reading.descriptions,
            reading.takedowns,
            health=Readiness(settings, reading.database, open_index(settings).engine()),
        )
        app = create_app(services)
        receiving.sweep(settings.incoming)
        server = create_server(
            app, sockets=[listening], threads=settings.site.threads, ident=None,
            max_request_body_size=receiving.body_limit_bytes(settings.upload), **_proxied(settings.site),
        )  # fmt: skip
        try:
            with metrics(settings, reading.database, app.extensions["ati.meter"], services.health):
                ready()
                server.run()
        finally:
            server.close()


def _proxied(site: SiteSettings) -> dict[str, object]:
    """Headers of one reverse proxy are believed, nobody else's: waitress takes them away."""
    if not site.trusted_proxy:
        return {}
    return {
        "trusted_proxy": site.trusted_proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
    }


@contextmanager
def metrics(settings: Settings, database: Database, meter: Meter, health: Health) -> Iterator[None]:
    """Figures for Prometheus on a port of their own, while the site runs; nothing when the setting is 0.

    Raises:
        ConfigError: the port is taken, or the address is not of this machine.
    """
    if not settings.metrics.port:
        yield
        return
    engine = open_index(settings).engine()
    archive = ArchiveCollector(lambda: read_figures(database), lambda: engine.count(Everything()), health)
    meter.registry.register(archive)
    try:
        server, thread = start_http_server(settings.metrics.port, settings.metrics.host, meter.registry)
    except OSError as error:
        where = f"{settings.metrics.host}:{settings.metrics.port}"
        raise ConfigError(f"Metrics cannot be served on {where}: {error.strerror or error}") from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def announce(settings: Settings, host: str, wanted: int, taken: int) -> None:
    """Says where the site is, and warns when others than this machine can reach it."""
    if taken != wanted:
        click.echo(f"Port {wanted} is taken; port {taken} is used.", err=True)
    if host not in LOOPBACK:
        click.echo(
            f"Warning: the site listens on {host}, so others on the network can read the archive "
            f"(site.mode is {settings.site.mode}).",
            err=True,
        )
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"{settings.site.title} is at http://{shown}:{taken}  (Ctrl-C ends it)")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _stopped_by_signal() -> Iterator[None]:
    """SIGTERM ends the site as Ctrl-C does, so that the workers are ended too."""

    def stop(_: int, __: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("The site has ended.", err=True)
    finally:
        signal.signal(signal.SIGTERM, before)
