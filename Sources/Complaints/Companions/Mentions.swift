/// The accounts that a text names: `@` and an account's name, at the start or behind something that is
/// no part of a name, so that an e-mail address mentions nobody.
public enum Mentions {
    /// More names than this in one text are not looked for.
    public static let namesMax = 50

    /// The names behind an @, each once, in the order of the text. Whether there are such accounts is
    /// not known here.
    public static func names(in text: String) -> [String] {
        var names: [String] = []
        var name: [UInt8]?
        var previous: UInt8 = 0x20
        for byte in Array(text.utf8) + [0x20] {
            if let begun = name {
                if isNameByte(byte) {
                    name = begun + [lower(byte)]
                } else {
                    add(begun, to: &names)
                    name = nil
                }
            } else if byte == 0x40, !isNameByte(previous), names.count < namesMax {
                name = []
            }
            previous = byte
        }
        return names
    }

    private static func add(_ bytes: [UInt8], to names: inout [String]) {
        var bytes = bytes
        // A sentence may end behind a name.
        while let last = bytes.last, last == 0x2E || last == 0x2D || last == 0x40 {
            bytes.removeLast()
        }
        let name = String(decoding: bytes, as: UTF8.self)
        if !name.isEmpty, !names.contains(name) { names.append(name) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte + 0x20 : byte
    }

    /// a–z, A–Z, 0–9, ".", "_", "-", "@": what account names are made of, and bytes beyond ASCII, so
    /// that a name does not begin inside a word.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x40, 0x5F: true
        default: byte >= 0x80
        }
    }
}
