import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test func commasStandWhereTheyBelong() {
        var writer = JSONWriter(reserving: 64)
        writer.beginObject()
        writer.name("a")
        writer.integer(-12)
        writer.name(String("b\n"))
        writer.beginArray()
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.bool(true)
        writer.null()
        writer.number(1.5)
        writer.raw(Array("[0]".utf8))
        writer.value(.string("x"))
        writer.endArray()
        writer.name("c")
        writer.string("d")
        writer.endObject()
        let text = #"{"a":-12,"b\n":[{},[],true,null,1.5,[0],"x"],"c":"d"}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [0, 9, 10, -1, 1_234_567_890, Int64.max, Int64.min])
    func integersAreDecimal(_ value: Int64) {
        var writer = JSONWriter()
        writer.integer(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(value))
    }

    @Test(arguments: [
        (0.0, "0"), (1.0, "1"), (-2.5, "-2.5"), (1e300, "1e+300"),
        (Double.leastNonzeroMagnitude, "5e-324"),
        (.infinity, "null"), (.nan, "null"),
    ])
    func doublesAreShortestOrNull(_ value: Double, _ text: String) {
        var writer = JSONWriter()
        writer.number(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test func controlCharactersAreEscaped() throws {
        let all = String(String.UnicodeScalarView((0...0x7F).compactMap { Unicode.Scalar($0) }))
        let bytes = JSONValue.string(all).serialized()
        #expect(bytes.allSatisfy { $0 >= 0x20 })
        #expect(try JSONValue.parse(bytes) == .string(all))
    }

    @Test func invalidUTF8IsRepairedAsTheStandardLibraryDoes() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        let interesting: [UInt8] = [
            0x41, 0x22, 0x80, 0xBF, 0xC1, 0xC3, 0xA9, 0xE0, 0xA0, 0xED, 0x9F, 0xF0, 0x90, 0xF4,
            0x8F, 0xF5, 0xFF, 0xE2, 0x82, 0xAC, 0x0A,
        ]
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...12, using: &random)
            let bytes = (0..<count).map { _ in interesting.randomElement(using: &random)! }
            let expected = JSONValue.string(String(decoding: bytes, as: UTF8.self))
            var writer = JSONWriter()
            writer.string(utf8: bytes)
            #expect(try JSONValue.parse(writer.bytes) == expected, "seed \(seed), bytes \(bytes)")
        }
    }

    @Test func randomValuesComeBackEqual() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        for _ in 0..<500 {
            let value = Self.randomValue(depth: 4, &random)
            #expect(try JSONValue.parse(value.serialized()) == value, "seed \(seed)")
        }
    }

    @Test func takenBytesAreGoneFromTheWriter() {
        var writer = JSONWriter()
        writer.beginArray()
        writer.integer(1)
        let first = writer.take()
        writer.integer(2)
        writer.endArray()
        #expect(String(decoding: first + writer.take(), as: UTF8.self) == "[1,2]")
        #expect(writer.bytes.isEmpty)
    }

    static func randomValue(depth: Int, _ random: inout SplitMix) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(JSONNumber(Int64.random(in: Int64.min...Int64.max, using: &random)))
        case 3:
            let double = Double(bitPattern: random.next())
            return JSONNumber(double).map { .number($0) } ?? .null
        case 4: return .string(randomString(&random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    randomValue(depth: depth - 1, &random)
                })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in
                        (randomString(&random), randomValue(depth: depth - 1, &random))
                    }))
        }
    }

    static func randomString(_ random: inout SplitMix) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let limit: UInt32 = [0x30, 0x80, 0x800, 0x10000, 0x110000].randomElement(
                using: &random)!
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) {
                scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}

/// A small generator that repeats from its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
