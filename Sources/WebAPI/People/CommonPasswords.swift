/// Passwords of eight characters and more that guessing begins with, in lower case; shorter ones are
/// refused for their length. A word repeated and a run of keys are recognised by rule.
enum CommonPasswords {
    /// Whether everybody would guess it.
    static func contains(_ password: String) -> Bool {
        words.contains(password) || isRepetition(password) || isRun(password)
    }

    private static let words: Set<String> = Set(
        """
        password password1 password12 password123 password1234 password! passw0rd passw0rd1 p@ssw0rd \
        p@ssword p@ssw0rd1 pa55word pa55w0rd motdepasse motdepasse1 motdepasse123 azertyuiop \
        azerty123 azerty1234 azerty12345 qwertyuiop qwerty123 qwerty1234 qwerty12345 1q2w3e4r \
        1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qazwsxedc zaq12wsx q1w2e3r4 q1w2e3r4t5 qweasdzxc qwer1234 \
        asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 iloveyou iloveyou1 iloveyou2 sunshine sunshine1 \
        princess princess1 football football1 baseball baseball1 superman superman1 batman123 \
        starwars starwars1 whatever whatever1 trustno1 welcome1 welcome12 welcome123 welcome1234 \
        letmein1 letmein123 admin123 admin1234 admin12345 administrator administrateur adminadmin \
        changeme changeme1 changeme123 changemoi default1 default123 guest123 root1234 toor1234 \
        secret123 secret1234 master123 monkey123 dragon123 shadow123 michael1 jennifer jordan23 \
        computer computer1 internet internet1 samsung1 nokia123 liverpool liverpool1 chelsea1 \
        arsenal1 marseille marseille1 bonjour1 bonjour123 soleil123 doudou123 loulou123 chocolat \
        chocolate jetaime1 jetaime123 coucou123 toulouse bordeaux nicolas1 camille1 caroline \
        thomas123 abcd1234 abc12345 abc123456 abcdefgh abcdefghi a1b2c3d4 aa123456 aa12345678 \
        a12345678 a123456789 test1234 test12345 testtest1 testing1 testing123 passpass1 pass1234 \
        pass12345 hello123 hello1234 login123 login1234 temp1234 temporary temporaire qwerty12 \
        hospital hospital1 hopital123 clinique medical1 medical123 healthcare radiology radiologie \
        complaint complaints reclamation ibtool123 ibtool1234 ibtool2026 spring2026 summer2026 \
        autumn2026 winter2026 password2025 password2026 welcome2025 welcome2026 admin2025 admin2026 \
        correcthorsebatterystaple 11223344 12341234 12344321 13131313 147258369 159753456 19841984 \
        123123123 123321123 123456789a 123456789q 12345678a 1234567a 123qweasd 123qwe123 987654321 \
        zaq1zaq1 !qaz2wsx michelle1 charlie1 ashley123 jessica1 daniel123 mustang1 hunter123 \
        access14 blink182 corvette ferrari1 mercedes mercedes1 porsche1 victoria victoria1 alexander \
        elephant elephant1 butterfly butterfly1 pokemon1 pokemon123 minecraft minecraft1 naruto123 \
        cheese123 orange123 banana123 freedom1 flower123 lovely123 babygirl babygirl1 tinkerbell \
        barcelona realmadrid juventus steelers packers1 yankees1 rangers1 startrek startrek1
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))

    /// One to four characters again and again: "aaaaaaaa", "abcabcabc".
    private static func isRepetition(_ password: String) -> Bool {
        let characters = Array(password)
        return (1...4).contains { period in
            characters.count >= 8 && period < characters.count
                && characters.indices.dropFirst(period).allSatisfy {
                    characters[$0] == characters[$0 - period]
                }
        }
    }

    /// Each character the next or the one before: "12345678", "hgfedcba".
    private static func isRun(_ password: String) -> Bool {
        let codes = password.unicodeScalars.map { Int($0.value) }
        guard codes.count >= 8 else { return false }
        let steps = zip(codes.dropFirst(), codes).map { $0 - $1 }
        let rising = steps.allSatisfy { $0 == 1 || $0 == -9 }
        return rising || steps.allSatisfy { $0 == -1 || $0 == 9 }
    }
}
