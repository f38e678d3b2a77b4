internal import Crypto
internal import Platform

/// The secrets handed out here: session cookies, API tokens, set-up links. Only their SHA-256 is
/// kept; they hold so many random bits that a plain hash cannot be searched.
enum Secrets {
    /// What every API token begins with, so that scanners and people recognise one.
    static let tokenPrefix = "ibt_"
    /// How much of a token is kept to tell it from others.
    static let shownPrefixBytes = 12

    /// 256 random bits for a session.
    static func session(_ random: RandomSource) -> String { Base64URL.encode(random.bytes(32)) }

    /// `ibt_` and 256 random bits.
    static func token(_ random: RandomSource) -> String {
        tokenPrefix + Base64URL.encode(random.bytes(32))
    }

    /// 128 random bits for a set-up link.
    static func setupLink(_ random: RandomSource) -> String { Base64URL.encode(random.bytes(16)) }

    /// What is stored of a secret.
    static func hash(of secret: String) -> [UInt8] { SHA256.hash(Array(secret.utf8)) }
}
