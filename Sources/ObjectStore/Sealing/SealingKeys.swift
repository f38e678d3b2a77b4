import Crypto

/// The keys of one place's objects: new ones are sealed with the newest, each is opened with its own.
///
/// As a text: one key a line, 64 hexadecimal digits, the newest last; lines that begin with "#" and empty
/// ones are passed over.
public struct SealingKeys: Sendable {
    /// Keys of one place at most.
    public static let countMax = 1000
    static let markBytes = 8
    private static let purpose = Array("ibtool object key\n".utf8)

    /// Why a text holds no keys. It never holds any of the text, which is a secret.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// What new objects are sealed with.
    let newest: Key
    private let keys: [[UInt8]: Key]

    /// A key, and what objects say which it is by.
    struct Key: Sendable {
        let bytes: [UInt8]
        let mark: [UInt8]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            mark = Array(SHA256.hash(SealingKeys.purpose + bytes).prefix(SealingKeys.markBytes))
        }

        /// The key of one object: what is copied to another name does not open there.
        func key(of object: ObjectKey) -> [UInt8] {
            HMACSHA256.code(Array("ibtool object\n\(object)".utf8), key: bytes)
        }
    }

    public init(_ text: String) throws(Refusal) {
        var list: [Key] = []
        // By bytes: "\r\n" is one character.
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let blanks: [UInt8] = [0x20, 0x09, 0x0D]
            let word = String(decoding: line.filter { !blanks.contains($0) }, as: UTF8.self)
            if word.isEmpty || word.hasPrefix("#") { continue }
            guard let bytes = Hex.decode(word), bytes.count == Sealing.keyBytes else {
                throw Refusal(
                    description: "line \(index + 1) is not a key: expected 64 hexadecimal digits")
            }
            guard list.count < Self.countMax else {
                throw Refusal(description: "it has more than \(Self.countMax) keys")
            }
            list.append(Key(bytes))
        }
        guard let last = list.last else { throw Refusal(description: "it holds no key") }
        newest = last
        keys = Dictionary(list.map { ($0.mark, $0) }) { $1 }
    }

    /// How many there are.
    public var count: Int { keys.count }

    /// The key of that mark; nil for one that is not among them.
    func key(_ mark: [UInt8]) -> Key? { keys[mark] }

    /// A new key as a line of the text.
    public static func draw() throws(Refusal) -> String {
        do throws(CryptoError) {
            return Hex.encode(try RandomBytes.draw(Sealing.keyBytes))
        } catch {
            throw Refusal(description: "\(error)")
        }
    }
}
