"""A small load on one loopback server: so many requests over kept connections, requests per second."""

from __future__ import annotations

import http.client
import time
from concurrent.futures import ThreadPoolExecutor

CONNECTIONS = 4


def requests_per_second(port: int, path: str, requests: int) -> float:
    share = requests // CONNECTIONS
    begin = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for _ in pool.map(lambda _: _ask(port, path, share), range(CONNECTIONS)):
            pass
    return share * CONNECTIONS / (time.perf_counter() - begin)


def body_of(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")
    return body


def _ask(port: int, path: str, times: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
    connection.close()
