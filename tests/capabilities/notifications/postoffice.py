"""A mail server of a few lines on this machine: the edge of the network, where a fake is right."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default


class PostOffice(socketserver.ThreadingTCPServer):
    """What it took is in `taken`. `answers` overrides what it says to a command: `{"RCPT": b"550 Unknown"}`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.taken: list[EmailMessage] = []
        self.answers: dict[str, bytes] = {}
        self.connections = 0

    @property
    def mailers(self) -> dict[str, object]:
        """Django's MAILERS that send here."""
        host, port = self.server_address[:2]
        backend = "django.core.mail.backends.smtp.EmailBackend"
        return {"default": {"BACKEND": backend, "OPTIONS": {"host": host, "port": port, "timeout": 5}}}


class _Conversation(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        self.server.connections += 1
        if not self._say("HELLO", b"220 waterland.example"):
            return
        for line in self.rfile:
            command = line.split()[0].decode().upper() if line.split() else ""
            if command == "QUIT":
                self._say("QUIT", b"221 Bye")
                return
            if command == "DATA":
                self._take()
            elif not self._say(command, b"250 OK"):
                return

    def _say(self, command: str, usual: bytes) -> bool:
        answer = self.server.answers.get(command, usual)
        if not answer:  # it hangs up
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self.wfile.write(answer + b"\r\n")
        return True

    def _take(self) -> None:
        self.wfile.write(b"354 Go on\r\n")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        if "DATA" not in self.server.answers:
            self.server.taken.append(BytesParser(EmailMessage, policy=default).parsebytes(b"".join(lines)))
        self._say("DATA", b"250 Taken")


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """It is open in here."""
    office = PostOffice()
    thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        office.shutdown()
        office.server_close()
        thread.join()
