import JSON
import Testing

@testable import Complaints

@Suite("Lists and codes")
struct ListTests {
    static let markets = FieldType.list(of: .choice(Choices.markets))

    @Test(
        "Values are read one by one, in their order, none twice",
        arguments: [
            (#"["US","EU","US"]"#, FieldValue.list(["US", "EU"])), ("[]", .null), ("null", .null),
            (#"["US","  "]"#, .list(["US"])),
        ])
    func reads(text: String, wanted: FieldValue) throws {
        let json = try JSONValue.parse(Array(text.utf8))
        #expect(try Self.markets.value(of: json) == wanted)
    }

    @Test(
        "What is no list of such values is refused",
        arguments: [
            (#""US""#, FieldProblem.Code.wrongType), ("[1]", .wrongType), (#"["XX"]"#, .notAChoice),
            (#"{"US":1}"#, .wrongType),
        ])
    func refuses(text: String, code: FieldProblem.Code) throws {
        let json = try JSONValue.parse(Array(text.utf8))
        #expect { try Self.markets.value(of: json) } throws: { ($0 as? ValueProblem)?.code == code }
    }

    @Test("A text with separators is a list; words of one's own may have commas")
    func separators() throws {
        #expect(
            try Self.markets.value(ofText: "US; EU,CA|JP\nCH")
                == .list(["US", "EU", "CA", "JP", "CH"]))
        let words = FieldType.list(of: .text(bytesMax: 20))
        #expect(try words.value(ofText: "one, two; three") == .list(["one, two", "three"]))
        #expect(try FieldType.list(of: .country).value(ofText: "fr, de") == .list(["FR", "DE"]))
    }

    @Test("A hundred values are taken, a hundred and one are too many")
    func limit() throws {
        let words = FieldType.list(of: .text(bytesMax: 20))
        func list(_ count: Int) -> JSONValue {
            .array((0..<count).map { .string("v\($0)") })
        }
        #expect(try words.value(of: list(ListItem.countMax)) != .null)
        #expect { try words.value(of: list(ListItem.countMax + 1)) } throws: {
            ($0 as? ValueProblem)?.code == .tooMany
        }
    }

    @Test(
        "Codes have the form of their annex (IMDRF/AE WG/N43, table 1)",
        arguments: [
            (EventCode.Annex.problem, "A01", true), (.problem, "a0101", true),
            (.problem, "A010101", true), (.problem, "A01010101", false), (.problem, "A1", false),
            (.problem, "B01", false), (.problem, "A01 ", false), (.investigation, "B01", true),
            (.investigation, "B0101", false), (.conclusion, "D0101", true),
            (.conclusion, "D010101", false), (.component, "G02001", true),
            (.component, "G0200101", true), (.component, "G0200", false), (.component, "G02", true),
        ])
    func codes(annex: EventCode.Annex, text: String, isCode: Bool) {
        #expect(EventCode(text, of: annex)?.text == (isCode ? text.uppercased() : nil))
        #expect(EventCode(annex.example, of: annex) != nil)
    }

    @Test(
        "A device identifier has an agency's form and the right check digit",
        arguments: [
            ("09521234543213", DeviceIdentifier.Agency.gs1), ("(01)09521234543213", .gs1),
            ("09521234543214", nil), ("9521234543213", .gs1), ("0952123454321", nil),
            ("+A123BJC5D6E71G", .hibcc), ("+A123BJC5D6E71H", nil), ("A123BJC5D6E71", .hibcc),
            ("A12", nil), ("=/A9999XYZ100T0944", .iccbba), ("=/A9999XYZ100T094", nil),
            ("UDI unknown", nil), ("", nil),
        ])
    func identifiers(text: String, agency: DeviceIdentifier.Agency?) {
        #expect(DeviceIdentifier(text)?.agency == agency)
    }

    @Test("A GTIN is kept without its mark")
    func gtin() throws {
        let body = try object(#"{"description":"x","udi":"(01)09521234543213"}"#)
        #expect(try IntakeTests.intake().newComplaint(body)["udi"] == .text("09521234543213"))
        let wrong = try object(#"{"description":"x","udi":"09521234543214","udi_pi":"(21)"}"#)
        #expect(
            refusal { () throws(Refusal) in try IntakeTests.intake().newComplaint(wrong) }
                == ["/udi invalid_identifier", "/udi_pi invalid_identifier"])
    }

    @Test(
        "A production identifier has its marks and dates that exist",
        arguments: [
            ("(11)240131(21)V15-0042", true), ("(17)260200(10)L1", true), ("(11)241301", false),
            ("(01)09521234543213(21)X", false), ("(21)", false), ("(99)X", false),
            ("$$52001510X3", true), ("=,000025", true), ("LOT 7", false), ("", false),
        ])
    func production(text: String, isGood: Bool) {
        #expect((ProductionIdentifier(text) != nil) == isGood)
    }

    @Test("Lists are compared value by value, and by parts of free ones")
    func operators() {
        #expect(FieldCatalogue.standard["markets"]?.operators.contains(.contains) == false)
        #expect(FieldCatalogue.standard["imdrf_a"]?.operators.contains(.startsWith) == true)
        #expect(FieldCatalogue.standard["markets"]?.operators.contains(.isOneOf) == true)
    }
}
