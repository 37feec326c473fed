"""``garde serve`` and ``garde demo``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from garde.cli.frame import Acting, command
from garde.cli.output import progress, say, warn

if TYPE_CHECKING:
    from garde.basin.config import BasinConfig
    from garde.clock import Clock
    from garde.storage.database import Database
    from garde.web.folder import SiteFolder
    from garde.web.publishing import Render
    from garde.web.source import PublicSource

HOST = "127.0.0.1"
QUIET: dict[str, Any] = {
    "log_level": "error",
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
}
"""No access log: it would keep who asked what, and services' secret addresses. No line for what is no HTTP
either, with which anybody could fill a disk. Nor does uvicorn read what proxies say: it believes whoever asks
from this machine, and remembers addresses."""
PORT = 8000

HostOption = Annotated[str, typer.Option("--host", metavar="H", help="The address to listen on.")]
PortOption = Annotated[
    int, typer.Option("--port", metavar="P", min=1, max=65535, help="The port to listen on.")
]


def add_to(app: typer.Typer) -> None:
    """Mounts the commands."""
    command(app, "serve")(serve)
    command(app, "demo", uses_basin=False)(demo)


def serve(acting: Acting, host: HostOption = HOST, port: PortOption = PORT) -> int:
    """Serves the public page "who is open now", its data, the feeds and the services' pages, until Ctrl-C.

    Example: garde serve --port 8000
    """
    import uvicorn

    from garde.web.app import create_app
    from garde.web.calendars.lasting import LastingCalendars
    from garde.web.calendars.stored import StoredCalendars
    from garde.web.lasting import LastingSource
    from garde.web.limiting.asking import ApiLimit
    from garde.web.limiting.visitors import read_proxies
    from garde.web.my.source import PrivateSource
    from garde.web.posters import stored_posters
    from garde.web.published import PublishedSource
    from garde.web.site import StoredSite

    proxies, rate = read_proxies(acting.settings.proxies), acting.settings.api_rate
    _refuse_taken(host, port)
    folder = acting.settings.site_folder()
    database, basin = _whom_to_serve(acting, folder)
    site = _own_site(folder, basin.id)
    source = LastingSource(PublishedSource(database, basin.id, acting.clock), acting.clock, site, tell=warn)
    say(f"Who is open now: http://{host}:{port}/  (Ctrl-C stops)")
    # Where nobody said it, only a demo is surely looked at from here: a proxy may stand before others.
    here = f"http://{host}:{port}" if basin.demo and host == HOST else None
    public_url = acting.settings.known_public_url or here
    posters = stored_posters(database, public_url)
    application = create_app(
        source,
        acting.clock,
        PrivateSource(database, public_url),
        LastingCalendars(StoredCalendars(database, basin.id, acting.clock, public_url), site),
        public_url,
        posters,
        site,
    )
    if rate:
        application.add_middleware(ApiLimit, rate=rate, proxies=proxies)
    render = StoredSite(database, basin.id, public_url, posters).files
    # Ctrl-C is how serving ends.
    with _published(source, acting.clock, site, render), suppress(KeyboardInterrupt):
        uvicorn.run(application, host=host, port=port, **QUIET)
    say("Stopped.")
    return 0


def _whom_to_serve(acting: Acting, folder: Path | None) -> tuple[Database, BasinConfig]:
    """The database and the basin; while the database is gone, the basin of the last good files.

    Raises what is wrong with the database where there are none.
    """
    from garde.bootstrap import awaited_database
    from garde.errors import StorageError
    from garde.web.folder import last_published

    try:
        return acting.database, acting.basin
    except StorageError:
        known = None if folder is None else last_published(folder)
        config = known.timetable.config if known else None
        if config is None or acting.requested_basin not in (None, config.id):
            raise
        database = awaited_database(acting.settings)
        acting.opened.append(database)
        return database, config


def _own_site(folder: Path | None, basin: str) -> SiteFolder | None:
    """The folder of the site; None where another basin's lies in it, on which nobody may fall back."""
    from garde.errors import BadInput
    from garde.web.folder import SiteFolder

    if folder is None:
        return None
    site = SiteFolder(folder, basin)
    try:
        site.require_own()
    except BadInput as error:
        warn(f"no static site is kept: {error.one_line()}")
        return None
    return site


@contextmanager
def _published(source: PublicSource, clock: Clock, site: SiteFolder | None, render: Render) -> Iterator[None]:
    """Keeps the static site up to date meanwhile."""
    from garde.web.publishing import SitePublisher

    if site is None:
        yield
        return
    publisher = SitePublisher(source, clock, site, render, warn)
    publisher.start()
    try:
        yield
    finally:
        publisher.stop()


def _refuse_taken(host: str, port: int) -> None:
    """Raises BadInput before anything starts when the address cannot be listened on."""
    import socket

    from garde.errors import BadInput

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise BadInput(
            f"cannot listen there: {error.strerror or error}",
            where=f"{host}:{port}",
            remedy="choose another with --host and --port",
        ) from error


def demo(
    acting: Acting,
    serving: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Serve the public page at the end.")
    ] = True,
    publish_next: Annotated[
        bool, typer.Option("--publish", help="Also publish the drafted month and write the feeds.")
    ] = False,
    feeds: Annotated[
        Path, typer.Option("--feeds", metavar="DIR", help="Where --publish writes feeds.")
    ] = Path("demo-feeds"),
    host: HostOption = HOST,
    port: PortOption = PORT,
) -> int:
    """Builds a demo database of invented services with a year of rotas, and serves it.

    Example: GARDE_DATABASE_URL=sqlite:///demo.db garde demo
    """
    from garde.basin.load import load_basin, shipped_basins
    from garde.bootstrap import prepared_database
    from garde.cli.showing import show_draft
    from garde.demo.build import build_demo

    if serving:
        _refuse_taken(host, port)
    now = acting.now()
    database = prepared_database(acting.settings)
    acting.opened.append(database)
    config = load_basin(shipped_basins()["demo"])
    with progress("demo") as step:
        built = build_demo(database, config, now, step)
    show_draft(database, config, built.draft)
    for text in built.planned.warnings:
        warn(text)
    first, last = built.months[0], built.months[-1]
    say()
    say(f"DEMONSTRATION: {built.services} invented services, {first} to {last} published.")
    acting.database = database
    draft = built.draft.id
    if publish_next:
        _publish(acting, draft, feeds)
    else:
        say(
            f"{built.draft.months[0]} is draft {draft}: garde drafts show {draft}, then garde publish {draft}"
        )
    address = os.environ.get("GARDE_DATABASE_URL")
    settings = f"GARDE_DATABASE_URL={address} " if address else ""
    program = "garde" if shutil.which("garde") else sys.argv[0]
    say("Look at:")
    report = f"report --from {first.first_day} --to {built.months[-1].last_day} -o report.pdf"
    for example in ("open", "ledger show", "versions list", "services list", f"drafts show {draft}", report):
        say(f"  {settings}{program} {example}")
    if serving:
        return serve(acting, host, port)
    return 0


def _publish(acting: Acting, draft: int, feeds: Path) -> None:
    from garde.cli.exporting import ical
    from garde.publication.publish import publish

    actor = acting.actor
    with acting.database.writing() as session:
        published = publish(session, acting.basin, draft, actor=actor, at=acting.now())
    say(f"Version {published.number} is in force for {', '.join(published.months)}.")
    ical(acting, feeds)
