/// The text of a statement. One that lives as long as the program is known by its object, so that
/// finding its prepared statement does not read the text.
final class SQLText: Sendable {
    let text: String
    let isPermanent: Bool

    init(_ text: String, isPermanent: Bool = false) {
        self.text = text
        self.isPermanent = isPermanent
    }
}
