internal import Complaints

/// What passwords are taken: 8 to 128 characters, no composition rules, none of those that every
/// guesser tries first (NIST SP 800-63B section 5.1.1.2), nor the account's own name.
enum PasswordRule {
    static let charactersMin = 8
    static let charactersMax = 128

    /// What is wrong with the password; nil when it is taken.
    static func problem(_ password: String, name: String, pointer: String) -> FieldProblem? {
        if password.count < charactersMin {
            return FieldProblem(pointer, .weakPassword, argument: String(charactersMin))
        }
        if password.count > charactersMax {
            return FieldProblem(pointer, .tooLong, argument: String(charactersMax))
        }
        let plain = password.lowercased()
        if CommonPasswords.contains(plain) || plain == name.lowercased() {
            return FieldProblem(pointer, .weakPassword, argument: String(charactersMin))
        }
        return nil
    }
}
