"""Multipart uploads to S3 that nobody will end: found, and aborted.

Releases before 0.4.0 left one wherever a process died in an upload, which no listing of files shows
and which providers bill. obstore neither lists nor aborts them; two requests, signed by AWS's
Signature Version 4, are all that it takes.
"""

import asyncio
import hashlib
import hmac
import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

import httpx2

from app.config import Settings
from app.kit.clock import heure_de_la_machine
from app.kit.files.storage import PREFIXE

_DELAI: Final = 10  # seconds for one answer
_RIEN: Final = hashlib.sha256(b"").hexdigest()
_ENVOI: Final = re.compile(r"<Upload>.*?</Upload>", re.DOTALL)
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class _Seau:
    """The bucket of a service, for what obstore does not do there."""

    def __init__(self, settings: Settings, cle: str, secret: str) -> None:
        lue = urlsplit(settings.fichiers_url or "")
        region = settings.s3_region
        self._adresse = settings.s3_endpoint or f"https://s3.{region}.amazonaws.com"
        self._seau = lue.netloc
        self.dossier: Final = f"{lue.path.strip('/')}/{PREFIXE}".lstrip("/")
        self._region, self._cle, self._secret = region, cle, secret

    async def demander(
        self, client: httpx2.AsyncClient, methode: str, cle: str, **demande: str
    ) -> str:
        """What it answers; raises `httpx2.HTTPError`, `TimeoutError`."""
        chemin = quote(f"/{self._seau}/{cle}".rstrip("/"))
        url = httpx2.URL(f"{self._adresse.rstrip('/')}{chemin}?{canonique(demande)}")
        hote = url.netloc.decode()
        entetes = signer(
            methode,
            (hote, url.raw_path.partition(b"?")[0].decode(), demande),
            (self._region, self._cle, self._secret),
            datetime.fromtimestamp(heure_de_la_machine(), UTC),
        )
        async with asyncio.timeout(_DELAI):
            reponse = await client.request(methode, url, headers=entetes)
        return reponse.raise_for_status().text


async def abandonner_les_inacheves(settings: Settings, avant: datetime) -> int:
    """Abort the uploads of files of ours begun before then; how many, a thousand at most at a time.

    Nothing to do in a folder, nor where the keys of S3 are not those of the settings. Raises
    `httpx2.HTTPError`, `TimeoutError`.
    """
    if not (settings.fichiers_url and settings.s3_cle and settings.s3_secret):
        return 0
    seau = _Seau(settings, settings.s3_cle, settings.s3_secret.get_secret_value())
    async with httpx2.AsyncClient(trust_env=False, timeout=None) as client:
        liste = await seau.demander(client, "GET", "", prefix=seau.dossier, uploads="")
        anciens = [envoi for envoi in _lire(liste, seau.dossier) if envoi[2] < avant]
        for cle, envoi, _ in anciens:
            await seau.demander(client, "DELETE", cle, uploadId=envoi)
    return len(anciens)


def _lire(liste: str, dossier: str) -> list[tuple[str, str, datetime]]:
    """Key, identifier and beginning of each upload of a file of ours."""
    lus = list[tuple[str, str, datetime]]()
    for envoi in _ENVOI.findall(liste):
        cle = re.search(f"<Key>({re.escape(dossier)}{_UUID})</Key>", envoi)
        id = re.search(r"<UploadId>([^<&]+)</UploadId>", envoi)
        depuis = re.search(r"<Initiated>([^<]+)</Initiated>", envoi)
        if cle and id and depuis:
            lus.append((cle[1], id[1], datetime.fromisoformat(depuis[1])))
    return lus


def canonique(demande: dict[str, str]) -> str:
    """A query string as it is signed."""
    return "&".join(
        f"{quote(nom, safe='')}={quote(demande[nom], safe='')}" for nom in sorted(demande)
    )


def signer(
    methode: str,
    ou: tuple[str, str, dict[str, str]],
    qui: tuple[str, str, str],
    le: datetime,
) -> dict[str, str]:
    """The headers of a request without a body; `ou`: host, path, query; `qui`: region, key, secret.

    Source: « Signature Calculations for the Authorization Header », Amazon S3 API Reference.
    """
    (hote, chemin, demande), (region, cle, secret) = ou, qui
    instant = le.strftime("%Y%m%dT%H%M%SZ")
    portee = f"{instant[:8]}/{region}/s3/aws4_request"
    entetes = {"host": hote, "x-amz-content-sha256": _RIEN, "x-amz-date": instant}
    signes = ";".join(entetes)
    lignes = [f"{nom}:{valeur}" for nom, valeur in entetes.items()]
    requete = "\n".join([methode, chemin, canonique(demande), *lignes, "", signes, _RIEN])
    a_signer = ["AWS4-HMAC-SHA256", instant, portee, hashlib.sha256(requete.encode()).hexdigest()]
    signature = f"AWS4{secret}".encode()
    for mot in (*portee.split("/"), "\n".join(a_signer)):
        signature = hmac.digest(signature, mot.encode(), "sha256")
    autorisation = f"Credential={cle}/{portee},SignedHeaders={signes},Signature={signature.hex()}"
    return entetes | {"authorization": f"AWS4-HMAC-SHA256 {autorisation}"}
