"""Mail: short, plain text, to one person; sent by SMTP, or kept to be read in the sandbox."""

import re
from collections import deque
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Final
from uuid import uuid4

from email_validator import validate_email
from sqlalchemy.ext.asyncio import AsyncConnection

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.glossary import decrit
from app.kit.jobs.queue import Travaux
from app.kit.logs import journal
from app.kit.web.problems import CourrielIndisponible

ENVOYER: Final = "envoyer_courriel"
_GARDES_AU_PLUS: Final = 100
_DELAI: Final = 20  # seconds, for each exchange with the server
_COMMANDES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BOITE_REFUSEE: Final = 553  # RFC 6531, 3.5: what a server that cannot write this address says


@dataclass(frozen=True, slots=True)
class Courriel:
    """A mail to the address `a`, in plain text.

    `cle` makes its Message-ID, the same at each try: by it a second copy is recognised. Raises
    `ValueError` for what is not one address, or not one line: nothing gets into the headers.
    """

    a: str
    objet: str
    texte: str
    cle: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        if _COMMANDES.search(self.objet):
            raise ValueError("L'objet d'un courriel tient en une ligne, sans caractère de commande")
        if not (self.cle.isascii() and self.cle.isalnum()):
            raise ValueError("La clé d'un courriel ne comporte que des lettres et des chiffres")
        _adresse(self.a)


@decrit("Un courriel gardé au lieu d'être envoyé.")
@dataclass(frozen=True, slots=True)
class CourrielGarde:
    """A mail that the sandbox kept instead of sending it."""

    a: str
    objet: str
    texte: str
    envoye_le: datetime


class Messagerie:
    """Where mail goes: the SMTP server of the settings; without one, in the sandbox, `gardes`.

    Raises `ValueError` when `expediteur` is not an address.
    """

    def __init__(self, settings: Settings, horloge: Horloge, travaux: Travaux) -> None:
        self._settings = settings
        self._horloge = horloge
        self._travaux = travaux
        self._expediteur = _adresse(settings.expediteur, nommee=True)
        self.gardes: deque[CourrielGarde] = deque(maxlen=_GARDES_AU_PLUS)

    @property
    def disponible(self) -> bool:
        """Whether mail can go anywhere."""
        return self._settings.smtp_hote is not None or self._settings.bac_a_sable

    def exiger(self) -> None:
        """Raise `CourrielIndisponible` where mail can go nowhere."""
        if not self.disponible:
            raise CourrielIndisponible

    async def confier(self, connexion: AsyncConnection, courriel: Courriel) -> None:
        """Have a mail sent by a job, once the transaction of `connexion` has committed.

        It waits in the database until it is sent: a job that sends a secret makes it itself, and
        calls `envoyer`. Raises `CourrielIndisponible`.
        """
        self.exiger()
        await self._travaux.confier(connexion, ENVOYER, asdict(courriel))

    async def envoyer(self, courriel: Courriel) -> None:
        """Send a mail now; for jobs, which are tried again whatever this raises.

        What the server refuses for good is logged, without the address, and not raised.
        """
        self.exiger()
        le = self._horloge.maintenant()
        if self._settings.smtp_hote is None:
            self.gardes.append(CourrielGarde(courriel.a, courriel.objet, courriel.texte, le))
        elif (code := await self._transmettre(self._message(courriel, le))) is not None:
            journal.warning("courriel_refuse", code=code)

    async def envoyer_confie(self, contenu: dict[str, Any]) -> None:
        """The job `envoyer_courriel`: send the mail that `confier` was given."""
        await self.envoyer(Courriel(**contenu))

    def _message(self, courriel: Courriel, le: datetime) -> EmailMessage:
        message = EmailMessage(SMTP)
        message["From"] = self._expediteur
        message["To"] = _adresse(courriel.a)
        message["Subject"] = courriel.objet
        message["Date"] = le
        message["Message-ID"] = f"<{courriel.cle}@{self._expediteur.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
        message.set_content(courriel.texte, cte="quoted-printable")
        return message

    async def _transmettre(self, message: EmailMessage) -> int | None:
        """Hand a mail to the server; the code of its refusal, if that will not change."""
        import aiosmtplib

        reglages = self._settings
        secret = reglages.smtp_mot_de_passe
        try:
            await aiosmtplib.send(
                message,
                hostname=reglages.smtp_hote,
                port=reglages.smtp_port,
                username=reglages.smtp_utilisateur,
                password=None if secret is None else secret.get_secret_value(),
                use_tls=reglages.smtp_tls == "tls",
                start_tls=reglages.smtp_tls == "starttls",
                timeout=_DELAI,
            )
        except aiosmtplib.SMTPRecipientsRefused as refus:
            code = refus.recipients[0].code
        except aiosmtplib.SMTPDataError as refus:
            code = refus.code
        except aiosmtplib.SMTPNotSupported:
            code = _BOITE_REFUSEE
        else:
            return None
        if code < 500:
            raise CourrielDiffere(code)
        return code


class CourrielDiffere(Exception):
    """The server will take this mail later: its 4xx code."""


def _adresse(texte: str, *, nommee: bool = False) -> Address:
    """One address, its domain in ASCII; `nommee`: `Nom <adresse>` is read, too."""
    lue = validate_email(texte, check_deliverability=False, allow_display_name=nommee)
    return Address(lue.display_name or "", lue.local_part, lue.ascii_domain)
