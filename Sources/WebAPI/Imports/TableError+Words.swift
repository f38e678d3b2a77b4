internal import Complaints
internal import Compression
internal import JSON
internal import Tabular

/// What is wrong with a file, for the person who brought it, in each language.
extension TableError {
    var words: Words { Words(description, french) }

    private var french: String {
        switch self {
        case .unreadable: "Le fichier est illisible."
        case .scratch:
            "Le classeur exige un fichier temporaire, et il n’y a pas de place pour lui."
        case .empty: "Le fichier n’a aucune ligne."
        case .notATable: "Le fichier n’est ni du texte ni un classeur."
        case .scalar:
            "Le fichier est une seule valeur JSON, ni un enregistrement ni une liste "
                + "d’enregistrements."
        case .oldWorkbook:
            "Le fichier est un ancien classeur Excel ou protégé par un mot de passe\u{202F}; "
                + "enregistrez-le en XLSX simple."
        case .tooManyBytes(let max): "Le fichier dépasse \(max) octets."
        case .tooManyRows(let max): "Le fichier a plus de \(max) lignes."
        case .tooManyColumns(let max): "Le fichier a plus de \(max) colonnes."
        case .compressed(let error): error.french
        case .json(let error): error.french
        case .workbook(let fault): fault.french
        }
    }
}

extension WorkbookFault {
    fileprivate var french: String {
        switch self {
        case .damagedArchive: "Le classeur est endommagé\u{A0}: son répertoire est illisible."
        case .encrypted: "Le classeur est chiffré."
        case .unsupportedMethod(let entry):
            "Le classeur compresse \(entry) d’une manière inconnue."
        case .badEntryName: "Le classeur contient un fichier au nom interdit."
        case .tooManyEntries(let max): "Le classeur contient plus de \(max) fichiers."
        case .wrongChecksum(let entry):
            "Le classeur est endommagé\u{A0}: la somme de contrôle de \(entry) est fausse."
        case .truncated(let entry):
            "Le classeur est endommagé\u{A0}: \(entry) s’arrête trop tôt."
        case .tooLarge(let max): "Une fois décompressé, le classeur dépasse \(max) octets."
        case .documentType(let entry):
            "Le classeur est refusé\u{A0}: \(entry) a un type de document."
        case .malformed(let entry):
            "Le classeur est endommagé\u{A0}: \(entry) n’est pas du XML bien formé."
        case .missing(let part): "Le classeur est endommagé\u{A0}: \(part) manque."
        case .noSheet(let name): "Le classeur n’a pas de feuille «\u{A0}\(name)\u{A0}»."
        case .tooManyStrings(let max): "Le classeur a plus de \(max) chaînes partagées."
        }
    }
}

extension CompressionError {
    fileprivate var french: String {
        switch self {
        case .corrupt: "Les données compressées sont endommagées."
        case .truncated: "Les données compressées s’arrêtent trop tôt."
        case .tooLarge(let bytesMax):
            "Une fois décompressées, les données dépassent \(bytesMax) octets."
        case .outOfMemory: "La mémoire manque pour décompresser les données."
        }
    }
}

extension JSONError {
    fileprivate var french: String { "\(frenchCause), à l’octet \(offset)." }

    private var frenchCause: String {
        switch self {
        case .unexpectedEnd: "Le texte JSON s’arrête trop tôt"
        case .unexpectedByte: "Le texte JSON a un caractère inattendu"
        case .trailingBytes: "Le texte JSON continue après sa valeur"
        case .invalidNumber: "Le texte JSON a un nombre mal formé"
        case .invalidEscape: "Une chaîne JSON a un échappement mal formé"
        case .loneSurrogate: "Une chaîne JSON échappe la moitié d’une paire de substitution"
        case .controlCharacter: "Une chaîne JSON a un caractère de contrôle non échappé"
        case .invalidUTF8: "Le texte JSON n’est pas de l’UTF-8 valide"
        case .byteOrderMark: "Le texte JSON commence par une marque d’ordre des octets"
        case .duplicateName(let name, _):
            "Un objet JSON répète le nom «\u{A0}\(name)\u{A0}»"
        case .tooDeep(let max, _): "Le texte JSON est imbriqué sur plus de \(max) niveaux"
        case .tooManyBytes(let max, _): "Le texte JSON dépasse \(max) octets"
        case .tooManyNodes(let max, _): "Le texte JSON a plus de \(max) valeurs"
        }
    }
}
