import Complaints

/// A column's name as it is compared with field names: folded, cut into words, "No", "N°" and "num"
/// one word, little words and the marks of tools (`__c`, `_x`) gone.
///
/// "N° de série", "Numéro série" and "serialNo" meet in "number serie" and "serial number".
struct ColumnName: Hashable, Sendable {
    let words: [String]
    /// The last step of a path such as `device.0.brand_name`, compared when the whole says nothing.
    let lastStep: [String]?

    init(_ name: String) {
        words = Self.words(of: name)
        let steps = name.split(whereSeparator: { $0 == "." || $0 == "/" || $0 == "[" || $0 == "]" })
        let named = steps.filter { !$0.allSatisfy(\.isNumber) }
        lastStep = named.count > 1 ? named.last.map { Self.words(of: String($0)) } : nil
    }

    var text: String { words.joined(separator: " ") }

    private static func words(of name: String) -> [String] {
        var spaced = ""
        var previous: Character = " "
        for character in toolMarksOff(name) {
            if character.isUppercase, previous.isLowercase { spaced.append(" ") }
            // "MDR#" and "Report #" end in a number.
            spaced += character == "#" ? " number " : String(character)
            previous = character
        }
        var words: [String] = []
        for word in FoldedText(spaced).words {
            let meant = meanings[String(word)] ?? String(word)
            if !littleWords.contains(meant), words.last != meant, !words.contains(meant) {
                words.append(meant)
            }
        }
        return words
    }

    /// Salesforce's `__c`, and the `_x` and `_y` of joined tables.
    private static func toolMarksOff(_ name: String) -> Substring {
        for mark in ["__c", "__r", "_x", "_y"] where name.hasSuffix(mark) {
            return name.dropLast(mark.count)
        }
        return name[...]
    }

    private static let meanings: [String: String] = [
        "n": "number", "no": "number", "nr": "number", "num": "number", "numero": "number",
        "nbr": "number", "dt": "date", "desc": "description", "mfr": "manufacturer",
        "mfg": "manufacturer", "manuf": "manufacturer", "sn": "serial", "ref": "reference",
        "tel": "phone", "telephone": "phone", "mail": "email", "courriel": "email",
        "colour": "color", "catalogue": "catalog",
    ]

    private static let littleWords: Set<String> = [
        "de", "du", "des", "d", "l", "la", "le", "les", "of", "the", "a", "au", "aux", "en",
    ]
}
