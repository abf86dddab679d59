"""Deposited candidatures written by SQL: as many as wanted, each as it is wanted."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from tests.bases import sql

LE = "2023-09-10T10:00:00Z"


@dataclass
class Deposee:
    """One row of the list; `rangs`: when each of its deposits was received.

    `autres_regions`: those that it concerns besides; `pieces`, `ajoutees`: what the antivirus says
    of its files, and of those it has got since; `inscrite`: columns of its row of `instruction`;
    `propositions`: what was proposed one after the other, `""` for taken back; `affectes`: agents;
    `corrections`: until when each was asked for, and what became of it, if anything; `avis`: when
    each is due, and what it came to, `revoque` included, if anything; `actions`: of its plan, an
    axis and a budget each.
    """

    nom: str = "Axe Seine"
    region: str = "28"
    etat: str = "deposee"
    siret: str = "73282932000074"
    epci: Sequence[str] = ("200084952",)
    autres_regions: Sequence[str] = ()
    rangs: Sequence[str] = (LE,)
    pieces: Sequence[str] = ()
    ajoutees: Sequence[str] = ()
    inscrite: Mapping[str, str | Sequence[str]] = field(default_factory=dict[str, str])
    propositions: Sequence[str] = ()
    affectes: Sequence[str] = ()
    corrections: Sequence[tuple[str, str]] = ()
    avis: Sequence[tuple[str, str]] = ()
    actions: Sequence[tuple[str, int | None]] = ()
    id: str = field(default_factory=lambda: str(uuid4()))


def deposer(url: str, *deposees: Deposee) -> None:
    """Write them, past the service."""
    sql(url, *(requete for une in deposees for requete in _requetes(une)))


def _requetes(une: Deposee) -> list[str]:
    numero = f"TI-{une.id[:8]}"
    pieces = {str(uuid4()): etat for etat in (*une.pieces, *une.ajoutees)}
    nom = une.nom.replace("'", "''")
    actions = [{"axe": axe, "budget_euros": budget} for axe, budget in une.actions]
    instantane = json.dumps(
        {"demandeur": {"denomination": f"Porteur de {nom}"}, "plan_action": {"actions": actions}}
    )
    requetes = [
        "INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, "
        f"numero, creee_le, modifiee_le, chaine) VALUES ('{une.id}', '{une.etat}', 1, 1, '2023.1', "
        f"'{{}}', '{numero}', now(), now(), '')",
        *(
            "INSERT INTO piece_jointe (id, candidature_id, rubrique, nom, type, taille, empreinte, "
            f"jointe_le, antivirus) VALUES ('{id}', '{une.id}', 'lettres', 'a.pdf', "
            f"'application/pdf', 1, '', now(), '{etat}')"
            for id, etat in pieces.items()
        ),
    ]
    nommees = json.dumps(
        [{"id": id, "rubrique": "lettres", "nom": "a.pdf"} for id in [*pieces][: len(une.pieces)]]
    )
    for rang, recu_le in enumerate(une.rangs, 1):
        requetes.append(
            "INSERT INTO depot (candidature_id, rang, version, version_formulaire, recu_le, "
            "instantane, empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, "
            f"epci) VALUES ('{une.id}', {rang}, 1, '2023.1', '{recu_le}', '{instantane}', '', "
            f"'{nommees}', '[]', '', '{nom}', '{une.region}', '{une.siret}', "
            f"'{{{','.join(une.epci)}}}')"
        )
    requetes += _instruite(une)
    if une.autres_regions:  # a trigger has written the row
        autres = ", ".join(f"'{region}'" for region in une.autres_regions)
        requetes.append(
            f"UPDATE instruction SET regions = regions || ARRAY[{autres}] "
            f"WHERE candidature_id = '{une.id}'"
        )
    return [requete.replace(":", r"\:") for requete in requetes]


def _instruite(une: Deposee) -> Iterator[str]:
    """What was written of it besides, by a job or by reviewers."""
    for colonne, valeur in une.inscrite.items():
        ecrite = valeur if isinstance(valeur, str) else f"{{{','.join(valeur)}}}"
        yield f"UPDATE instruction SET {colonne} = '{ecrite}' WHERE candidature_id = '{une.id}'"
    for version, sens in enumerate(une.propositions, 1):
        yield (
            f"UPDATE proposition SET retiree_le = now() WHERE candidature_id = '{une.id}' "
            f"AND version = {version - 1}"
            if not sens
            else "INSERT INTO proposition (candidature_id, version, depot, sens, contenu, agent, "
            f"le) VALUES ('{une.id}', {version}, 1, '{sens}', '{{}}', '{une.id}', now())"
        )
    for rang, (jusqu_au, issue) in enumerate(une.corrections, 1):
        yield (
            "INSERT INTO correction (candidature_id, rang, depot, motif, message, pointeurs, "
            "rubriques, jusqu_au, demandee_le, agent, issue) "
            f"VALUES ('{une.id}', {rang}, 1, 'incomplete', '', '{{}}', '{{}}', "
            f"'{jusqu_au or LE}', now(), '{une.id}', nullif('{issue}', ''))"
        )
    for version, (echeance, sens) in enumerate(une.avis, 1):
        revoque = sens == "revoque"
        donne = f"'{sens}'" if sens and not revoque else "NULL"
        yield (
            "INSERT INTO avis (id, candidature_id, version, depot, courriel, fonction, question, "
            "sections, echeance, demande_le, agent, prevenu_le, envois, sens, revoque_le) "
            f"VALUES (gen_random_uuid(), '{une.id}', {version}, 1, '', 'dreets', '', '{{}}', "
            f"'{echeance or LE}', now(), '{une.id}', now(), {int(donne != 'NULL')}, {donne}, "
            f"{'now()' if revoque else 'NULL'})"
        )
    for agent in une.affectes:
        yield (
            "INSERT INTO affectation (candidature_id, agent, responsable, le, par) "
            f"VALUES ('{une.id}', '{agent}', false, now(), '{agent}')"
        )
