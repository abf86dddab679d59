"""What the system says when the disk takes no more, whatever else is tried."""

import errno
from typing import Final

_DISQUE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})


def disque_refuse(erreur: OSError) -> bool:
    """Whether the disk is full, or out of order: trying again at once would do no better."""
    return erreur.errno in _DISQUE
