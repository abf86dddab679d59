"""A real SMTP server that the tests start: what it received, what it is told to refuse."""

import asyncio
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from queue import Queue
from typing import Any, Final, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOTE: Final = "127.0.0.1"
_DELAI: Final = 30  # seconds after which a wait is a failure


@dataclass
class Boite:
    """The server of a test: its port, the mail that it took, the answers that it was told to give.

    `refus`: what the next recipients are answered, one each (`"451 plus tard"`); then all are
    taken. `destinataires`: the envelope's, of every mail taken.
    """

    port: int = 0
    refus: list[str] = field(default_factory=list[str])
    destinataires: list[str] = field(default_factory=list[str])
    _recus: Queue[EmailMessage] = field(default_factory=Queue[EmailMessage])

    @property
    def reglages(self) -> dict[str, object]:
        """The settings of a service that sends its mail here, for `reglages_pour`."""
        return {"smtp_hote": HOTE, "smtp_port": self.port, "smtp_tls": "aucun"}

    def recevoir(self) -> EmailMessage:
        """The next mail, awaited."""
        return self._recus.get(timeout=_DELAI)

    def est_vide(self) -> bool:
        """Whether every mail taken was asked for."""
        return self._recus.empty()

    def vider(self) -> None:
        """Forget the mail not asked for."""
        while not self.est_vide():
            self._recus.get_nowait()

    # What aiosmtpd calls.

    async def handle_RCPT(
        self, _smtp: SMTP, _session: Session, enveloppe: Envelope, adresse: str, _options: list[str]
    ) -> str:
        if self.refus:
            return self.refus.pop(0)
        enveloppe.rcpt_tos.append(adresse)
        return "250 OK"

    async def handle_DATA(self, _smtp: SMTP, _session: Session, enveloppe: Envelope) -> str:
        self.destinataires += enveloppe.rcpt_tos
        contenu = cast(bytes, enveloppe.content)
        self._recus.put(message_from_bytes(contenu, policy=default))
        return "250 OK"


@contextmanager
def serveur_smtp(*, tls: ssl.SSLContext | None = None, **options: Any) -> Generator[Boite]:
    """A server on a free port until the end of the block.

    `tls`: encrypted from the first byte; `options` are those of aiosmtpd's `SMTP`, such as
    `tls_context` for STARTTLS and `enable_SMTPUTF8`.
    """
    boite, boucle = Boite(), asyncio.new_event_loop()

    def conversation() -> SMTP:
        return SMTP(boite, hostname="localhost", loop=boucle, **options)

    async def ecouter() -> asyncio.Server:
        return await boucle.create_server(conversation, HOTE, 0, ssl=tls)

    serveur = boucle.run_until_complete(ecouter())
    boite.port = serveur.sockets[0].getsockname()[1]
    fil = threading.Thread(target=boucle.run_forever)
    fil.start()
    try:
        yield boite
    finally:
        asyncio.run_coroutine_threadsafe(_fermer(serveur), boucle).result(_DELAI)
        boucle.call_soon_threadsafe(boucle.stop)
        fil.join()
        boucle.close()


async def _fermer(serveur: asyncio.Server) -> None:
    serveur.close()
    conversations = asyncio.all_tasks() - {asyncio.current_task()}
    for conversation in conversations:
        conversation.cancel()
    await asyncio.gather(*conversations, return_exceptions=True)


def connaisseur(utilisateur: str, mot_de_passe: str) -> Any:
    """An `authenticator` that knows one user."""

    def juger(_smtp: SMTP, _s: Session, _e: Envelope, _genre: str, montre: Any) -> AuthResult:
        connu = LoginPassword(utilisateur.encode(), mot_de_passe.encode())
        return AuthResult(success=montre == connu, handled=False)

    return juger


def certificat(dossier: Path, *hotes: str) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS context for 127.0.0.1 and such names, and the authority's file to trust."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "essai")])
    noms = [x509.IPAddress(ip_address(HOTE)), *map(x509.DNSName, hotes)]
    jour = datetime.now(UTC)
    certifie = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(jour - timedelta(days=1))
        .not_valid_after(jour + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(noms), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(cle, hashes.SHA256())
    )
    pem = dossier / "serveur.pem"
    privee = cle.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    publique = certifie.public_bytes(serialization.Encoding.PEM)
    pem.write_bytes(privee + publique)
    autorite = dossier / "autorite.pem"
    autorite.write_bytes(publique)
    contexte = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    contexte.load_cert_chain(pem)
    return contexte, autorite
