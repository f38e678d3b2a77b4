import JSON
import Testing

@Suite struct JSONParserTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", .null),
        (" true ", .bool(true)),
        ("-0", .number(JSONNumber(literal: "-0")!)),
        ("1.50e+3", .number(JSONNumber(literal: "1.50e+3")!)),
        ("\"\"", .string("")),
        (#""a\"\\\/\b\f\n\r\té😀""#, .string("a\"\\/\u{8}\u{C}\n\r\té😀")),
        ("\"é😀\u{0}\"".replacing("\u{0}", with: "x"), .string("é😀x")),
        ("[]", .array([])),
        ("[1,[2]]", .array([.number(JSONNumber(1)), .array([.number(JSONNumber(2))])])),
        ("{}", .object(JSONObject())),
        (
            #"{"a":1,"a":2}"#,
            .object(JSONObject([("a", .number(JSONNumber(1))), ("a", .number(JSONNumber(2)))]))
        ),
    ]

    @Test(arguments: accepted)
    func validTextIsRead(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue.parse(Array(text.utf8)) == value)
    }

    static let refused: [([UInt8], JSONError)] = [
        ([], .unexpectedEnd(offset: 0)),
        (Array("[1".utf8), .unexpectedEnd(offset: 2)),
        (Array("[1 2]".utf8), .unexpectedByte(0x32, offset: 3)),
        (Array("[1,]".utf8), .unexpectedByte(0x5D, offset: 3)),
        (Array("1 1".utf8), .trailingBytes(offset: 2)),
        (Array("01".utf8), .invalidNumber(offset: 0)),
        (Array("[1.]".utf8), .invalidNumber(offset: 1)),
        (Array("-".utf8), .invalidNumber(offset: 0)),
        (Array(#""\x""#.utf8), .invalidEscape(offset: 1)),
        (Array(#""\u00G0""#.utf8), .invalidEscape(offset: 1)),
        (Array(#""a\ud800""#.utf8), .loneSurrogate(offset: 2)),
        (Array(#""\ud800A""#.utf8), .loneSurrogate(offset: 1)),
        (Array(#""\udc00""#.utf8), .loneSurrogate(offset: 1)),
        (Array("\"a\nb\"".utf8), .controlCharacter(offset: 2)),
        ([0x22, 0x61, 0xC0, 0x80, 0x22], .invalidUTF8(offset: 2)),
        ([0xEF, 0xBB, 0xBF, 0x31], .byteOrderMark(offset: 0)),
        (Array("nul".utf8), .unexpectedEnd(offset: 3)),
        (Array("nulL".utf8), .unexpectedByte(0x4C, offset: 3)),
    ]

    @Test(arguments: refused)
    func invalidTextIsRefusedWithItsPlace(_ bytes: [UInt8], _ error: JSONError) {
        #expect(throws: error) { try JSONValue.parse(bytes) }
    }

    @Test func eachLimitHoldsAtItsValueAndFailsOneBeyond() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONValue.parse(nested(32))
        #expect(throws: JSONError.tooDeep(max: 32, offset: 32)) { try JSONValue.parse(nested(33)) }
        let five = JSONLimits(bytesMax: 5, nodesMax: 3)
        _ = try JSONValue.parse(Array("[1,2]".utf8), limits: five)
        #expect(throws: JSONError.tooManyBytes(max: 5, offset: 5)) {
            try JSONValue.parse(Array("[1,2] ".utf8), limits: five)
        }
        #expect(throws: JSONError.tooManyNodes(max: 2, offset: 3)) {
            try JSONValue.parse(Array("[1,2]".utf8), limits: JSONLimits(nodesMax: 2))
        }
        #expect(throws: JSONError.tooDeep(max: 512, offset: 512)) {
            try JSONValue.parse(nested(100_000), limits: JSONLimits(depthMax: 1_000_000))
        }
    }

    @Test func aRepeatedNameIsRefusedWhenAsked() {
        let limits = JSONLimits(rejectsDuplicateNames: true)
        #expect(throws: JSONError.duplicateName("a", offset: 7)) {
            try JSONValue.parse(Array(#"{"a":1,"a":2}"#.utf8), limits: limits)
        }
    }

    @Test func theLastOfARepeatedNameIsFound() throws {
        let object = try JSONValue.parse(Array(#"{"a":1,"b":0,"a":2}"#.utf8)).objectValue
        #expect(object?["a"]?.int64Value == 2)
        #expect(object?.names == ["a", "b", "a"])
    }

    @Test func errorsAreSentences() {
        #expect(
            JSONError.unexpectedByte(0x32, offset: 3).description
                == "The JSON text has an unexpected \"2\" at byte 3.")
        #expect(
            JSONError.unexpectedByte(0x0A, offset: 3).description
                == "The JSON text has an unexpected byte 0x0A at byte 3.")
    }

    @Test(
        arguments: [
            ("0", 0, 0.0), ("-12", -12, -12.0), ("1.5", nil, 1.5), ("1e3", nil, 1000),
            ("9223372036854775807", Int64.max, 9.223372036854776e18),
            ("9223372036854775808", nil, 9.223372036854776e18), ("1e999", nil, nil),
        ] as [(String, Int64?, Double?)])
    func numbersKeepTheirTextAndReadBothWays(_ text: String, _ int: Int64?, _ double: Double?) {
        let number = JSONNumber(literal: text)
        #expect(number?.literal == text)
        #expect(number?.int64 == int)
        #expect(number?.double == double)
    }

    @Test(arguments: ["", "+1", "1 ", " 1", "0x1", "1.", ".5", "1e", "NaN", "--1", "01"])
    func textThatIsNoNumberMakesNone(_ text: String) {
        #expect(JSONNumber(literal: text) == nil)
    }
}
