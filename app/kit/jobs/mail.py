"""Mail: short, plain text, to one person; sent by SMTP, or kept to be read in the sandbox."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.jobs.kept import CourrielGarde, Gardes
from app.kit.jobs.letter import ecrire_lettre, lire_adresse, sans_mot_encode
from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.web.problems import CourrielIndisponible

if TYPE_CHECKING:
    import aiosmtplib

_DELAI: Final = 20  # seconds, for each exchange with the server
_COMMANDES: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ADRESSE_WEB: Final = re.compile(r"https://[A-Za-z0-9.:/_~-]+")
_BOITE_REFUSEE: Final = 553  # RFC 6531, 3.5: what a server that cannot write this address says


@dataclass(frozen=True, slots=True)
class Courriel:
    """A mail to the address `a`, in plain text.

    `cle` makes its Message-ID: given, the same at each try, a second copy is recognised. `arret`:
    where a mailbox stops such mail by itself, if it can. Raises `ValueError` for what is not one
    address, or not one line: nothing gets into the headers.
    """

    a: str
    objet: str
    texte: str
    cle: str = field(default_factory=lambda: uuid4().hex)
    arret: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if _COMMANDES.search(self.objet):
            raise ValueError("L'objet d'un courriel tient en une ligne, sans caractère de commande")
        sans_mot_encode(self.objet)
        if not (self.cle.isascii() and self.cle.isalnum()):
            raise ValueError("La clé d'un courriel ne comporte que des lettres et des chiffres")
        lire_adresse(self.a)
        if self.arret is not None and not _ADRESSE_WEB.fullmatch(self.arret):
            raise ValueError("L'adresse d'arrêt d'un courriel est en https, et rien d'autre")


class Messagerie:
    """Where mail goes: the SMTP server of the settings; without one, in the sandbox, `gardes`.

    Raises `ValueError` when `expediteur` is not an address.
    """

    def __init__(self, settings: Settings, horloge: Horloge, base: Base) -> None:
        self._settings = settings
        self._horloge = horloge
        self._expediteur = lire_adresse(settings.expediteur, nommee=True)
        self.gardes: Final = Gardes(base)

    @property
    def disponible(self) -> bool:
        """Whether mail can go anywhere."""
        return self._settings.smtp_hote is not None or self._settings.bac_a_sable

    def exiger(self) -> None:
        """Raise `CourrielIndisponible` where mail can go nowhere."""
        if not self.disponible:
            raise CourrielIndisponible

    async def envoyer(self, courriel: Courriel) -> None:
        """Send a mail now; for jobs, which are tried again whatever this raises.

        A job makes its mail when it sends it: none waits in the database. What the server refuses
        for good is logged, without the address, and not raised.
        """
        self.exiger()
        le = self._horloge.maintenant()
        if self._settings.smtp_hote is None:
            garde = CourrielGarde(courriel.a, courriel.objet, courriel.texte, le)
            await self.gardes.ajouter(garde)
        elif (code := await self._transmettre(courriel, le)) is not None:
            journal.warning("courriel_refuse", code=code)

    async def _transmettre(self, courriel: Courriel, le: datetime) -> int | None:
        """Hand a mail to the server; the code of its refusal, if that will not change.

        The bytes sent are those whose head was checked, their recipient given apart.
        """
        import aiosmtplib

        a = lire_adresse(courriel.a)
        lettre = ecrire_lettre(
            *(self._expediteur, a, courriel.objet, courriel.texte, courriel.cle, le),
            arret=courriel.arret,
        )
        accentuees = not (self._expediteur.addr_spec + a.addr_spec).isascii()
        try:
            async with self._serveur() as serveur:
                if accentuees:
                    await serveur.ehlo()
                    if not serveur.supports_extension("smtputf8"):
                        return _BOITE_REFUSEE
                await serveur.sendmail(
                    self._expediteur.addr_spec,
                    [a.addr_spec],
                    lettre,
                    mail_options=["SMTPUTF8", "BODY=8BITMIME"] if accentuees else [],
                )
        except aiosmtplib.SMTPRecipientsRefused as refus:
            code = refus.recipients[0].code
        except aiosmtplib.SMTPDataError as refus:
            code = refus.code
        else:
            return None
        if code < 500:
            raise CourrielDiffere(code)
        return code

    def _serveur(self) -> "aiosmtplib.SMTP":
        import aiosmtplib

        reglages = self._settings
        secret = reglages.smtp_mot_de_passe
        return aiosmtplib.SMTP(
            hostname=reglages.smtp_hote,
            port=reglages.smtp_port,
            username=reglages.smtp_utilisateur,
            password=None if secret is None else secret.get_secret_value(),
            use_tls=reglages.smtp_tls == "tls",
            start_tls=reglages.smtp_tls == "starttls",
            timeout=_DELAI,
        )


class CourrielDiffere(Exception):
    """The server will take this mail later: its 4xx code."""
