"""multipart/form-data (RFC 7578) read from the socket as it comes, nothing spooled."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from fastapi import Request
from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect

from app.kit.files.upload import Envoi
from app.kit.web.call import appel_de
from app.kit.web.filenames import nom_de_fichier
from app.kit.web.http import exiger_en_clair, services_de
from app.kit.web.problems import (
    ALLEGER,
    CorpsIllisible,
    FichierTropGrand,
    RequeteInvalide,
    TypeDeContenuRefuse,
)
from app.kit.web.reception import recevoir

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_PARTIES_MAX: Final = 10
_CHAMP_MAX: Final = 1024
_FRONTIERE_MAX: Final = 256  # bytes; the parser reads no longer one, and RFC 2046 allows 70
_GENRE_MAX: Final = 1024  # characters, of which the parser reads some again and again
# What the other parts and the boundaries may add to the file.
_ENROBAGE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Debut:
    """A part begins: the name of its field, and of its file if it holds one."""

    champ: str
    fichier: str | None


Evenement = Debut | bytes | None  # None ends a part


def recevoir_fichier(requete: Request, champ: str, maximum: int) -> Envoi:
    """The file that the body is to hold under `champ`, of `maximum` bytes at most.

    Nothing is read yet. Raises `FichierTropGrand` for a body announced larger than such a form,
    `TypeDeContenuRefuse` for one that is compressed.
    """
    exiger_en_clair(requete)
    annonce = requete.headers.get("content-length", "0")
    if annonce.isdigit() and int(annonce) > maximum + _ENROBAGE:
        raise _trop_grand(maximum)
    services = services_de(requete)
    morceaux = recevoir(requete, services.patience, services.presse)
    genre = requete.headers.get("content-type")
    return lire_formulaire(appel_de(requete).abonne, morceaux, genre, champ, maximum)


def lire_formulaire(
    abonne: str, morceaux: AsyncIterator[bytes], genre: str | None, champ: str, maximum: int
) -> Envoi:
    """The file of a form of small text fields and that file; `genre` is its media type.

    Reading it raises `TypeDeContenuRefuse` for another media type, `CorpsIllisible` for what is
    malformed or cut short, `FichierTropGrand` past `maximum` bytes of file, `RequeteInvalide`
    without the file.
    """
    envoi, evenements = Envoi(abonne), _lire(morceaux, genre, maximum + _ENROBAGE)
    envoi.contenu = _Formulaire(evenements, champ, maximum, envoi).fichier()
    return envoi


class _Formulaire:
    """A form as it comes, its file handed on by pieces, what goes with it noted in `envoi`."""

    def __init__(
        self, evenements: AsyncIterator[Evenement], champ: str, maximum: int, envoi: Envoi
    ) -> None:
        self._evenements = evenements
        self._champ = champ
        self._maximum = maximum
        self._envoi = envoi

    async def fichier(self) -> AsyncIterator[bytes]:
        """The bytes of the file; then all text fields have been read."""
        await self._jusqu_au_fichier()
        taille = 0
        async for evenement in self._evenements:
            if not isinstance(evenement, bytes):
                break
            taille += len(evenement)
            if taille > self._maximum:
                raise _trop_grand(self._maximum)
            yield evenement
        async for evenement in self._evenements:
            await self._texte(evenement)

    async def _jusqu_au_fichier(self) -> None:
        async for evenement in self._evenements:
            if isinstance(evenement, Debut) and evenement.fichier is not None:
                if evenement.champ != self._champ:
                    raise RequeteInvalide(f"Champ de fichier attendu : « {self._champ} ».")
                self._envoi.nom = evenement.fichier
                return
            await self._texte(evenement)
        raise RequeteInvalide(f"Le formulaire ne contient pas le fichier « {self._champ} ».")

    async def _texte(self, evenement: Evenement) -> None:
        if not isinstance(evenement, Debut):
            return
        if evenement.champ == self._champ and evenement.fichier is None:
            raise RequeteInvalide(
                f"Le champ « {self._champ} » n'a pas de nom de fichier (« filename »), qui est à "
                "donner."
            )
        if evenement.fichier is not None:
            raise RequeteInvalide("Un seul fichier par requête.")
        if evenement.champ in self._envoi.textes:
            raise RequeteInvalide(f"Le champ « {evenement.champ} » est donné deux fois.")
        valeur = bytearray()
        async for suite in self._evenements:
            if not isinstance(suite, bytes):
                break
            valeur += suite
            if len(valeur) > _CHAMP_MAX:
                raise RequeteInvalide(f"Le champ « {evenement.champ} » est trop long.")
        self._envoi.textes[evenement.champ] = _decoder(bytes(valeur))


async def _lire(
    morceaux: AsyncIterator[bytes], genre: str | None, maximum: int
) -> AsyncIterator[Evenement]:
    frontiere = _frontiere(genre or "")
    file: deque[Evenement] = deque()
    lecture = _Lecture(file)
    analyseur = MultipartParser(frontiere, cast("MultipartCallbacks", lecture.rappels()))
    lu = 0
    try:
        async for morceau in morceaux:
            lu += len(morceau)
            if lu > maximum:
                raise _trop_grand(maximum - _ENROBAGE)
            analyseur.write(morceau)
            while file:
                yield file.popleft()
    except MultipartParseError as erreur:
        raise CorpsIllisible(f"Formulaire multipart illisible : {erreur}") from None
    except ClientDisconnect:
        raise CorpsIllisible("Le client s'est interrompu.") from None
    if not lecture.finie:
        raise CorpsIllisible("Le formulaire multipart est incomplet.")


def _frontiere(genre: str) -> bytes:
    """The boundary that a media type gives; raises `TypeDeContenuRefuse` for another one."""
    trop_long = len(genre) > _GENRE_MAX
    media, options = parse_options_header(None if trop_long else genre)
    frontiere = options.get(b"boundary", b"")
    if trop_long or len(frontiere) > _FRONTIERE_MAX:
        raise TypeDeContenuRefuse(
            f"La frontière d'un formulaire multipart compte au plus {_FRONTIERE_MAX} octets."
        )
    if media != b"multipart/form-data" or not frontiere:
        raise TypeDeContenuRefuse("Type accepté : multipart/form-data, avec sa frontière.")
    return frontiere


class _Lecture:
    """Turns the parser's callbacks into events."""

    def __init__(self, file: deque[Evenement]) -> None:
        self._file = file
        self._nom = self._valeur = b""
        self._disposition = b""
        self._parties = 0
        self.finie = False

    def rappels(self) -> dict[str, object]:
        return {
            "on_part_begin": self._debut,
            "on_header_field": self._nom_d_entete,
            "on_header_value": self._valeur_d_entete,
            "on_header_end": self._fin_d_entete,
            "on_headers_finished": self._fin_des_entetes,
            "on_part_data": self._donnees,
            "on_part_end": lambda: self._file.append(None),
            "on_end": self._fin,
        }

    def _debut(self) -> None:
        self._parties += 1
        if self._parties > _PARTIES_MAX:
            raise CorpsIllisible("Le formulaire compte trop de parties.")
        self._disposition = b""

    def _nom_d_entete(self, octets: bytes, debut: int, fin: int) -> None:
        self._nom += octets[debut:fin]

    def _valeur_d_entete(self, octets: bytes, debut: int, fin: int) -> None:
        self._valeur += octets[debut:fin]

    def _fin_d_entete(self) -> None:
        if self._nom.lower() == b"content-disposition":
            self._disposition = self._valeur
        self._nom = self._valeur = b""

    def _fin_des_entetes(self) -> None:
        _, options = parse_options_header(self._disposition)
        if (champ := options.get(b"name")) is None:
            raise CorpsIllisible("Une partie du formulaire n'a pas de nom.")
        fichier = nom_de_fichier(self._disposition, options.get(b"filename"))
        self._file.append(Debut(_decoder(champ), fichier))

    def _donnees(self, octets: bytes, debut: int, fin: int) -> None:
        self._file.append(octets[debut:fin])

    def _fin(self) -> None:
        self.finie = True


def _decoder(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        raise CorpsIllisible("Un champ du formulaire n'est pas en UTF-8.") from None


def _trop_grand(maximum: int) -> FichierTropGrand:
    detail = f"Ce fichier dépasse {_en_clair(maximum)}, la taille acceptée. {ALLEGER}"
    return FichierTropGrand(detail, maximum=maximum)


def _en_clair(taille: int) -> str:
    """A size in bytes as file managers show it, rounded down: `50 Mo`."""
    return f"{taille >> 20} Mo" if taille >= 1 << 20 else f"{taille >> 10} ko"
