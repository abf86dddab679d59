"""JSON pointers (RFC 6901)."""


def pointeur(*parties: str | int) -> str:
    """The pointer that these keys and ranks make."""
    return "".join("/" + str(p).replace("~", "~0").replace("/", "~1") for p in parties)


def parties(pointeur: str) -> list[str]:
    """The parts that a pointer is made of; none for the whole document."""
    return [p.replace("~1", "/").replace("~0", "~") for p in pointeur.split("/")[1:]]
