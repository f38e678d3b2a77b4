import Compression
import Foundation
import Tabular
import Testing

func gzip(_ bytes: [UInt8]) throws -> [UInt8] { try Gzip.compress(bytes) }

@Suite struct EncodingTests {
    static let french = """
        numéro,libellé
        1,"Le téléphone de l’hôpital à Besançon n’a pas sonné où il fallait"
        2,"Défaillance d’une bobine : échec à 37 °C, « forcé » par l’opérateur"
        3,"Ça s’est arrêté dès le début, même après redémarrage…"

        """

    static let encodings: [TextEncoding] = [
        .utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252, .macRoman,
    ]

    @Test(arguments: encodings, [false, true])
    func frenchTextIsReadInEveryEncoding(_ encoding: TextEncoding, _ hasMark: Bool) throws {
        let bytes = try encoded((hasMark ? "\u{FEFF}" : "") + Self.french, encoding)
        let table = try readTable(MemorySource(bytes))
        #expect(table.dialect.encoding == encoding)
        #expect(table.columns == ["numéro", "libellé"])
        #expect(table.texts[0][1].contains("l’hôpital à Besançon"))
        #expect(table.texts[1][1].contains("« forcé »"))
        for piece in [1, 2, 3] {
            #expect(try readTable(DripSource(bytes: bytes, piece: piece)) == table)
        }
    }

    @Test(arguments: [
        ("é", [0x8E] as [UInt8], TextEncoding.macRoman), ("é", [0xE9], .windows1252),
        ("à", [0x88], .macRoman), ("à", [0xE0], .windows1252), ("ç", [0x8D], .macRoman),
        ("ç", [0xE7], .windows1252), ("’", [0xD5], .macRoman), ("’", [0x92], .windows1252),
    ])
    func oneAccentInAWordIsEnough(
        _ letter: String, _ bytes: [UInt8], _ encoding: TextEncoding
    ) throws {
        let text = Array("a,b\n1,gar".utf8) + bytes + Array("on\n2,x\n".utf8)
        let table = try readTable(MemorySource(text))
        #expect(table.dialect.encoding == encoding)
        #expect(table.texts[0][1] == "gar\(letter)on")
    }

    @Test func anAccentFarBehindTheBeginningCountsToo() throws {
        let rows = String(repeating: "1,plain text\n", count: 40_000)
        let text = Array("a,b\n\(rows)2,gar".utf8) + [0xE7] + Array("on\n".utf8)
        let table = try readTable(MemorySource(text))
        #expect(table.dialect.encoding == .windows1252)
        #expect(table.texts.last == ["2", "garçon"])
    }

    @Test func aBrokenCharacterDoesNotMakeAnotherEncoding() throws {
        let good = String(repeating: "1,été\n", count: 20)
        let text = Array("a,b\n\(good)2,x".utf8) + [0xE9] + Array("y\n".utf8)
        let table = try readTable(MemorySource(text))
        #expect(table.dialect.encoding == .utf8)
        #expect(table.rows.last?.problem == .undecodable(column: 2))
    }

    @Test func theEncodingMayBeGiven() throws {
        let dialect = TableDialect(format: .csv, encoding: .macRoman)
        let bytes = Array("a,b\n1,".utf8) + [0xE9]
        #expect(try readTable(MemorySource(bytes), dialect: dialect).texts == [["1", "È"]])
    }

    @Test func brokenUTF16ComesOutAsReplacementCharacters() throws {
        let units: [UInt16] = [
            0xFEFF, 0x61, 0x2C, 0x62, 0x0A, 0xD800, 0x2C, 0xDC00, 0x0A, 0xD83D, 0xDE00,
        ]
        var bytes: [UInt8] = []
        for unit in units { bytes += [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        bytes.append(0x41)
        let table = try readTable(
            MemorySource(bytes), dialect: TableDialect(format: .csv, encoding: .utf16LittleEndian))
        #expect(table.texts == [["\u{FFFD}", "\u{FFFD}"], ["😀\u{FFFD}", ""]])
    }

    private func encoded(_ text: String, _ encoding: TextEncoding) throws -> [UInt8] {
        switch encoding {
        case .utf8: return Array(text.utf8)
        case .utf16LittleEndian:
            return text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        case .utf16BigEndian:
            return text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        case .windows1252:
            let plain = text.replacing("\u{FEFF}", with: "")
            return try [UInt8](#require(plain.data(using: .windowsCP1252)))
        case .macRoman:
            return text.unicodeScalars.compactMap { scalar in
                scalar.isASCII ? UInt8(scalar.value) : Self.macLetters[scalar]
            }
        }
    }

    static let macLetters: [Unicode.Scalar: UInt8] = [
        "é": 0x8E, "è": 0x8F, "ê": 0x90, "à": 0x88, "ç": 0x8D, "Ç": 0x82, "ô": 0x99, "ù": 0x9D,
        "«": 0xC7, "»": 0xC8, "°": 0xA1, "’": 0xD5, "…": 0xC9,
    ]
}
