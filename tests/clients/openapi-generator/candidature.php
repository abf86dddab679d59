<?php
// A candidature from its draft to its receipt, by openapi-generator's client in PHP.
declare(strict_types=1);

require 'GuzzleHttp/autoload.php';

use GuzzleHttp\Client;
use Territoires\Api\CandidaturesApi;
use Territoires\Api\DepotApi;
use Territoires\Api\PiecesJointesApi;
use Territoires\ApiException;
use Territoires\Configuration;
use Territoires\Model\ContactCorrectif;
use Territoires\Model\CreationCandidature;
use Territoires\Model\DossierCorrectif;
use Territoires\Model\ProblemeVersionPerimee;
use Territoires\Model\Rubrique;
use Territoires\ObjectSerializer;

spl_autoload_register(function (string $classe): void {
    if (str_starts_with($classe, 'Territoires\\')) {
        require __DIR__ . '/client/lib/' . strtr(substr($classe, 12), '\\', '/') . '.php';
    }
});

[, $adresse, $exemple, $classeur] = $argv;

function exiger(bool $condition, string $attendu): void
{
    if (!$condition) {
        throw new RuntimeException("attendu : $attendu");
    }
}

/** Whether the client itself refuses the text, by the length and the pattern of the contract. */
function refuse(string $texte): bool
{
    try {
        (new ContactCorrectif())->setNomPrenom($texte);
    } catch (InvalidArgumentException) {
        return true;
    }
    return false;
}

function correctif(string $json): DossierCorrectif
{
    return ObjectSerializer::deserialize(json_decode($json), DossierCorrectif::class);
}

exiger(!refuse("Zoé Énaud-L\u{2019}Hôte\u{feff}\n") && !refuse(''), 'des textes');
exiger(refuse("a\0b") && refuse(str_repeat('x', 100_000)), 'des textes refusés');

$reglages = (new Configuration())->setHost($adresse);
$candidatures = new CandidaturesApi(new Client(), $reglages);
$creee = $candidatures->creerCandidature(new CreationCandidature());
exiger($creee->getNumero() === null, 'une candidature');
$reglages->setAccessToken($creee->getJeton());
$id = $creee->getId();

$dossier = correctif(file_get_contents($exemple));
$modifiee = $candidatures->modifierCandidature($id, $dossier, '"1"');
exiger(count($modifiee->getValidation()->getErreurs()) === 2, 'deux fichiers manquants');
$region = $modifiee->getDossier()->getPerimetre()->getRegion();
exiger($region === $dossier->getPerimetre()->getRegion(), 'la région');

try {
    $candidatures->modifierCandidature($id, correctif('{"contact": {"courriel": null}}'), '"1"');
    exiger(false, 'un refus');
} catch (ApiException $refus) {
    $perimee = $refus->getResponseObject();
    exiger($perimee instanceof ProblemeVersionPerimee, 'une version périmée');
    exiger(in_array('/contact/courriel', $perimee->getPointeurs(), true), 'ce qui a changé');
}

$pieces = new PiecesJointesApi(new Client(), $reglages);
foreach ([Rubrique::PLAN_ACTION_OPERATIONNEL, Rubrique::LETTRES] as $rubrique) {
    $piece = $pieces->joindrePiece($id, $rubrique, new SplFileObject($classeur));
    exiger($piece->getRubrique() === $rubrique, 'un fichier joint');
}

$depots = new DepotApi(new Client(), $reglages);
$depot = $depots->deposerCandidature($id, bin2hex(random_bytes(16)));
$accuse = $depots->lireAccuseReception($id, $depot->getDepot());
exiger($accuse->getAccuse()->getNumero() === $depot->getNumero(), "l'accusé de réception");
exiger($depot->getInstantane()->getContact()->getCourriel() !== null, "l'instantané");
