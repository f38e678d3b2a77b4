import Complaints
import JSON

/// Sentences that are kept for later readers: in each language.
extension Words {
    /// The text to keep.
    var stored: String {
        let both = JSONObject([("en", .string(english)), ("fr", .string(french))])
        return String(decoding: JSONValue.object(both).serialized(), as: UTF8.self)
    }

    /// The sentence that was kept; those of earlier versions are in English only.
    init(stored text: String) {
        do throws(JSONError) {
            let both = try JSONValue.parse(Array(text.utf8)).objectValue
            if let english = both?["en"]?.stringValue, let french = both?["fr"]?.stringValue {
                self.init(english, french)
                return
            }
        } catch {
            // It is the sentence itself.
        }
        self.init(text, text)
    }
}
