/// The words of a column's name, in French or English, without accents: split at case changes and at
/// everything that is no letter.
struct ColumnWords {
    private let words: Set<String>

    init(_ column: String) {
        var words: Set<String> = []
        var word = ""
        var wasLower = false
        for character in column {
            if !character.isLetter || (character.isUppercase && wasLower) {
                words.insert(word)
                word = ""
            }
            if character.isLetter { word += Self.plain(character) }
            wasLower = character.isLowercase
        }
        words.insert(word)
        words.remove("")
        self.words = words
    }

    /// Whose the column's values are by its name; nil when the name does not say.
    var access: FieldAccess? {
        if !words.isDisjoint(with: Self.patient) { return .patient }
        if !words.isDisjoint(with: Self.complainant) { return .complainant }
        return isHarmless ? .open : nil
    }

    /// Whether every word is known and at least one says that no person is meant.
    private var isHarmless: Bool {
        // "Reported by" is a person, "evaluated by manufacturer" is not.
        if !words.isDisjoint(with: Self.agents), words.isDisjoint(with: Self.organisations) {
            return false
        }
        var saysThing = false
        for word in words where word.count > 1 && !Self.neutral.contains(word) {
            guard Self.harmless.contains(word) else { return false }
            saysThing = true
        }
        return saysThing
    }

    /// In lower case, without the accents of French.
    private static func plain(_ character: Character) -> String {
        let lower = character.lowercased()
        return plainLetters[lower] ?? lower
    }

    private static let plainLetters: [String: String] = [
        "à": "a", "â": "a", "ä": "a", "é": "e", "è": "e", "ê": "e", "ë": "e", "î": "i", "ï": "i",
        "ô": "o", "ö": "o", "ù": "u", "û": "u", "ü": "u", "ç": "c", "œ": "oe",
    ]

    private static func list(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    private static let patient = list(
        """
        patient patients patiente age sex sexe gender genre weight poids birth birthdate naissance
        dob ethnicity ethnie race pseudonym pseudonyme harm prejudice deces deceased nir ssn ipp mrn
        initials initiales
        """)

    private static let complainant = list(
        """
        complainant plaignant plaignante reclamant reporter declarant declarante signalant requester
        demandeur caller appelant contact contacts phone telephone tel mobile portable email mail
        courriel fax person personne firstname lastname surname prenom username
        """)

    private static let agents: Set<String> = ["by", "par"]

    private static let organisations = list(
        "manufacturer manufactur manufacturers fabricant party vendor flag fda")

    /// Words that say nothing of whose the value is: alone they leave the doubt.
    private static let neutral = list(
        """
        of the in to for and or by from with on de du des la le les au aux en et ou par pour sur rd
        name names nom noms label libelle text texte value valeur address adresse street rue city
        ville state postal zip other autre operator operateur new old last first
        """)

    private static let harmless = list(
        """
        date dates dt day month year hour time annee mois jour heure delai delay duration duree
        number numbers numero num no nr nbr nb count total quantity quantite percent percentage rate
        score level niveau sequence rank unit unite version revision
        id key code codes ref reference udi di pi md flag flags link url index
        type types kind category categorie class classe group groupe clean status statut etat
        severity severite gravite priority priorite risk risque
        device devices product products produit produits appareil dispositif dispositifs equipment
        equipement system systeme machine scanner part piece component composant accessory
        brand marque model modele catalog catalogue catalogueno serial serie lot batch software
        logiciel firmware configuration generic modality modalite implant explant combination
        manufacturer manufacturers manufactur manufacture manufacturing fabricant fabrication
        supplier fournisseur vendor distributor distributeur importer party
        event events evenement incident incidents adverse problem problems probleme panne defect
        defaut failure malfunction dysfonctionnement error erreur fault alarm alarme symptom
        outcome death deaths injury injuries treatment
        report reports rapport mdr foi mdrfoi fda maude pma pmn exemption supplement public lit
        study recall summary resume description narrative complaint complaints reclamation ticket
        case dossier
        received recu reception opened ouverture closed cloture fermeture updated added changed
        submitted expiration availability available returned retour evaluated evaluation serviced
        reprocessed reused reuse use single previous baseline initial remedial correction removal
        action cause root result results resultat conclusion analysis analyse investigation
        service maintenance installation installed contract contrat warranty garantie intervention
        customer client hospital hopital etablissement facility site room salle department country
        pays region health professional occupation source origin origine channel canal language
        langue yes
        """)
}
