import Complaints
import JSON

/// Which columns of a source row are about the complainant or the patient: those that the import's
/// mapping gave to such a field, and of the others those whose name says so. In doubt a column is
/// restricted.
struct RestrictedColumns {
    static let mask = "•••"

    private let catalogue: FieldCatalogue
    /// The field of each mapped column.
    private var mapped: [String: FieldName] = [:]

    init(
        of importID: Int64?, _ catalogue: FieldCatalogue, on connection: Connection
    ) throws(StorageFailure) {
        self.catalogue = catalogue
        guard let importID else { return }
        var statement = try connection.statement("SELECT mapping FROM import WHERE id=?")
        statement.bind(1, importID)
        guard try statement.step() else { return }
        let mapping: JSONValue
        do {
            mapping = try JSONValue.parse(statement.bytes(0))
        } catch {
            // Without its mapping, names alone decide.
            return
        }
        for column in mapping.objectValue?["columns"]?.objectValue?.members ?? [] {
            guard let field = column.value.objectValue?["field"]?.stringValue else { continue }
            mapped[column.name] = FieldName(field)
        }
    }

    init(_ catalogue: FieldCatalogue, mapped: [String: FieldName]) {
        self.catalogue = catalogue
        self.mapped = mapped
    }

    /// Writes the row, masked where the caller may not see; true when patient columns are shown.
    func write(
        _ cells: JSONObject, for visibility: Visibility, into writer: inout JSONWriter
    ) -> Bool {
        var showsPatient = false
        writer.beginObject()
        for cell in cells.members {
            let access = access(of: cell.name)
            writer.name(cell.name)
            if visibility.sees(access) {
                writer.value(cell.value)
                if access == .patient { showsPatient = true }
            } else {
                writer.string(Self.mask)
            }
        }
        writer.endObject()
        return showsPatient
    }

    /// Who may see the column.
    func access(of column: String) -> FieldAccess {
        if let name = mapped[column], let field = catalogue[name], field.access != .open {
            return field.access
        }
        let words = Self.words(of: column)
        if !words.isDisjoint(with: Self.patientWords) { return .patient }
        if !words.isDisjoint(with: Self.complainantWords) { return .complainant }
        return .open
    }

    /// The words of a column's name: split at case changes and at everything that is no letter.
    static func words(of column: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        var wasLower = false
        for character in column {
            if !character.isLetter || (character.isUppercase && wasLower) {
                words.insert(word)
                word = ""
            }
            if character.isLetter { word += character.lowercased() }
            wasLower = character.isLowercase
        }
        words.insert(word)
        words.remove("")
        return words
    }

    private static let patientWords: Set<String> = [
        "patient", "patients", "age", "sex", "sexe", "gender", "weight", "poids", "birth",
        "birthdate", "naissance", "dob", "ethnicity", "race", "pseudonym", "pseudonyme", "harm",
        "préjudice", "prejudice",
    ]

    private static let complainantWords: Set<String> = [
        "complainant", "réclamant", "reclamant", "reporter", "caller", "contact", "phone",
        "telephone", "téléphone", "email", "mail", "courriel", "fax", "person", "firstname",
        "lastname", "surname", "prénom", "prenom",
    ]
}
