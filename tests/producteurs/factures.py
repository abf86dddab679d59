"""PDF that are signed, and invoices that carry their data."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from tests.producteurs import pdf
from tests.producteurs.fichiers import Producteur, Produits, bibliotheque

_CII: Final = b"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
 xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>F-1</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20230901</udt:DateTimeString>
</ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Fonderie</ram:Name></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Mairie</ram:Name></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement></rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""


def facturx() -> Produits:
    produire: Any = bibliotheque("facturx").generate_from_binary
    for niveau in ("minimum", "basicwl", "en16931"):
        facture = produire(
            pdf.lettre(), _CII, level=niveau, check_xsd=False, check_schematron=False
        )
        yield f"{niveau}.pdf", facture


def pyhanko() -> Produits:
    for nom, contenu in {"lettre": pdf.lettre(), "formulaire": pdf.formulaire()}.items():
        une_fois = _signer(contenu, "Signature1")
        yield f"{nom}_signe.pdf", une_fois
        yield f"{nom}_signe_deux_fois.pdf", _signer(une_fois, "Signature2")
    yield "certifie.pdf", _signer(pdf.lettre(), "Signature1", certify=True)
    pades = bibliotheque("pyhanko.sign.fields").SigSeedSubFilter.PADES
    yield "pades.pdf", _signer(pdf.lettre(), "Signature1", subfilter=pades)
    yield "visible.pdf", _signer(pdf.lettre(), "Signature1", visible=True)


@cache
def signe() -> bytes:
    """A letter that is signed."""
    return _signer(pdf.lettre(), "Signature1")


def _signer(contenu: bytes, champ: str, *, visible: bool = False, **options: Any) -> bytes:
    sign: Any = bibliotheque("pyhanko.sign.signers")
    champs: Any = bibliotheque("pyhanko.sign.fields")
    ecrivain = bibliotheque("pyhanko.pdf_utils.incremental_writer").IncrementalPdfFileWriter(
        BytesIO(contenu)
    )
    boite = (72, 72, 300, 140) if visible else None
    champs.append_signature_field(ecrivain, champs.SigFieldSpec(champ, box=boite))
    reglages = sign.PdfSignatureMetadata(field_name=champ, name="Mairie", **options)
    signataire = sign.SimpleSigner.load_pkcs12_data(_certificat(), [], b"essai")
    return sign.sign_pdf(ecrivain, reglages, signer=signataire).getvalue()


@cache
def _certificat() -> bytes:
    cle = generate_private_key(65537, 2048)
    nom = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Mairie")])
    maintenant = datetime(2023, 9, 1, tzinfo=UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        **dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement"), False),
        **dict.fromkeys(("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False),
    )
    certificat = (
        x509.CertificateBuilder(nom, nom, cle.public_key(), x509.random_serial_number())
        .not_valid_before(maintenant)
        .not_valid_after(maintenant + timedelta(days=36_500))
        .add_extension(usage, critical=True)
        .sign(cle, hashes.SHA256())
    )
    secret = BestAvailableEncryption(b"essai")
    return pkcs12.serialize_key_and_certificates(b"essai", cle, certificat, None, secret)


PRODUCTEURS: Final[dict[str, Producteur]] = {"factur-x": facturx, "pyHanko": pyhanko}
