"""A mail as the bytes that are sent, whose head says what it was given and nothing else.

What somebody typed reaches one header, the address of `To`. Some versions of Python decode an
encoded word (RFC 2047) there, then write what it held as headers and text of their own: none gets
in, and the head is read again once it is flattened.
"""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Final

from email_validator import validate_email

_LIGNE_MAX: Final = 998  # RFC 5322, 2.1.1
_MOT_ENCODE: Final = "=?"
_PLI: Final = re.compile(rb"\r\n(?=[ \t])")
_BLANCS: Final = re.compile(rb"[ \t]")


def lire_adresse(texte: str, *, nommee: bool = False) -> Address:
    """One address, its domain in ASCII; `nommee`: `Nom <adresse>` is read, too.

    Raises `ValueError` for anything else, an encoded word included.
    """
    sans_mot_encode(texte)
    lue = validate_email(texte, check_deliverability=False, allow_display_name=nommee)
    sans_mot_encode(lue.normalized)
    return Address(lue.display_name or "", lue.local_part, lue.ascii_domain)


def sans_mot_encode(texte: str) -> None:
    """Raise `ValueError` for a text in which a reader of mail may find an encoded word."""
    if _MOT_ENCODE in texte:
        raise ValueError("Un en-tête de courriel ne comporte pas « =? »")


def ecrire_lettre(
    de: Address,
    a: Address,
    objet: str,
    texte: str,
    cle: str,
    le: datetime,
    arret: str | None = None,
) -> bytes:
    """The bytes of a mail in plain text; `cle` makes its Message-ID; `arret` stops others of the
    kind by one POST (RFC 8058).

    Headers are UTF-8 (RFC 6532) where an address cannot do without. Raises `ValueError` when the
    head as flattened is not that of these values.
    """
    message = EmailMessage(SMTP if (de.addr_spec + a.addr_spec).isascii() else SMTPUTF8)
    message["From"] = de
    message["To"] = a
    message["Subject"] = objet
    message["Date"] = le
    message["Message-ID"] = f"<{cle}@{de.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no machine answers it
    if arret is not None:
        message["List-Unsubscribe"] = f"<{arret}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(texte, cte="quoted-printable")
    # On one line: some versions of Python fold a long word into encoded ones, which no mailbox
    # follows. The body is encoded already, by lines of its own.
    large = message.policy.clone(max_line_length=_LIGNE_MAX)
    octets = message.as_bytes(policy=large if arret else None)
    _verifier_la_tete(octets, message.keys(), a)
    return octets


def _verifier_la_tete(octets: bytes, attendus: list[str], a: Address) -> None:
    tete = _PLI.sub(b"", octets.partition(b"\r\n\r\n")[0]).split(b"\r\n")
    noms = [ligne.partition(b":")[0].decode("ascii", "replace") for ligne in tete]
    destinataire = f"To:{a.addr_spec}".encode()
    if noms != attendus or _BLANCS.sub(b"", tete[noms.index("To")]) != destinataire:
        raise ValueError("La tête du courriel n'est pas celle qui était demandée")
