public import Complaints

/// Why a row was rejected: the closed list of docs/api.md; the raw value is the API's code.
public enum RejectionReason: String, Sendable, CaseIterable, Error {
    case invalidDate = "invalid_date"
    case dateOutOfRange = "date_out_of_range"
    case notAChoice = "not_a_choice"
    case tooLong = "too_long"
    case invalidNumber = "invalid_number"
    case invalidText = "invalid_text"
    case missingRequired = "missing_required"
    case malformedRow = "malformed_row"
    case tooManyColumns = "too_many_columns"
    case cellTooLarge = "cell_too_large"
    case rowTooLong = "row_too_long"
    case unknownReference = "unknown_reference"
    case locked
    case closed
    case erased

    /// One sentence for the error list, without the value itself: in English, as it is kept.
    public var sentence: String { words.english }

    /// The same in each language.
    public var words: Words {
        switch self {
        case .invalidDate:
            Words(
                "This is not a date of the column's format.",
                "Ce n’est pas une date au format de la colonne.")
        case .dateOutOfRange:
            Words(
                "Dates lie between 1900 and 2100.", "Les dates vont de 1900 à 2100.")
        case .notAChoice:
            Words(
                "The value is none of the field's choices and not mapped to one.",
                "La valeur n’est pas dans la liste du champ et ne correspond à aucun choix.")
        case .tooLong:
            Words(
                "The value is longer than the field allows.",
                "La valeur est plus longue que le champ ne le permet.")
        case .invalidNumber:
            Words(
                "This is not a number of the field's range.",
                "Ce n’est pas un nombre dans les limites du champ.")
        case .invalidText:
            Words(
                "The text holds characters that no text may hold.",
                "Le texte contient des caractères interdits.")
        case .missingRequired:
            Words(
                "The row has no value where one is needed.",
                "Il manque à la ligne une valeur nécessaire.")
        default: wordsOfRow
        }
    }

    private var wordsOfRow: Words {
        switch self {
        case .malformedRow: Words("The row cannot be read.", "La ligne est illisible.")
        case .tooManyColumns:
            Words(
                "The row has more cells than the file has columns.",
                "La ligne a plus de cellules que le fichier n’a de colonnes.")
        case .cellTooLarge:
            Words("A cell is larger than the limit.", "Une cellule dépasse la taille permise.")
        case .rowTooLong:
            Words(
                "The row is longer than 4 MB as it would be kept.",
                "La ligne, telle qu’elle serait conservée, dépasse 4\u{A0}Mo.")
        case .unknownReference:
            Words("No record has this code.", "Aucun enregistrement n’a ce code.")
        case .closed: Words("The record is closed.", "L’enregistrement est clôturé.")
        case .erased:
            Words(
                "The personal data of the record were erased for good; it takes no others.",
                "Les données personnelles de l’enregistrement ont été effacées définitivement\u{202F}; il "
                    + "n’en accepte plus.")
        default: Words("The record is locked.", "L’enregistrement est verrouillé.")
        }
    }
}
