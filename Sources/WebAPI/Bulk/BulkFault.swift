internal import Complaints

/// Why a row is refused, in the words of the API: the code of its first wrong value, or the problem's
/// type.
struct BulkFault: Hashable {
    let reason: String
    /// The value at fault, as a JSON pointer; "" for the whole.
    let pointer: String

    init(reason: String, pointer: String) {
        self.reason = reason
        self.pointer = pointer
    }

    init(_ refusal: Refusal) {
        switch refusal {
        case .invalid(let problems):
            reason = problems.first?.code.rawValue ?? Problem.Kind.invalidValues.rawValue
            pointer = problems.first?.pointer ?? ""
        case .restrictedField(let name):
            reason = Problem.Kind.restrictedField.rawValue
            pointer = name.pointer
        default:
            reason = Problem(.refused(refusal)).kind.rawValue
            pointer = ""
        }
    }

    /// One sentence, the same for every file.
    var sentence: Words {
        if let code = FieldProblem.Code(rawValue: reason), !pointer.isEmpty {
            return code.sentence(argument: nil)
        }
        switch Problem.Kind(rawValue: reason) {
        case .locked:
            return Words(
                "The file is at its end and takes no such change.",
                "Le dossier est terminé et n’accepte pas cette modification.")
        case .notFound:
            return Words(
                "There is no such complaint, or you may not see it.",
                "Cette réclamation n’existe pas, ou vous n’y avez pas accès.")
        case .versionConflict:
            return pointer.isEmpty
                ? Words(
                    "Somebody has changed the file since it was selected.",
                    "Quelqu’un a modifié le dossier depuis sa sélection.")
                : Words(
                    "Somebody has changed this field since.",
                    "Quelqu’un a modifié ce champ depuis.")
        case .erased:
            return Words(
                "What the file held of a person is erased for good; nothing is put there any more.",
                "Les données personnelles du dossier sont effacées définitivement\u{202F}; rien n’y est "
                    + "plus inscrit.")
        case .restrictedField:
            return Words(
                "You may not write this field.", "Vous ne pouvez pas modifier ce champ.")
        case let kind?: return kind.title
        case nil:
            return FieldProblem.Code(rawValue: reason)?.sentence(argument: nil)
                ?? Problem.Kind.invalidValues.title
        }
    }
}
