"""PNG and JPEG, by what writes them in Python."""

from functools import cache
from io import BytesIO
from typing import Any, Final

from tests.producteurs.fichiers import TEXTE, Producteur, Produits, bibliotheque


def image(mode: str = "RGB", largeur: int = 96, hauteur: int = 64) -> Any:
    """A picture of a gradient and some noise, by Pillow."""
    pil = bibliotheque("PIL.Image")
    bruit = pil.effect_noise((largeur, hauteur), 40)
    degrade = pil.linear_gradient("L").resize((largeur, hauteur))
    couleurs = pil.merge("RGB", (bruit, degrade, degrade.rotate(180)))
    return couleurs.quantize(64) if mode == "P" else couleurs.convert(mode)


def enregistrer(une: Any, format_: str, **options: Any) -> bytes:
    sortie = BytesIO()
    une.save(sortie, format_, **options)
    return sortie.getvalue()


@cache
def photo() -> bytes:
    """A JPEG as a camera writes it: Exif with a place and an orientation."""
    return enregistrer(image(largeur=640, hauteur=480), "JPEG", exif=_exif())


@cache
def capture() -> bytes:
    """A PNG with transparent parts."""
    return enregistrer(image("RGBA", 320, 200), "PNG")


def blanche() -> Any:
    """A blank page at 600 dots per inch."""
    return bibliotheque("PIL.Image").new("1", (4960, 7016), 1)


def _exif() -> Any:
    exif = bibliotheque("PIL.Image").Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "samsung", "SM-G998B", 6
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)}
    return exif


def _icc() -> bytes:
    cms = bibliotheque("PIL.ImageCms")
    return cms.ImageCmsProfile(cms.createProfile("sRGB")).tobytes()


def pillow_png() -> Produits:
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        une = image("I").convert("I;16") if mode == "I;16" else image(mode)
        yield f"mode_{mode.replace(';', '_')}.png", enregistrer(une, "PNG")
    textes: Any = bibliotheque("PIL.PngImagePlugin").PngInfo()
    textes.add_text("Title", TEXTE, zip=True)
    textes.add_itxt("Description", TEXTE, "fr", "Description", zip=True)
    textes.add_text("Software", "Pillow")
    variantes: dict[str, dict[str, Any]] = {
        "textes": {"pnginfo": textes},
        "exif": {"exif": _exif()},
        "profil": {"icc_profile": _icc()},
        "resolution": {"dpi": (300, 300)},
        "optimisee": {"optimize": True},
        "non_comprimee": {"compress_level": 0},
        "comprimee": {"compress_level": 9},
        "animee": {"save_all": True, "append_images": [image(), image()], "duration": 200},
    }
    for nom, options in variantes.items():
        yield f"{nom}.png", enregistrer(image(), "PNG", **options)
    transparente = image("P")
    yield "palette_transparente.png", enregistrer(transparente, "PNG", transparency=3, bits=8)
    yield "un_point.png", enregistrer(image(largeur=1, hauteur=1), "PNG")
    yield "grande.png", enregistrer(image("L", 3000, 2000), "PNG", compress_level=1)
    yield "page_blanche.png", enregistrer(blanche(), "PNG")


def pillow_jpeg() -> Produits:
    for mode in ("L", "RGB", "CMYK", "YCbCr"):
        yield f"mode_{mode}.jpg", enregistrer(image(mode), "JPEG")
    for qualite in (1, 30, 75, 95, 100):
        yield f"qualite_{qualite}.jpg", enregistrer(image(), "JPEG", quality=qualite)
    variantes: dict[str, dict[str, Any]] = {
        "progressive": {"progressive": True},
        "progressive_grise": {"progressive": True, "optimize": True, "quality": 20},
        "optimisee": {"optimize": True},
        "exif": {"exif": _exif()},
        "profil": {"icc_profile": _icc()},
        "long_profil": {"icc_profile": _icc() + bytes(150_000)},
        "commentaire": {"comment": TEXTE.encode()},
        "xmp": {"xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"},
        "resolution": {"dpi": (300, 300)},
        "reprises": {"restart_marker_blocks": 1},
        "reprises_par_ligne": {"restart_marker_rows": 1},
        "en_rvb": {"keep_rgb": True},
        **{f"sous_echantillon_{un}": {"subsampling": un} for un in (0, 1, 2)},
    }
    for nom, options in variantes.items():
        yield f"{nom}.jpg", enregistrer(image(), "JPEG", **options)
    yield "cmjn_progressive.jpg", enregistrer(image("CMYK"), "JPEG", progressive=True)
    yield "un_point.jpg", enregistrer(image(largeur=1, hauteur=1), "JPEG")
    yield "grande.jpg", enregistrer(image(largeur=4000, hauteur=3000), "JPEG", exif=_exif())
    mpo = enregistrer(image(), "MPO", save_all=True, append_images=[image(largeur=48, hauteur=32)])
    yield "deux_images.jpg", mpo


def pypng() -> Produits:
    png: Any = bibliotheque("png")
    for bits in (1, 2, 4, 8, 16):
        yield f"gris_{bits}.png", _par_pypng(png, greyscale=True, bitdepth=bits)
    yield "gris_alpha_16.png", _par_pypng(png, greyscale=True, alpha=True, bitdepth=16)
    yield "couleurs_16.png", _par_pypng(png, greyscale=False, bitdepth=16)
    yield "entrelacee.png", _par_pypng(png, greyscale=False, alpha=True, interlace=True)
    palette = [(rang, 255 - rang, 90) for rang in range(16)]
    yield "palette_4.png", _par_pypng(png, palette=palette, bitdepth=4)
    yield "morcelee.png", _par_pypng(png, greyscale=True, chunk_limit=64)
    fond = _par_pypng(png, greyscale=True, gamma=0.45, transparent=7, background=3)
    yield "gamma_fond.png", fond


def _par_pypng(png: Any, **options: Any) -> bytes:
    bits, alpha = options.get("bitdepth", 8), options.get("alpha", False)
    canaux = (1 if options.get("greyscale") or "palette" in options else 3) + alpha
    sortie = BytesIO()
    ligne = [rang % (1 << bits) for rang in range(40 * canaux)]
    png.Writer(40, 30, **options).write(sortie, [ligne] * 30)
    return sortie.getvalue()


def oxipng() -> Produits:
    ox: Any = bibliotheque("oxipng")
    depart = capture()
    yield "niveau_0.png", ox.optimize_from_memory(depart, level=0)
    yield "niveau_4.png", ox.optimize_from_memory(depart, level=4)
    yield "entrelacee.png", ox.optimize_from_memory(depart, interlace=ox.Interlacing.Adam7)
    yield "nettoyee.png", ox.optimize_from_memory(depart, strip=ox.StripChunks.all())


def mozjpeg() -> Produits:
    moz: Any = bibliotheque("mozjpeg_lossless_optimization")
    yield "photo.jpg", moz.optimize(photo())
    yield "grise.jpg", moz.optimize(enregistrer(image("L"), "JPEG"))
    yield "cmjn.jpg", moz.optimize(enregistrer(image("CMYK"), "JPEG"))
    yield "metadonnees.jpg", moz.optimize(photo(), copy=moz.COPY_MARKERS.ALL)


PRODUCTEURS: Final[dict[str, Producteur]] = {
    "Pillow (PNG)": pillow_png,
    "Pillow (JPEG)": pillow_jpeg,
    "pypng": pypng,
    "oxipng": oxipng,
    "mozjpeg": mozjpeg,
}
