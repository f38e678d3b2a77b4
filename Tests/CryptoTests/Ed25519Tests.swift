import Crypto
import Testing

@Suite struct Ed25519Tests {
    /// RFC 8032 section 7.1: tests 1 to 3 and the digest of "abc".
    private static let vectors: [(seed: String, key: String, message: String, signature: String)] =
        [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
                    + "1cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
                    + "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760"
                    + "984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ]

    @Test("The vectors of RFC 8032", arguments: vectors.indices)
    func vector(index: Int) throws {
        let vector = Self.vectors[index]
        let key = try SigningKey(seed: try #require(Hex.decode(vector.seed)))
        let message = try #require(Hex.decode(vector.message))
        #expect(Hex.encode(key.publicKey.raw) == vector.key)
        let signature = try key.sign(message)
        #expect(Hex.encode(signature) == vector.signature)
        #expect(try key.publicKey.verifies(signature, of: message))
    }

    @Test("A signature is good for its message and its key alone, down to the bit")
    func bits() throws {
        let key = try SigningKey.make()
        let message = Array("ibtool anchor 1\n".utf8)
        let signature = try key.sign(message)
        for index in signature.indices {
            var changed = signature
            changed[index] ^= 1
            #expect(try !key.publicKey.verifies(changed, of: message), "byte \(index)")
        }
        #expect(try !key.publicKey.verifies(signature, of: message + [0]))
        #expect(try !key.publicKey.verifies(Array(signature.dropLast()), of: message))
        #expect(try !SigningKey.make().publicKey.verifies(signature, of: message))
    }

    @Test("Both halves go to PEM and back, and nothing else is read")
    func pem() throws {
        // RFC 8410 section 10.1 and 10.3.
        let open = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----

            """
        let secret = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----

            """
        let key = try SigningKey(pem: Array(secret.utf8))
        #expect(String(decoding: key.pem, as: UTF8.self) == secret)
        #expect(String(decoding: key.publicKey.pem, as: UTF8.self) == open)
        #expect(try VerifyingKey(pem: Array(open.utf8)) == key.publicKey)
        for text in ["", open, secret.replacing("PRIVATE", with: "SECRET"), secret + open] {
            #expect(throws: CryptoError.self) { try SigningKey(pem: Array(text.utf8)) }
        }
        #expect(throws: CryptoError.self) { try VerifyingKey(pem: Array(secret.utf8)) }
        #expect("\(key)" == "redacted")
    }

    @Test("Base64 is read in its one form")
    func base64() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.decode("+/8=") == [0xFB, 0xFF])
        for text in [
            "-_8=", "Zg", "Zg=", "Zg===", "Zh==", "Z===", "====", "Zg==Zg==", "Z g=", "é===",
        ] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
    }
}
