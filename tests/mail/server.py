"""A real SMTP server on loopback that refuses, waits and hangs up where a test tells it to."""

import asyncio
import email
import email.policy
import re
import socket
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

HANG_UP = "hang up"
USER, PASSWORD = "vanphong", "bi-mat"


@dataclass
class Post:
    """What the server received, and how it behaves.

    `rules` maps a step ("EHLO", "MAIL", "RCPT ma@x", "DATA", "DOT") to what the server does there, a list to be
    used up one by one, or one thing for ever: an answer ("550 no"), HANG_UP, or a number of seconds to wait. At
    "DATA" the server hangs up in the middle of the message; at "DOT" it has the whole message: "kept then hang up"
    keeps it and hangs up without an answer.
    """

    rules: dict = field(default_factory=dict)
    received: list = field(default_factory=list)  # (recipients, bytes) of every message kept
    greetings: list = field(default_factory=list)  # the names clients gave themselves
    connections: int = 0
    waiting: bool = False  # a whole message is here and not answered yet
    port: int = 0

    def rule(self, step):
        found = self.rules.get(step)
        return found.pop(0) if isinstance(found, list) and found else None if isinstance(found, list) else found

    def ids(self):
        """The Message-IDs kept, in order."""
        return [re.search(rb"(?mi)^message-id: (\S+)", content)[1].decode() for _, content in self.received]

    def messages(self):
        return [email.message_from_bytes(content, policy=email.policy.default) for _, content in self.received]

    async def _act(self, server, step, fine):
        action = self.rule(step)
        if isinstance(action, int | float):
            await asyncio.sleep(action)
            action = None
        if action == HANG_UP:
            server.transport.abort()
            return "421 bye"
        return action or fine

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.greetings.append(hostname)
        if self.rule("EHLO") == HANG_UP:
            server.transport.abort()
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = await self._act(server, "MAIL", "250 OK")
        if answer.startswith("250"):
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await self._act(server, f"RCPT {address}", "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        action = self.rule("DOT")
        if isinstance(action, int | float):
            self.waiting = True
            await asyncio.sleep(action)
            action = None
        if action in (None, "kept then hang up"):
            self.received.append((list(envelope.rcpt_tos), envelope.original_content))
        if action in (HANG_UP, "kept then hang up"):
            server.transport.abort()
            return "421 bye"
        return action or "250 OK"


class _Smtp(SMTP):
    """aiosmtpd's server, able to hang up in the middle of a message's data."""

    async def smtp_DATA(self, arg):
        action = self.event_handler.rule("DATA")
        if action == HANG_UP:
            await self.push("354 go on")
            await self._reader.read(100)
            self.transport.abort()
            return
        if action:
            await self.push(action)
            return
        await super().smtp_DATA(arg)

    def connection_made(self, transport):
        super().connection_made(transport)
        if not getattr(self, "counted", False):  # STARTTLS makes it again
            self.counted = True
            self.event_handler.connections += 1


class _Controller(Controller):
    def factory(self):
        return _Smtp(self.handler, **self.SMTP_kwargs)


def start(post, **options):
    """Start the server on a free port; return its controller."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        post.port = probe.getsockname()[1]
    controller = _Controller(post, hostname="127.0.0.1", port=post.port, **options)
    controller.start()
    post.connections = 0  # starting makes one of its own
    return controller


def authenticate(server, session, envelope, mechanism, data):
    good = getattr(data, "login", None) == USER.encode() and data.password == PASSWORD.encode()
    return AuthResult(success=good, handled=good)
