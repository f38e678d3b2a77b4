internal import Complaints
internal import Storage

/// An attachment's place in a pack.
struct PackAttachment: Sendable {
    let attachment: Attachment
    /// Beside the complaint's page; nil when its content is not in the pack.
    let path: String?
    let name: String
    /// Nil where even that is not told.
    let contentHash: String?

    /// - Parameter index: its place among the complaint's, from 1.
    init(_ attachment: Attachment, index: Int, for visibility: Visibility) {
        self.attachment = attachment
        let digits = String(index)
        let padded = String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
        guard let words = attachment.words,
            !attachment.holdsPatientData || visibility.seesPatient
        else {
            (path, name, contentHash) = (nil, padded, nil)
            return
        }
        name = words.name
        contentHash = words.contentHash
        path = "attachments/\(padded) \(FileName(words.name).text)"
    }

    /// What is to be said of it.
    func state(_ language: Language) -> String {
        var sentences: [String] = []
        if attachment.words == nil {
            sentences.append(PackWords.gone[language])
        } else if path == nil {
            sentences.append(PackWords.withheld[language])
        }
        if let withdrawal = attachment.withdrawal {
            sentences.append(PackWords.withdrawn[language] + withdrawal.reason)
        }
        return sentences.joined(separator: "; ")
    }
}
