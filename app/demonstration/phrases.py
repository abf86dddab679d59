"""The material of the invented texts: names, trades, sentences with places to fill."""

from typing import Final, NamedTuple


class Filiere(NamedTuple):
    """An industry: the noun after "filière", its crafts, and a noun phrase for each subject."""

    filiere: str
    metiers: str
    sites: str
    transition: str
    innovation: str
    friche: str


FILIERES: Final = {
    filiere.filiere: filiere
    for filiere in (
        Filiere(
            "chimie",
            "opérateurs de procédé, instrumentistes et techniciens de laboratoire",
            "une plateforme chimique classée Seveso et ses prestataires de maintenance",
            "le remplacement de la vapeur au gaz par une chaudière à combustible de récupération",
            "la synthèse de molécules biosourcées à partir de coproduits agricoles",
            "l'ancien atelier de chlore, à dépolluer avant toute nouvelle implantation",
        ),
        Filiere(
            "aéronautique",
            "ajusteurs-monteurs, chaudronniers et usineurs",
            "des sous-traitants de premier et de deuxième rang en aérostructures",
            "l'électrification des fours de traitement thermique et des bains de surface",
            "la fabrication additive de pièces critiques en titane",
            "la réserve foncière qui longe la piste de l'aérodrome",
        ),
        Filiere(
            "agroalimentaire",
            "conducteurs de ligne, frigoristes et techniciens qualité",
            "des laiteries, des abattoirs et une conserverie, fournis par les fermes voisines",
            "la valorisation énergétique des boues et la réutilisation des eaux de lavage",
            "la fermentation de protéines végétales à l'échelle pilote",
            "l'ancienne sucrerie et ses silos desservis par le rail",
        ),
        Filiere(
            "bois",
            "scieurs, charpentiers et pilotes de machines à commande numérique",
            "des scieries, des fabricants de panneaux et des constructeurs à ossature bois",
            "le séchage du bois par une chaufferie alimentée par les connexes de sciage",
            "la qualification de feuillus locaux en bois de structure lamellé",
            "la scierie fermée en 2017, au bord de la voie ferrée",
        ),
        Filiere(
            "textile",
            "tisseurs, régleurs de métiers et confectionneurs",
            "des tisseurs, des ennoblisseurs et des ateliers de confection à façon",
            "la récupération de la chaleur des bains de teinture",
            "le recyclage mécanique de fibres usagées en fils techniques",
            "la filature du centre-bourg, vacante sur trois niveaux",
        ),
        Filiere(
            "plasturgie",
            "monteurs-régleurs, outilleurs-moulistes et techniciens matériaux",
            "un tissu serré d'injecteurs, de moulistes et de recycleurs de matières plastiques",
            "le passage aux presses électriques et l'incorporation de matière recyclée",
            "l'injection de polymères biosourcés pour l'emballage et le médical",
            "les halles d'injection libérées par un regroupement de sites",
        ),
        Filiere(
            "mécanique",
            "décolleteurs, fraiseurs et techniciens de maintenance",
            "des décolleteurs, des fondeurs et des fabricants de machines spéciales",
            "le remplacement des compresseurs et la mise en commun des fluides de coupe",
            "la surveillance des machines par capteurs dans les ateliers de moins de 50 salariés",
            "l'ancienne fonderie, dont les halles restent en bon état",
        ),
        Filiere(
            "santé",
            "opérateurs en zone à atmosphère contrôlée et techniciens de bioproduction",
            "des façonniers pharmaceutiques et des fabricants de dispositifs médicaux",
            "la réduction des solvants et la récupération de l'énergie des salles blanches",
            "la bioproduction d'anticorps en petits lots",
            "le site pharmaceutique cédé, dont les utilités fonctionnent encore",
        ),
        Filiere(
            "nucléaire",
            "soudeurs, tuyauteurs et contrôleurs non destructifs",
            "des chaudronniers et des tuyauteurs qualifiés pour les arrêts de tranche",
            "la mutualisation des bancs d'essai et la sobriété des ateliers de forge",
            "le contrôle automatisé des soudures par imagerie",
            "les terrains attenants à l'ancienne base de chantier",
        ),
        Filiere(
            "hydrogène",
            "électrotechniciens, soudeurs et techniciens gaz",
            "des équipementiers de réservoirs, de piles et d'électrolyseurs en croissance",
            "l'alimentation de la flotte de bennes et d'autocars par un électrolyseur local",
            "le couplage d'un électrolyseur avec une centrale solaire",
            "la friche de la centrale thermique, raccordée à haute tension",
        ),
        Filiere(
            "luxe",
            "selliers-maroquiniers, horlogers et polisseurs",
            "des maroquiniers, des horlogers et des flaconneurs au savoir-faire reconnu",
            "la substitution du chrome dans le tannage et la galvanoplastie",
            "la traçabilité des peaux et des métaux précieux, de l'atelier à la boutique",
            "l'ancienne manufacture, inscrite au titre des monuments historiques",
        ),
        Filiere(
            "navale",
            "charpentiers métalliers, soudeurs et stratifieurs",
            "des chantiers de construction et de réparation navale et leurs bureaux d'études",
            "la déconstruction des bateaux de plaisance hors d'usage",
            "la propulsion vélique de navires de charge",
            "le terre-plein portuaire inoccupé depuis le départ d'un armateur",
        ),
        Filiere(
            "automobile",
            "techniciens de ligne, emboutisseurs et automaticiens",
            "un site d'assemblage et des équipementiers exposés à la fin du moteur thermique",
            "la conversion des lignes de pièces thermiques vers la motorisation électrique",
            "le rétrofit de véhicules utilitaires en petite série",
            "l'usine d'échappements fermée, vingt hectares clos et desservis",
        ),
        Filiere(
            "électronique",
            "câbleurs, techniciens de test et développeurs de logiciels embarqués",
            "des concepteurs de cartes, de capteurs et de composants photoniques",
            "le réemploi des équipements électroniques et la relève des fluides de gravure",
            "la mise au point de capteurs sobres pour les réseaux d'eau et d'énergie",
            "l'ancien centre de recherche et ses salles grises",
        ),
    )
}

PAR_REGION: Final = {
    "01": ("agroalimentaire", "navale", "hydrogène"),
    "02": ("agroalimentaire", "navale", "chimie"),
    "03": ("bois", "aéronautique", "agroalimentaire"),
    "04": ("agroalimentaire", "électronique", "hydrogène"),
    "06": ("agroalimentaire", "navale", "bois"),
    "11": ("aéronautique", "automobile", "santé", "électronique"),
    "24": ("santé", "mécanique", "luxe", "aéronautique"),
    "27": ("nucléaire", "luxe", "mécanique", "hydrogène", "automobile"),
    "28": ("chimie", "nucléaire", "santé", "luxe", "agroalimentaire"),
    "32": ("automobile", "chimie", "agroalimentaire", "textile"),
    "44": ("bois", "textile", "chimie", "automobile", "hydrogène"),
    "52": ("navale", "agroalimentaire", "mécanique", "textile"),
    "53": ("agroalimentaire", "navale", "électronique", "automobile"),
    "75": ("aéronautique", "bois", "luxe", "agroalimentaire", "santé"),
    "76": ("aéronautique", "santé", "agroalimentaire", "textile", "hydrogène"),
    "84": ("plasturgie", "mécanique", "chimie", "santé", "électronique"),
    "93": ("électronique", "chimie", "hydrogène", "nucléaire", "santé"),
    "94": ("aéronautique", "agroalimentaire", "navale"),
}

# What ARCEP keeps for fiction (plan national de numérotation), by zone; nobody answers there.
# 06 39 98 is kept as well, but phonenumbers calls it invalid; nothing is kept for overseas.
ZONES: Final = {
    ("01", "99", "00"): ("11",),
    ("02", "61", "91"): ("04", "06", "24", "28", "52", "53"),
    ("03", "53", "01"): ("27", "32", "44"),
    ("04", "65", "71"): ("84", "93", "94"),
    ("05", "36", "49"): ("01", "02", "03", "75", "76"),
}
TELEPHONES: Final = {region: debut for debut, regions in ZONES.items() for region in regions}

# Label and INSEE code (catégories juridiques, niveau III) by type of EPCI.
FORMES: Final = {
    "CC": ("Communauté de communes", "7346"),
    "CA": ("Communauté d'agglomération", "7348"),
    "CU": ("Communauté urbaine", "7343"),
    "METRO": ("Métropole", "7344"),
}

PRENOMS: Final = (
    *("Aïcha", "Alain", "Amélie", "Anne-Laure", "Benoît", "Camille", "Cédric", "Céline", "Chloé"),
    *("Damien", "Élise", "Émeric", "Fabienne", "Françoise", "Gaël", "Hélène", "Hervé", "Inès"),
    *("Jean-Marc", "Karim", "Laëtitia", "Léa", "Loïc", "Lucien", "Maëlle", "Mathilde", "Maxime"),
    *("Nadège", "Noémie", "Olivier", "Pascale", "Pierre-Yves", "Raphaël", "Sabrina", "Solène"),
    *("Thibault", "Valérie", "Xavier", "Yann", "Zoé"),
)
NOMS: Final = (
    *("Allard", "Barthélemy", "Beaumont", "Bertin", "Bonnefoy", "Boulanger", "Brémond", "Carlier"),
    *("Chauvet", "Collet", "Cordier", "Courtois", "D'Amico", "Delaunay", "Desbois", "Dumoulin"),
    *("Évrard", "Fauvel", "Ferreira", "Garnier", "Gauthier", "Géraud", "Hoarau", "Jacquet"),
    *("Kermarrec", "Lacombe", "Le Goff", "Lefèvre", "Lemaître", "Maillard", "Marchand", "Mercier"),
    *("Nivelle", "Oudin", "Pélissier", "Poirier", "Quéméner", "Rousselot", "Saïdi", "Schneider"),
    *("Tanguy", "Tessier", "Thévenet", "Vasseur", "Weber", "Zimmer"),
)
ENTREPRISES: Final = (
    *("Ateliers {nom}", "{nom} Industrie", "Établissements {nom} et Fils", "{nom} Technologies"),
    *("Manufacture {nom}", "Groupe {nom}", "{nom} Procédés"),
)

ACTEURS: Final = {
    "epci": ("{epci}",),
    "industriel": ("{industriel}",),
    "association": ("Club des entreprises {territoire}", "Association Industrie et Avenir"),
    "reseau_local": ("Chambre de commerce et d'industrie", "Réseau des dirigeants de l'industrie"),
    "centre_formation": ("Lycée professionnel {prenom}-{nom}", "CFA de l'industrie", "AFPA"),
    "sem": ("SEM {territoire} Aménagement",),
    "autre": ("Mission locale", "Agence régionale de développement économique"),
}
# By qualité, that of the first person then that of the second.
FONCTIONS: Final = {
    "elu": ("Présidence", "Vice-présidence à l'économie"),
    "industriel": ("Direction générale", "Direction de site"),
    "autre": ("Secrétariat général",),
}
ORGANISATIONS: Final = {
    "industriel": ("{industriel}",),
    "autre": ("Chambre de commerce et d'industrie", "UIMM", "Lycée professionnel {prenom}-{nom}"),
}
SERVICES: Final = (
    "Direction du développement économique",
    "Service industrie et innovation",
    "Direction générale des services",
)

CARACTERISTIQUES: Final = (
    "L'industrie représente {taux} % des emplois salariés privés, soit environ {milliers} 500 "
    "postes.",
    "La filière {filiere} en constitue le cœur, avec {sites}.",
    "Cinq employeurs concentrent à eux seuls un tiers de ces effectifs, dont {industriel}.",
    "Le tissu compte par ailleurs {nombre} PME, souvent familiales, qui exportent directement.",
    "{industriel} a investi récemment dans une nouvelle ligne et annonce {nombre} recrutements.",
    "Les collectivités portent de longue date une politique industrielle commune : pépinières, "
    "hôtels d'entreprises, zones d'activités requalifiées.",
    "Notre ambition est de regagner, d'ici à 2027, {nombre} emplois productifs tout en réduisant "
    "d'un quart les émissions de nos sites.",
    "Cette histoire industrielle se lit encore dans les savoir-faire : {metiers}.",
)
EPCI_SEUL: Final = (
    "Bien que composé d'un seul EPCI, le périmètre correspond au bassin d'emploi : huit actifs sur "
    "dix y vivent et y travaillent, et les donneurs d'ordres y ont leurs principaux fournisseurs."
)
METROPOLE: Final = (
    "La présence de la métropole se justifie par l'ampleur des transitions à conduire et par un "
    "projet mené avec les territoires voisins : foncier, formation et sous-traitance y sont pensés "
    "à l'échelle du bassin de vie, et non de la seule agglomération."
)
DEFIS: Final = (
    "Le premier défi est le recrutement : {nombre} offres restent sans candidat, en particulier "
    "pour des {metiers}.",
    "Un tiers des salariés de la filière {filiere} partira à la retraite avant 2030.",
    "La hausse des prix de l'énergie fragilise les sites les plus consommateurs, à commencer par "
    "{industriel}.",
    "Le foncier disponible est rare : il reste {petit} hectares commercialisables, alors que "
    "{nombre} hectares sont en friche.",
    "La vacance commerciale, le manque de logements et de transports collectifs pèsent sur "
    "l'attractivité des emplois.",
    "La dépendance à quelques donneurs d'ordres expose les sous-traitants à chaque retournement.",
    "La ressource en eau, sous tension l'été, impose de revoir les procédés.",
)
PRIORITES: Final = (
    "Faire connaître les métiers et former sur place : écoles de production, plateaux techniques, "
    "apprentissage.",
    "Décarboner sans délocaliser, avec pour chantier emblématique {transition}.",
    "Diversifier la filière {filiere} vers de nouveaux marchés, notamment par {innovation}.",
    "Remettre en usage les friches avant d'ouvrir de nouveaux terrains, et d'abord {friche}.",
    "Relier donneurs d'ordres, PME, laboratoires et centres de formation dans une gouvernance "
    "resserrée qui se réunit {petit} fois par an.",
)

ACTIONS: Final = {
    "recrutement": {
        "Ouvrir une école de production pour la filière {filiere}": (
            "L'école accueillera {nombre} jeunes de 15 à 18 ans et formera, sur de vraies "
            "commandes, des {metiers}."
        ),
        "Plateau technique partagé des métiers de la filière {filiere}": (
            "Équiper un atelier de {petit}00 m² ouvert aux lycées, aux apprentis et aux salariés "
            "en reconversion ; {industriel} y prête des machines."
        ),
        "Un mois pour découvrir l'industrie": (
            "{nombre} entreprises ouvrent leurs ateliers aux collégiens et aux demandeurs "
            "d'emploi ; des {metiers} y racontent leur parcours."
        ),
        "Loger et transporter les nouveaux salariés": (
            "Créer une offre de {nombre} logements temporaires et une ligne de covoiturage calée "
            "sur les horaires postés."
        ),
    },
    "transition": {
        "Feuille de route de décarbonation de la filière {filiere}": (
            "Diagnostic de {petit} sites puis travaux, avec en tête de liste {transition}."
        ),
        "Écologie industrielle et territoriale": (
            "Recenser les flux de {nombre} établissements et monter {petit} synergies : chaleur, "
            "eau, palettes, solvants, transport."
        ),
        "Réseau de chaleur fatale": (
            "Récupérer la chaleur perdue de {industriel} pour alimenter un réseau de {petit} "
            "kilomètres et des serres."
        ),
        "Autoconsommation collective sur les zones d'activités": (
            "Couvrir {milliers} 000 m² de toitures et d'ombrières, l'électricité étant partagée "
            "entre les entreprises de la zone."
        ),
    },
    "innovation": {
        "Démonstrateur de la filière {filiere}": (
            "Construire avec un laboratoire public et {industriel} un démonstrateur qui portera "
            "sur {innovation}."
        ),
        "Tiers-lieu industriel": (
            "Réunir sur {petit}00 m² un atelier de prototypage, un espace de travail partagé et "
            "l'accueil des jeunes pousses."
        ),
        "Accélérateur des PME de la filière {filiere}": (
            "Accompagner pendant dix-huit mois {petit} dirigeants : stratégie, numérisation, "
            "export et transmission."
        ),
        "Défis d'innovation entre donneurs d'ordres et PME": (
            "Chaque année, {petit} problèmes concrets posés par les industriels sont proposés aux "
            "PME et aux écoles d'ingénieurs."
        ),
    },
    "foncier": {
        "Reconvertir une friche pour la filière {filiere}": (
            "Acquérir et préparer {friche} : études de sol, démolitions sélectives, viabilisation."
        ),
        "Observatoire du foncier économique": (
            "Tenir à jour, parcelle par parcelle, l'état de {nombre} hectares de zones d'activités "
            "et les intentions de leurs propriétaires."
        ),
        "Sites prêts à l'emploi": (
            "Anticiper les procédures (archéologie, biodiversité, raccordements) sur {petit} sites "
            "afin d'offrir un délai d'installation de neuf mois."
        ),
        "Densifier les zones d'activités": (
            "Surélever, diviser, mutualiser les stationnements : {nombre} entreprises sont "
            "visitées pour libérer {petit} hectares sans artificialiser."
        ),
    },
}
CONDUITE: Final = (
    "Un comité technique se réunit chaque trimestre ; l'étude de faisabilité est achevée.",
    "La première tranche est prête à démarrer et les permis sont déposés.",
    "L'action prolonge une expérimentation menée en 2022 dans la filière {filiere}.",
    "Le cahier des charges a été écrit avec {industriel} et les organisations professionnelles.",
    "Les résultats seront partagés avec les autres territoires de la région.",
)
FINANCEMENTS: Final = {
    "recrutement": (
        "OPCO, Région au titre des compétences, contributions des entreprises.",
        "Plan d'investissement dans les compétences, taxe d'apprentissage, EPCI.",
    ),
    "transition": (
        "ADEME (étude, puis fonds chaleur), emprunt.",
        "Fonds vert, certificats d'économies d'énergie, autofinancement.",
    ),
    "innovation": (
        "France 2030 pour les équipements, industriels pour le fonctionnement.",
        "FEDER sollicité ; le reste est porté par les entreprises.",
    ),
    "foncier": (
        "Région 30 %, État (DETR) 20 %, EPCI 50 %.",
        "Fonds vert, Banque des Territoires, recettes de cession.",
    ),
}
INDICATEURS: Final = {
    "recrutement": (
        "{nombre} personnes concernées par an, dont neuf sur dix en emploi à six mois.",
        "Nombre de recrutements aboutis ({nombre} attendus), délai moyen.",
    ),
    "transition": (
        "{petit} 000 tonnes de CO₂ évitées par an à partir de 2026.",
        "Mégawattheures économisés, nombre d'entreprises engagées ({petit} attendues).",
    ),
    "innovation": (
        "{petit} projets accompagnés, {nombre} emplois créés ou maintenus.",
        "Brevets déposés, prototypes réalisés ({petit} attendus).",
    ),
    "foncier": (
        "{petit} hectares remis sur le marché d'ici à 2027.",
        "Surfaces étudiées, puis commercialisées ; {petit} implantations.",
    ),
}
BILANS: Final = (
    "Le premier plan d'action comptait {petit} actions ; les deux tiers sont achevées.",
    "Dans la filière {filiere}, une formation locale a été ouverte et a reçu {nombre} stagiaires.",
    "{petit} volontaires territoriaux en entreprise ont été accueillis dans des PME.",
    "L'accélérateur Bpifrance a accompagné {petit} dirigeants du territoire.",
    "{petit} entreprises ont été lauréates du fonds d'accélération des investissements.",
    "La réhabilitation d'une friche, engagée en 2020, a permis l'installation de {industriel}.",
    "Le club des industriels se réunit désormais chaque mois, à tour de rôle dans un site.",
    "Restent à mener les actions sur le foncier, retardées par la crise sanitaire.",
)
SOUTIENS: Final = (
    "La direction de {industriel} a écrit son soutien.",
    "La chambre de commerce et d'industrie anime le club des industriels et s'engage à nos côtés.",
    "Le lycée professionnel {prenom}-{nom} ouvre son campus des métiers à nos groupes de travail.",
    "{industriel} préside le groupement d'employeurs et appuie la candidature.",
    "Les organisations professionnelles de la filière {filiere} ont délibéré favorablement.",
    "L'agence de développement économique et la mission locale sont parties prenantes.",
)
INGENIERIE: Final = (
    "Nous cherchons un appui pour étudier {friche}.",
    "Une étude de faisabilité est nécessaire pour {transition}.",
    "Le montage juridique d'un démonstrateur consacré à {innovation} dépasse nos moyens propres.",
    "Une mission de {petit} mois préciserait le modèle économique des équipements partagés.",
)
INVESTISSEMENTS: Final = (
    "La filière {filiere} est prioritaire ; {petit} projets d'investissement sont identifiés.",
    "{industriel} prévoit une extension de {milliers} 000 m² et {nombre} recrutements.",
    "Un équipement mutualisé est envisagé par {petit} PME, autour d'un sujet : {innovation}.",
)
FORMATIONS: Final = (
    "Un centre de formation d'apprentis accueillera des {metiers} dès la rentrée 2024.",
    "{petit} entreprises portent avec le lycée une formation continue à destination des {metiers}.",
    "Un projet d'école de production est instruit pour la filière {filiere}.",
)
SITES: Final = (
    "Un site de {nombre} hectares est proposé : {friche}.",
    "Deux sites, dont l'un appartient déjà à l'EPCI ({epci}).",
    "Aucun à ce jour ; un recensement est en cours avec l'établissement public foncier.",
)
LIGNES: Final = (
    "Le périmètre recouvre celui du contrat de relance et de transition écologique.",
    "Les conseils communautaires ont délibéré à l'unanimité.",
    "La Région a été associée aux travaux dès le mois de juillet.",
    "Un séminaire a réuni élus et industriels avant l'été.",
    "Les communes non membres peuvent rejoindre les groupes de travail.",
    "Le comité de pilotage se tiendra deux fois par an.",
    "Quatre groupes de travail, un par axe, préparent ses décisions.",
    "Les services de l'État y sont invités, sous-préfecture comprise.",
    "Une revue annuelle des actions sera rendue publique.",
    "Le club des entreprises assure le secrétariat.",
    "Les établissements d'enseignement supérieur voisins sont partenaires.",
    "Un lien est fait avec le programme Action cœur de ville.",
)
