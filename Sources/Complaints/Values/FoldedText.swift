/// Text as it is compared: lower case, without accents, every run of anything but letters and digits
/// one space. "N° de Série" and "n de serie" are the same.
public struct FoldedText: Hashable, Sendable {
    public let text: String

    public init(_ original: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(original.utf8.count)
        var isSeparated = false
        for scalar in original.unicodeScalars {
            if (0x300...0x36F).contains(scalar.value) { continue }
            guard let folded = Self.folded(scalar) else {
                isSeparated = true
                continue
            }
            if isSeparated, !bytes.isEmpty { bytes.append(0x20) }
            isSeparated = false
            bytes += folded
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The words, in their order.
    public var words: [Substring] { text.split(separator: " ") }

    /// The bytes that stand for a letter or digit; nil for everything else.
    private static func folded(_ scalar: Unicode.Scalar) -> [UInt8]? {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A: return [UInt8(scalar.value)]
        case 0x41...0x5A: return [UInt8(scalar.value + 0x20)]
        case 0..<0x80: return nil
        default: break
        }
        if let base = latin[scalar] { return Array(base.utf8) }
        guard scalar.properties.isAlphabetic else { return nil }
        return Array(scalar.properties.lowercaseMapping.utf8)
    }

    private static let latin: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("àáâãäåāăąÀÁÂÃÄÅĀĂĄ", "a"), ("çćčÇĆČ", "c"), ("ďđĎĐ", "d"),
            ("èéêëēėęěÈÉÊËĒĖĘĚ", "e"), ("ğĞ", "g"), ("ìíîïīįÌÍÎÏĪĮİı", "i"), ("łŁ", "l"),
            ("ñńňÑŃŇ", "n"), ("òóôõöøōőÒÓÔÕÖØŌŐ", "o"), ("řŘ", "r"), ("śšşŚŠŞ", "s"),
            ("ťţŤŢ", "t"), ("ùúûüūůűÙÚÛÜŪŮŰ", "u"), ("ýÿÝŸ", "y"), ("źżžŹŻŽ", "z"),
            ("œŒ", "oe"), ("æÆ", "ae"), ("ß", "ss"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (letters, base) in rows {
            for letter in letters.unicodeScalars { table[letter] = base }
        }
        return table
    }()
}
