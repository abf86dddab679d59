// A candidature from its draft to its receipt, by openapi-generator's client in Go.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"territoires"
)

func main() {
	jouer(os.Args[1], os.Args[2], os.Args[3])
}

func jouer(adresse, exemple, classeur string) {
	reglages := territoires.NewConfiguration()
	reglages.Servers = territoires.ServerConfigurations{{URL: adresse}}
	client := territoires.NewAPIClient(reglages)
	visiteur := context.Background()

	creee, reponse, err := client.CandidaturesAPI.CreerCandidature(visiteur).
		CreationCandidature(*territoires.NewCreationCandidature()).Execute()
	reussir(err)
	exiger(!creee.Numero.IsSet() || creee.Numero.Get() == nil, "une candidature")
	version := reponse.Header.Get("ETag")
	candidat := context.WithValue(visiteur, territoires.ContextAccessToken, *creee.Jeton.Get())

	trop := territoires.NewDossierCorrectif()
	reussir(json.Unmarshal([]byte(`{"contact": {"nom_prenom": "`+strings.Repeat("x", 100_000)+`"}}`), trop))
	_, _, err = client.CandidaturesAPI.ModifierCandidature(candidat, creee.Id).
		DossierCorrectif(*trop).Execute()
	var refus *territoires.GenericOpenAPIError
	exiger(errors.As(err, &refus), "un refus")
	saisie, ok := refus.Model().(territoires.SaisieRefusee)
	exiger(ok && saisie.ProblemeFormeRefusee != nil, "une forme refusée")
	exiger(saisie.ProblemeFormeRefusee.Erreurs[0].Parametres.HasMaximum(), "un plafond")

	dossier := territoires.NewDossierCorrectif()
	reussir(json.Unmarshal(lire(exemple), dossier))
	modifiee, _, err := client.CandidaturesAPI.ModifierCandidature(candidat, creee.Id).
		DossierCorrectif(*dossier).IfMatch(version).Execute()
	reussir(err)
	exiger(len(modifiee.Validation.Erreurs) == 2, "deux fichiers manquants")
	exiger(modifiee.Dossier.Contact.GetCourriel() == dossier.Contact.Get().GetCourriel(), "le courriel")

	for _, rubrique := range []territoires.Rubrique{
		territoires.RUBRIQUE_PLAN_ACTION_OPERATIONNEL, territoires.RUBRIQUE_LETTRES,
	} {
		fichier, err := os.Open(classeur)
		reussir(err)
		piece, _, err := client.PiecesJointesAPI.JoindrePiece(candidat, creee.Id).
			Rubrique(rubrique).Fichier(fichier).Execute()
		reussir(err)
		exiger(piece.Rubrique == rubrique, "un fichier joint")
	}

	depot, _, err := client.DepotAPI.DeposerCandidature(candidat, creee.Id).
		IdempotencyKey("une-cle-de-seize-signes").Execute()
	reussir(err)
	accuse, _, err := client.DepotAPI.LireAccuseReception(candidat, creee.Id, int32(depot.Depot)).Execute()
	reussir(err)
	exiger(accuse.Accuse.Numero == depot.Numero, "l'accusé de réception")

	histoire, _, err := client.CandidaturesAPI.ListerEvenements(candidat, creee.Id).Execute()
	reussir(err)
	dernier := histoire.Evenements[len(histoire.Evenements)-1].EvenementDepot
	exiger(dernier != nil && dernier.Details.Numero == depot.Numero, "l'histoire")
}

func lire(chemin string) []byte {
	fichier, err := os.Open(chemin)
	reussir(err)
	defer fichier.Close()
	contenu, err := io.ReadAll(fichier)
	reussir(err)
	return contenu
}

func reussir(err error) {
	if err != nil {
		var refus *territoires.GenericOpenAPIError
		if errors.As(err, &refus) {
			panic(err.Error() + "\n" + string(refus.Body()))
		}
		panic(err)
	}
}

func exiger(condition bool, attendu string) {
	if !condition {
		panic("attendu : " + attendu)
	}
}
