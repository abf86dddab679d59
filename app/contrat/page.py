"""The page `/docs`: Swagger UI, served by us (`swagger/`, Apache-2.0, 5.35.0), no CDN."""

from pathlib import Path
from typing import Final

_DOSSIER: Final = Path(__file__).with_name("swagger")
FICHIERS: Final = {
    "page.js": "text/javascript",
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
}
# The page runs these two scripts, and asks nothing of any other server.
CSP: Final = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'; "
    "img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'"
)
PAGE: Final = b"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API Territoires d\xe2\x80\x99industrie</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script type="module" src="/docs/page.js"></script>
</body>
</html>
"""


def fichier(nom: str) -> tuple[bytes, str] | None:
    """Content and media type of a file of the page."""
    if (genre := FICHIERS.get(nom)) is None:
        return None
    return (_DOSSIER / nom).read_bytes(), genre
