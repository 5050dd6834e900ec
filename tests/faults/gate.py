"""A small gate on loopback before an Elasticsearch node: it passes requests on, slowly, or refuses them."""

from __future__ import annotations

import http.client
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.cluster.processes import LOOPBACK

NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


class Gate:
    """`refuse` answers writes with a status until `open` is called; `delay_s` holds every answer back so long."""

    def __init__(self, node_url: str) -> None:
        self.delay_s = 0.0
        self.status = 0
        self.refused = 0
        self.delayed = 0
        gate, node = self, urlsplit(node_url)

        class Handler(_Handler):
            def answer(self) -> tuple[int, list[tuple[str, str]], bytes]:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if gate.status and self.command in ("POST", "PUT"):
                    gate.refused += 1
                    return gate.status, [], _refusal(gate.status)
                if gate.delay_s:
                    gate.delayed += 1
                    time.sleep(gate.delay_s)
                headers = {key: value for key, value in self.headers.items() if key.lower() not in NOT_PASSED_ON}
                connection = http.client.HTTPConnection(node.hostname or LOOPBACK, node.port, timeout=60)
                try:
                    connection.request(self.command, self.path, body, headers)
                    found = connection.getresponse()
                    return found.status, found.getheaders(), found.read()
                finally:
                    connection.close()

        self._server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://{LOOPBACK}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def open(self) -> None:
        """From now on all passes at once."""
        self.status, self.delay_s = 0, 0.0

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> tuple[int, list[tuple[str, str]], bytes]:
        raise NotImplementedError

    def handle_one(self) -> None:
        try:
            self.pass_on(*self.answer())
        except OSError:  # a client that waits no longer, or a node that is gone
            self.close_connection = True

    def pass_on(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for key, value in headers:
            if key.lower() not in NOT_PASSED_ON:
                self.send_header(key, value)
        if not any(key.lower() == "x-elastic-product" for key, _ in headers):
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_one  # noqa: N815 - the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a test says what it saw."""


def _refusal(status: int) -> bytes:
    cause = {"type": "es_rejected_execution_exception", "reason": "a test refuses"}
    return json.dumps({"error": {"root_cause": [cause], **cause}, "status": status}).encode()
