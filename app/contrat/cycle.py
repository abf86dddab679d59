"""The states of a candidature, as people read them: `docs/etats.md`, drawn from their table."""

from collections.abc import Iterator
from typing import Final

from app.candidatures.etats import Acte, Etat


def dessin() -> str:
    """The page, in Markdown with a Mermaid diagram."""
    return _PAGE.format(
        fleches="\n".join(_fleches()),
        actes=" | ".join(Acte),
        traits="|---" * len(Acte),
        lignes="\n".join(_ligne(etat) for etat in Etat),
    )


def _fleches() -> Iterator[str]:
    """The arrows of the diagram: from one state to another, with all that takes it there."""
    yield f"    [*] --> {Etat.BROUILLON}: créer"
    for de in Etat:
        for vers in Etat:
            if actes := [a for a in Acte if de.permet(a) and a.vers is vers]:
                yield f"    {de} --> {vers}: {', '.join(actes)}"


def _ligne(etat: Etat) -> str:
    faits = (_oui(fait) for fait in (etat.en_redaction, etat.montree, etat.concourt))
    permis = (_oui(etat.permet(acte)) for acte in Acte)
    return f"| `{etat}` | {etat.mots} | " + " | ".join([*faits, *permis]) + " |"


def _oui(fait: bool) -> str:
    return "oui" if fait else ""


_PAGE: Final = """# The states of a candidature

Drawn from their table (`app/candidatures/etats.py`) by `ti etats`; do not edit. A test,
`tests/candidatures/test_etats.py`, does each act in each state and compares with it.

```mermaid
stateDiagram-v2
{fleches}
```

`en rédaction`: nothing of it was ever deposited. `montrée`: reviewers may see it; `concourt`: they
do, without asking for it, and its EPCI count against those of others. The other columns are what
may be done; the applicant modifies and deposits up to the deadline, and what is erased at its term
is so after the months that [docs/rgpd.md](rgpd.md) tells.

| état | en mots | en rédaction | montrée | concourt | {actes} |
|---|---|---|---|---{traits}|
{lignes}
"""
