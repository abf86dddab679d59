"""What the headers that acts read must look like; their readers refuse the rest."""

from typing import Final

ENTETE_MAX: Final = 255  # characters
# `If-Match` and its like: entity tags (RFC 9110, section 8.8.3), or `*`.
FORME_ETIQUETTES: Final = r'^(\*|(W/)?"[!#-~]*"([ \t]*,[ \t]*(W/)?"[!#-~]*")*)$'
# `Idempotency-Key`: a secret, drawn at random.
FORME_CLE: Final = r"^[!-~]{16,255}$"
