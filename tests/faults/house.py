"""Basqaru as one server runs it, with a PostgreSQL and a Redis of its own; any part can be killed and come back."""

from __future__ import annotations

import os
import secrets
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import cast

import django
import psycopg2
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from config.trial.children import Children
from config.trial.redis import free_port, serve_redis
from config.trial.serve import page_status
from tests.faults.waiting import descendants, within
from tests.postgres import Cluster, make_cluster

# What only a power cut would lose: of a process that is killed, the kernel keeps what it has written.
CARELESS = ("fsync=off",)
DATABASE = "basqaru"
TENDED, PATIENCE = ("worker", "beat"), 5
# Seconds that each may take on a machine that is busy; most take one or two.
TO_OPEN, TO_START, TO_DIE, TO_STOP = 300, 120, 20, 90


class Tended(Children):
    """As whatever runs a server does: what has ended by itself, as a worker may when its broker goes away under it, is
    started again; what ends again and again is given up.
    """

    def __init__(self, logs: Path) -> None:
        super().__init__(logs)
        self.again: Counter[str] = Counter()
        self.env: Mapping[str, str] = {}

    def require_alive(self) -> None:
        for name, child in list(self.running.items()):
            if name.startswith(TENDED) and child.poll() is not None and self.again[name] < PATIENCE:
                self.again[name] += 1
                self.start(name, cast("list[str]", child.args), env=self.env)
        super().require_alive()


class House:
    """All parts lie under one directory. `start` waits until the part answers."""

    def __init__(self, directory: Path, *, mail: str, careless: bool = True, **env: str) -> None:
        self.careless = careless
        self.children = Tended(directory / "log")
        self.directory = directory
        (directory / "postgres").mkdir()
        self.cluster: Cluster = make_cluster(directory / "postgres")
        self.redis, self.web, self.password = free_port(), free_port(), secrets.token_urlsafe(24)
        redis_url = f"redis://:{self.password}@127.0.0.1:{self.redis}/0"
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("CELERY_", "TEST_"))},
            "DATABASE_URL": f"{self.cluster.url}/{DATABASE}",
            "REDIS_URL": redis_url,
            "CELERY_BROKER_URL": redis_url,
            "DATA_DIR": str(directory / "data"),
            "EMAIL_URL": mail,
            "SITE_URL": f"http://127.0.0.1:{self.web}",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "LOG_LEVEL": "ERROR",
            "QUIET_HOURS": "",
            **env,
        }
        self.children.env = self.env

    def open(self) -> None:
        """The database with its tables, and this process in it; the rest is not started yet."""
        with within(TO_OPEN, "the database and its tables", logs=self.children.logs):
            self.start("postgres")
            self.start("redis")
            with closing(psycopg2.connect(f"{self.cluster.url}/postgres", connect_timeout=10)) as line:
                line.autocommit = True
                line.cursor().execute(f"CREATE DATABASE {DATABASE}")
            os.environ.update(self.env)
            django.setup()
            call_command("messages", "--compile")
            call_command("migrate", run_syncdb=True, verbosity=0)

    @property
    def netloc(self) -> str:
        return f"127.0.0.1:{self.web}"

    def start(self, part: str) -> None:
        with within(TO_START, f"{part} to start"):
            self._start(part)

    def _start(self, part: str) -> None:
        celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
        if part == "postgres":
            self.cluster.serve(self.children, CARELESS if self.careless else ())
        elif part == "redis":
            serve_redis(self.children, self.directory / "redis", self.redis, self.password)
        elif part == "web":
            gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", self.netloc, "--threads", "4"]
            self.children.start("web", [*gunicorn, "--no-control-socket"], env=self.env)
            self.children.wait_for("web", lambda: page_status(self.web) > 0)
        elif part.startswith("worker"):
            self._work(celery, part)
        else:
            schedule = f"--schedule={self.directory / part}-schedule"
            self.children.start(part, [*celery, "beat", "--pidfile=", schedule], env=self.env)

    def _work(self, celery: list[str], part: str) -> None:
        """Two workers of one machine have names of their own."""
        worker = [*celery, "worker", "-n", f"{part}@%h", "--concurrency=2", "--without-gossip", "--without-mingle"]
        self.children.start(part, worker, env=self.env)

    def kill(self, part: str) -> None:
        """What a power cut does to it and its children: no signal handler, no goodbye."""
        process = self.children.running.pop(part)
        with within(TO_DIE, f"{part} to die"):
            if process.poll() is None:
                os.kill(process.pid, signal.SIGSTOP)  # so that it gets no child that is not counted
                for pid in [*descendants(process.pid), process.pid]:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """PostgreSQL waits for whoever still talks to it, so this process hangs up first."""
        with within(TO_STOP, "all parts to end"):
            if apps.ready:
                connections.close_all()
            self.children.stop()
