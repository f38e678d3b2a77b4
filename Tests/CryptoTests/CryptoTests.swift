import Crypto
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
private func hex(_ text: String) -> [UInt8] { Hex.decode(text) ?? [] }

@Suite struct DigestTests {
    @Test(
        "SHA-256 gives the digests of FIPS 180-4's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(input: String, digest: String) {
        #expect(Hex.encode(SHA256.hash(bytes(input))) == digest)
    }

    @Test("Feeding a digest in pieces gives the digest of the whole, and it can be used again")
    func incremental() {
        var hash = SHA256()
        for piece in ["a", "", "bc"] { hash.update(bytes(piece)) }
        #expect(hash.finish() == SHA256.hash(bytes("abc")))
        hash.update(bytes("abc"))
        #expect(hash.finish() == SHA256.hash(bytes("abc")))
    }

    @Test(
        "HMAC with SHA-256 gives the codes of RFC 4231",
        arguments: [
            (
                "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                String(repeating: "aa", count: 131),
                "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048"
                    + "617368204b6579204669727374",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func hmac(key: String, message: String, code: String) {
        #expect(Hex.encode(HMACSHA256.code(hex(message), key: hex(key))) == code)
    }
}

@Suite struct SealingTests {
    @Test(
        "AES-256-GCM gives the bytes of the GCM specification's test cases 13, 14 and 16",
        arguments: [
            (
                String(repeating: "00", count: 32), String(repeating: "00", count: 12), "", "",
                "530f8afbc74536b9a963b4f1c4cb738b"
            ),
            (
                String(repeating: "00", count: 32), String(repeating: "00", count: 12),
                String(repeating: "00", count: 16), "",
                "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
            ),
            (
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                    + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                    + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                    + "76fc6ece0f4e1768cddf8853bb2d551b"
            ),
        ])
    func knownAnswers(
        key: String, nonce: String, plain: String, associated: String, sealed: String
    ) throws {
        let made = try Sealing.seal(
            hex(plain), key: hex(key), nonce: hex(nonce), associated: hex(associated))
        #expect(Hex.encode(made) == nonce + sealed)
        #expect(try Sealing.open(made, key: hex(key), associated: hex(associated)) == hex(plain))
    }

    @Test("A change of any byte, of the key or of the associated bytes is noticed")
    func tampering() throws {
        let key = try RandomBytes.draw(32)
        let sealed = try Sealing.seal(bytes("Mme Lefèvre"), key: key, associated: bytes("7"))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: CryptoError.notAuthentic) {
                try Sealing.open(changed, key: key, associated: bytes("7"))
            }
        }
        #expect(throws: CryptoError.notAuthentic) {
            try Sealing.open(sealed, key: key, associated: bytes("8"))
        }
        #expect(throws: CryptoError.notAuthentic) {
            try Sealing.open(sealed, key: RandomBytes.draw(32), associated: bytes("7"))
        }
        #expect(throws: CryptoError.notAuthentic) {
            try Sealing.open(Array(sealed.prefix(27)), key: key, associated: bytes("7"))
        }
    }

    @Test("One sealer seals text after text, each under its own key; what is sealed opens")
    func sealer() throws {
        var sealer = try Sealer()
        for text in ["", "x", String(repeating: "Mme Lefèvre", count: 400)] {
            let key = try RandomBytes.draw(32)
            let nonce = try RandomBytes.draw(12)
            let sealed = try sealer.seal(
                bytes(text).span, key: key, nonce: nonce, associated: bytes("7"))
            #expect(sealed.count == text.utf8.count + 28)
            #expect(try Sealing.open(sealed, key: key, associated: bytes("7")) == bytes(text))
            #expect(
                try Sealing.seal(bytes(text), key: key, nonce: nonce, associated: bytes("7"))
                    == sealed)
        }
    }

    @Test("Sealing the same bytes twice gives different bytes")
    func freshNonces() throws {
        let key = try RandomBytes.draw(32)
        let first = try Sealing.seal(bytes("x"), key: key, associated: [])
        #expect(try Sealing.seal(bytes("x"), key: key, associated: []) != first)
    }
}

@Suite struct PasswordHashTests {
    private let cheap = PasswordHash.Cost(logN: 4, blockSize: 8, parallelism: 1)

    @Test("A password is known again, and no other is")
    func verifies() throws {
        let text = try PasswordHash.make(bytes("correct horse"), cost: cheap)
        #expect(text.hasPrefix("scrypt$4$8$1$"))
        #expect(try PasswordHash.verify(bytes("correct horse"), against: text))
        #expect(try !PasswordHash.verify(bytes("correct horsf"), against: text))
        #expect(try !PasswordHash.verify([], against: text))
        #expect(try PasswordHash.make(bytes("correct horse"), cost: cheap) != text)
    }

    @Test("An empty password can be hashed")
    func empty() throws {
        let text = try PasswordHash.make([], cost: cheap)
        #expect(try PasswordHash.verify([], against: text))
    }

    @Test("The cost of today works within the memory bound, and an older cost asks for a rehash")
    func cost() throws {
        let text = try PasswordHash.make(bytes("x"))
        #expect(text.hasPrefix("scrypt$15$8$3$"))
        #expect(!PasswordHash.needsRehash(text))
        #expect(PasswordHash.needsRehash(try PasswordHash.make(bytes("x"), cost: cheap)))
        #expect(PasswordHash.needsRehash("nonsense"))
    }

    @Test("The hash of RFC 7914 section 12 is verified")
    func knownAnswer() throws {
        // scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1, 64)
        let key = hex(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
        let salt = Base64URL.encode(bytes("SodiumChloride"))
        let text = "scrypt$14$8$1$\(salt)$\(Base64URL.encode(key))"
        #expect(try PasswordHash.verify(bytes("pleaseletmein"), against: text))
    }

    @Test(
        "A stored hash that is none, or that asks for too much, is refused",
        arguments: [
            "", "scrypt", "bcrypt$4$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "scrypt$40$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAA", "scrypt$4$8$1$AAAA$AA",
            "scrypt$4$8$1$A=$AAAAAAAAAAAAAAAAAAAAAA",
        ])
    func malformed(text: String) {
        #expect(throws: CryptoError.self) { try PasswordHash.verify([], against: text) }
    }
}

@Suite struct TextEncodingTests {
    @Test(
        "Base64url gives the texts of RFC 4648 without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
            ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, text: String) {
        #expect(Base64URL.encode(bytes(plain)) == text)
        #expect(Base64URL.decode(text) == bytes(plain))
    }

    @Test("The letters of base64url are those of URLs")
    func letters() {
        #expect(Base64URL.encode([0xFB, 0xFF, 0xBF]) == "-_-_")
    }

    @Test(
        "What is not base64url is nothing",
        arguments: ["A", "AAAAA", "Zg==", "Z+", "Zh", "Zm9", "é"])
    func notBase64(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test("Hexadecimal reads both cases and writes the lower")
    func hexadecimal() {
        #expect(Hex.decode("00fFA9") == [0, 255, 0xA9])
        #expect(Hex.encode([0, 255, 0xA9]) == "00ffa9")
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("0g") == nil)
    }

    @Test("Secrets are compared whole")
    func comparison() {
        #expect(isEqualInConstantTime([1, 2, 3], [1, 2, 3]))
        #expect(!isEqualInConstantTime([1, 2, 3], [1, 2, 4]))
        #expect(!isEqualInConstantTime([1, 2, 3], [1, 2]))
        #expect(isEqualInConstantTime([], []))
    }
}
