"""An SMTP server of aiosmtpd for its suite; smtp_support.lua starts it with a configuration of lines:

size BYTES          the largest message
timeout SECONDS     of silence after which a client is let go
calls N             how often a client may give each command
user NAME PASSWORD  who may log in; where there is one, who has not logged in sends nothing
refuse ADDRESS      a recipient that is unknown here
ignore LINE         leaves out what another line says: the mistakes of an operator
relay               nobody has to log in
tls CERT KEY        STARTTLS, with that certificate
client_ca CERT      over TLS a client has to show a certificate of that authority
tls_only            nothing but STARTTLS is done without TLS
keep                does over TLS what came behind STARTTLS without it, as CVE-2024-34083 had it
lose                takes the second message of a session and stores none

It listens where the second argument says, or on the socket that it is handed. SIGHUP has it read the users and the
recipients again, SIGTERM ends it. Before it answers to a message it writes it to the file `spool` and to its log.
"""

import asyncio
import os
import signal
import socket
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


def read(path):
    with open(path, encoding="ascii") as file:
        lines = [line.split() for line in file if line.strip()]
    ignored = {words[1] for words in lines if words[0] == "ignore"}
    lines = [words for words in lines if words[0] not in ignored]
    return {
        "settings": {words[0]: words[1] for words in lines if words[0] in ("size", "timeout", "calls")},
        "users": {words[1]: words[2] for words in lines if words[0] == "user"},
        "refused": {words[1] for words in lines if words[0] == "refuse"},
        "lose": ["lose"] in lines,
        "relay": ["relay"] in lines,
        "tls": next((words[1:] for words in lines if words[0] == "tls"), None),
        "client_ca": next((words[1] for words in lines if words[0] == "client_ca"), None),
        "tls_only": ["tls_only"] in lines,
        "keep": ["keep"] in lines,
    }


class Keeping(SMTP):
    def connection_made(self, transport):
        kept = bytes(self._reader._buffer) if self._original_transport else b""
        super().connection_made(transport)
        self._reader._buffer.extend(kept)


class Server:
    def __init__(self, path):
        self.path = path
        self.config = read(path)

    def reload(self):
        self.config = read(self.path)
        print("reloaded", self.path, flush=True)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.config["refused"]:
            return "550 5.1.1 " + address + " is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        session.messages = getattr(session, "messages", 0) + 1
        if session.messages == 1 or not self.config["lose"]:
            self.store(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        return "250 2.0.0 stored"

    def store(self, sender, recipients, content):
        with open("spool", "a", encoding="ascii") as spool:
            for file in (spool, sys.stdout):
                print("stored from", sender, "for", ",".join(recipients), repr(content), file=file, flush=True)

    def authenticate(self, server, session, envelope, mechanism, data):
        known = self.config["users"].get(data.login.decode())
        return AuthResult(success=known is not None and known == data.password.decode(), handled=False)

    def tls_context(self):
        if not self.config["tls"]:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.config["tls"])
        if self.config["client_ca"]:
            context.load_verify_locations(self.config["client_ca"])
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def session(self):
        settings = self.config["settings"]
        protocol = Keeping if self.config["keep"] else SMTP
        return protocol(
            self,
            hostname="mx.example.test",
            ident="ESMTP",
            data_size_limit=int(settings.get("size", 1 << 25)),
            timeout=float(settings.get("timeout", 300)),
            command_call_limit=int(settings["calls"]) if "calls" in settings else None,
            auth_required=bool(self.config["users"]) and not self.config["relay"],
            auth_require_tls=bool(self.config["tls"]),
            tls_context=self.tls_context(),
            require_starttls=self.config["tls_only"],
            authenticator=self.authenticate,
        )


async def main():
    server = Server(sys.argv[1])
    loop = asyncio.get_running_loop()
    if "LISTEN_FDS" in os.environ:
        listening = await loop.create_server(server.session, sock=socket.socket(fileno=3))
    else:
        listening = await loop.create_server(server.session, "127.0.0.1", int(sys.argv[2]))
    ended = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, ended.set_result, None)
    loop.add_signal_handler(signal.SIGHUP, server.reload)
    print("serving", flush=True)
    await ended
    listening.close()


asyncio.run(main())
