"""A small load on one loopback server, on kept connections of our own: so the server is what is measured."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

CONNECTIONS = 4
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Line:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, path: str) -> bytes:
        """The body; anything but 200 is an error."""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head, _blank, body = self._more(b"").partition(b"\r\n\r\n")
        while not (length := LENGTH.search(head)) or len(body) < int(length[1]):
            head, _blank, body = self._more(head + _blank + body).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{path} answered {head[:60]!r}")
        return body

    def close(self) -> None:
        self.socket.close()

    def _more(self, so_far: bytes) -> bytes:
        if not (chunk := self.socket.recv(65536)):
            raise ConnectionError("the server has hung up")
        return so_far + chunk


def seconds_of(port: int, paths: Sequence[str]) -> tuple[float, list[float]]:
    """How long all of them took over the connections together, and each alone."""
    lines = [Line(port) for _ in range(CONNECTIONS)]

    def work(place: int) -> list[float]:
        spent = []
        for path in paths[place::CONNECTIONS]:
            begin = time.perf_counter()
            lines[place].ask(path)
            spent.append(time.perf_counter() - begin)
        return spent

    begin = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        each = [seconds for spent in pool.map(work, range(CONNECTIONS)) for seconds in spent]
    together = time.perf_counter() - begin
    for line in lines:
        line.close()
    return together, each


def body_of(port: int, path: str) -> bytes:
    line = Line(port)
    try:
        return line.ask(path)
    finally:
        line.close()
