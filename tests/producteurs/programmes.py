"""All seven types, by programs that `.ci/programs` installs: each is a script of the shell.

It finds the files of `_entrees` where it runs, and leaves its own in `$S`.
"""

import os
import subprocess
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.producteurs import archives, classeurs, factures, images, pdf, textes
from tests.producteurs.fichiers import LIGNES, TEXTE, Producteur, Produits

DELAI: Final = 240  # seconds after which a wait is a failure
_SVG: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="200" '
    f'height="90" fill="teal"/><text x="9" y="99">{TEXTE}</text></svg>'
)
_HTML: Final = (
    f'<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Lettre</title><h1>{TEXTE}</h1>'
    '<p><a href="https://www.gouv.fr">Lien</a></p><img src="photo.jpg"><img src="capture.png">'
    "<table><tr><td>Axe</td><td>Titre</td></tr></table></html>"
)

_SCRIPTS: Final = {
    "qpdf": """
        qpdf lettre.pdf $S/recrit.pdf
        qpdf --linearize lettre.pdf $S/linearise.pdf
        qpdf --linearize --object-streams=generate formulaire.pdf $S/flux_d_objets.pdf
        qpdf --qdf lettre.pdf $S/qdf.pdf
        qpdf --encrypt "" auteur 256 -- lettre.pdf $S/protege_256.pdf
        qpdf --encrypt "" auteur 128 --use-aes=y -- lettre.pdf $S/protege_128.pdf
        qpdf --allow-weak-crypto --encrypt "" auteur 40 -- lettre.pdf $S/protege_40.pdf
        qpdf --empty --pages lettre.pdf formulaire.pdf -- $S/fusion.pdf
        qpdf lettre.pdf --add-attachment facture.xml -- $S/piece_jointe.pdf
        qpdf lettre.pdf --overlay formulaire.pdf -- $S/superpose.pdf
        qpdf --flatten-annotations=all formulaire.pdf $S/aplati.pdf""",
    "Ghostscript": """
        ecrire() { sortie=$1; shift; gs -q -dBATCH -dNOPAUSE -sOutputFile=$S/$sortie "$@"; }
        ecrire simple.pdf -sDEVICE=pdfwrite lettre.pdf
        ecrire ecran.pdf -sDEVICE=pdfwrite -dPDFSETTINGS=/screen lettre.pdf
        ecrire imprimeur.pdf -sDEVICE=pdfwrite -dPDFSETTINGS=/prepress lettre.pdf
        ecrire ancien.pdf -sDEVICE=pdfwrite -dCompatibilityLevel=1.3 lettre.pdf
        ecrire non_compresse.pdf -sDEVICE=pdfwrite -dCompressPages=false lettre.pdf
        ecrire fusion.pdf -sDEVICE=pdfwrite lettre.pdf formulaire.pdf
        ecrire archive.pdf -sDEVICE=pdfwrite -dPDFA=2 -sColorConversionStrategy=RGB lettre.pdf
        ecrire numerise.pdf -sDEVICE=pdfimage24 -r72 lettre.pdf
        ecrire numerise_gris.pdf -sDEVICE=pdfimage8 -r72 lettre.pdf
        for d in png16m pnggray pngmono png256 pngalpha png48; do
          ecrire $d.png -sDEVICE=$d -r72 -dLastPage=1 lettre.pdf
        done
        for d in jpeg jpeggray jpegcmyk; do
          ecrire $d.jpg -sDEVICE=$d -r72 -dLastPage=1 lettre.pdf
        done""",
    "Poppler": """
        pdfunite lettre.pdf formulaire.pdf $S/fusion.pdf
        pdfunite signe.pdf lettre.pdf $S/fusion_d_un_signe.pdf
        pdfseparate -l 1 lettre.pdf $S/page_%d.pdf
        pdfattach lettre.pdf facture.xml $S/piece_jointe.pdf
        pdftocairo -pdf lettre.pdf $S/cairo.pdf
        pdftocairo -png -r 72 -singlefile lettre.pdf $S/cairo
        pdftocairo -png -gray -r 72 -singlefile lettre.pdf $S/cairo_gris
        pdftocairo -png -mono -r 72 -singlefile lettre.pdf $S/cairo_mono
        pdftocairo -jpeg -r 72 -singlefile lettre.pdf $S/cairo
        pdftoppm -jpeg -r 72 -jpegopt progressive=y -singlefile lettre.pdf $S/splash
        pdftoppm -jpegcmyk -r 72 -singlefile lettre.pdf $S/splash_cmjn
        pdfimages -all -l 1 lettre.pdf $S/image""",
    "ImageMagick": """
        /usr/bin/convert photo.jpg -quality 40 $S/qualite.jpg
        /usr/bin/convert photo.jpg -colorspace CMYK $S/cmjn.jpg
        /usr/bin/convert photo.jpg -colorspace Gray $S/gris.jpg
        /usr/bin/convert photo.jpg -interlace JPEG $S/progressive.jpg
        /usr/bin/convert photo.jpg -strip -sampling-factor 4:2:0 $S/nettoyee.jpg
        /usr/bin/convert photo.jpg -set comment "$0" -density 300 $S/commentaire.jpg
        /usr/bin/convert photo.jpg -rotate 90 $S/simple.png
        /usr/bin/convert photo.jpg -depth 16 $S/16_bits.png
        /usr/bin/convert photo.jpg -colors 16 PNG8:$S/palette.png
        /usr/bin/convert photo.jpg -monochrome $S/noir_et_blanc.png
        /usr/bin/convert capture.png -interlace PNG $S/entrelacee.png
        /usr/bin/convert capture.png -set Title "$0" $S/texte.png""",
    "libjpeg-turbo": """
        for o in progressive arithmetic grayscale baseline optimize rgb; do
          cjpeg -$o -outfile $S/$o.jpg photo.ppm
        done
        cjpeg -restart 1 -quality 30 -outfile $S/reprises.jpg photo.ppm
        jpegtran -copy all -rotate 90 -outfile $S/tournee.jpg photo.jpg
        jpegtran -copy none -progressive -outfile $S/nettoyee.jpg photo.jpg
        jpegtran -arithmetic -outfile $S/arithmetique.jpg photo.jpg""",
    "outils PNG": """
        optipng -quiet -out $S/optipng.png capture.png
        optipng -quiet -i1 -out $S/optipng_entrelacee.png capture.png
        pngcrush -q capture.png $S/pngcrush.png
        pngcrush -q -rem alla capture.png $S/pngcrush_nettoyee.png
        pnmtopng photo.ppm > $S/netpbm.png
        pnmtopng -interlace photo.ppm > $S/netpbm_entrelacee.png""",
    "ExifTool": """
        exiftool -q -o $S/auteur.jpg -Artist=Mairie -GPSLatitude=43.9 photo.jpg
        exiftool -q -o $S/xmp.jpg -XMP:Title=Lettre -IPTC:City=Albi photo.jpg
        exiftool -q -o $S/nettoyee.jpg -all= photo.jpg
        exiftool -q -o $S/vignette.jpg "-ThumbnailImage<=vignette.jpg" photo.jpg
        exiftool -q -o $S/titre.png -Title=Capture -XMP:City=Albi capture.png
        exiftool -q -o $S/titre.pdf -Title=Lettre lettre.pdf""",
    "librsvg": """
        rsvg-convert -f pdf dessin.svg -o $S/dessin.pdf
        rsvg-convert -f png -z 3 dessin.svg -o $S/dessin.png""",
    "Graphviz": """
        for f in pdf png jpg; do dot -T$f graphe.dot -o $S/graphe.$f; done""",
    "groff": """
        groff -Tpdf -ms lettre.ms > $S/lettre.pdf""",
    "pandoc": """
        for f in docx odt; do
          pandoc lettre.md -o $S/lettre.$f
          pandoc -s --toc lettre.html -o $S/sommaire.$f
        done
        pandoc simple.docx -o $S/relu.odt
        pandoc simple.odt -o $S/relu.docx""",
    "Gnumeric": """
        for f in xlsx ods pdf; do ssconvert plan.csv $S/plan.$f; done
        ssconvert graphique.xlsx $S/graphique.ods
        ssconvert -T Gnumeric_Excel:xlsx2 graphique.xlsx $S/transition.xlsx
        ssconvert simple.ods $S/relu.xlsx""",
    "AbiWord": """
        for f in odt docx pdf; do
          abiword --to=$f --to-name=$S/lettre.$f lettre.html
          abiword --to=$f --to-name=$S/relu.$f simple.docx
        done""",
    "Info-ZIP": """
        for f in docx odt xlsx ods; do
          (cd dans_$f && zip -q -r $S/tel_quel.$f . && zip -q -X -9 -r $S/comprime.$f .)
          (cd dans_$f && zip -q -0 -r $S/stocke.$f . && zip -q -D -r - . > $S/en_flux.$f)
        done""",
    "7-Zip": """
        for f in docx odt xlsx ods; do
          (cd dans_$f && 7z a -bso0 -tzip $S/tel_quel.$f . && 7z a -bso0 -tzip -mx0 $S/stocke.$f .)
        done""",
    "Chromium": """
        c() { chromium --headless --no-sandbox --disable-gpu --user-data-dir=$PWD/profil "$@"; }
        c --print-to-pdf=$S/lettre.pdf lettre.html
        c --print-to-pdf=$S/sans_entete.pdf --no-pdf-header-footer lettre.html
        c --screenshot=$S/capture.png lettre.html""",
    "LibreOffice": """
        s() {
          format=$1; dossier=$2; shift 2
          soffice -env:UserInstallation=file://$PWD/profil --headless \\
            --convert-to "$format" --outdir sortie_$dossier "$@"
          for f in sortie_$dossier/*; do mv "$f" "$S/${dossier}_${f##*/}"; done
        }
        s odt writer lettre.html simple.docx images.docx
        s docx writer simple.odt $S/writer_images.odt
        s odt blanche blanche.html
        s docx blanche $S/blanche_blanche.odt
        s ods calc simple.xlsx graphiques.xlsx images.xlsx dessins.xlsx
        s xlsx calc simple.ods graphique.xlsx plan.csv
        s pdf pdf lettre.html images.docx simple.odt graphiques.xlsx simple.ods dessin.svg
        s 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}' a3 images.docx
        s 'pdf:writer_pdf_Export:{"IsAddStream":{"type":"boolean","value":"true"}}' hybride \\
          images.docx""",
}


def _jouer(script: str) -> Produits:
    with TemporaryDirectory() as temporaire:
        dossier, sortie = Path(temporaire, "entrees"), Path(temporaire, "sorties")
        _entrees(dossier)
        sortie.mkdir()
        fini = subprocess.run(
            ["bash", "-euc", script],
            cwd=dossier,
            # A home of its own, for those who keep settings there.
            env=os.environ | {"S": str(sortie), "HOME": temporaire, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=DELAI,
        )
        assert fini.returncode == 0, fini.stdout + fini.stderr
        for fichier in sorted(sortie.iterdir()):
            yield fichier.name, fichier.read_bytes()


def _entrees(dossier: Path) -> None:
    """Lay out in a new folder what the scripts start from."""
    dossier.mkdir()
    for nom, contenu in _contenus().items():
        (dossier / nom).write_bytes(contenu)
    for nom, contenu in archives.documents():
        archives.deballer(contenu, dossier / f"dans_{nom.rpartition('.')[2]}")


@cache
def _contenus() -> dict[str, bytes]:
    return {
        "lettre.pdf": pdf.lettre(),
        "formulaire.pdf": pdf.formulaire(),
        "signe.pdf": factures.signe(),
        "photo.jpg": images.photo(),
        "vignette.jpg": images.enregistrer(images.image(), "JPEG"),
        "capture.png": images.capture(),
        "photo.ppm": images.enregistrer(images.image(), "PPM"),
        "facture.xml": b"<facture/>",
        "dessin.svg": _SVG.encode(),
        "lettre.html": _HTML.encode(),
        # A page as a scanner makes it, which deflates into nearly nothing.
        "blanche.bmp": images.enregistrer(images.blanche(), "BMP"),
        "blanche.html": b'<html><p>Page</p><img src="blanche.bmp"></html>',
        "lettre.md": f"# Lettre\n\n{TEXTE}\n\n![](photo.jpg)\n\n[Lien](https://www.gouv.fr)".encode(),
        "lettre.ms": b".TL\nLettre\n.PP\nNous nous engageons.\n",
        "graphe.dot": b"digraph { commune -> projet -> emploi }",
        "plan.csv": "\n".join(",".join(map(str, ligne)) for ligne in LIGNES).encode(),
        **dict(_documents()),
    }


def _documents() -> Produits:
    """Office documents to convert, under the name of their variant."""
    for producteur, noms in {
        classeurs.xlsxwriter: ("simple.xlsx", "graphiques.xlsx", "images.xlsx", "dessins.xlsx"),
        classeurs.openpyxl: ("graphique.xlsx",),
        textes.python_docx: ("simple.docx", "images.docx"),
        textes.odfpy: ("simple.odt",),
        classeurs.odfpy: ("simple.ods",),
    }.items():
        yield from ((nom, contenu) for nom, contenu in producteur() if nom in noms)


PRODUCTEURS: Final[dict[str, Producteur]] = {
    nom: partial(_jouer, script) for nom, script in _SCRIPTS.items()
}
