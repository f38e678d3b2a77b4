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

    /// - Parameters:
    ///   - index: its place among the complaint's, from 1.
    ///   - member: the number of the complaint it was attached to, where that was merged into this one.
    init(
        _ attachment: Attachment, index: Int, of member: String? = nil, for visibility: Visibility
    ) {
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
        let folder = member.map { "attachments/\(FileName($0).text)" } ?? "attachments"
        path = "\(folder)/\(padded) \(FileName(words.name).text)"
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

extension PackedComplaint {
    /// Its attachments, then those of the complaints merged into it.
    func files(for visibility: Visibility) -> [PackAttachment] {
        func files(_ attachments: [Attachment], of member: String?) -> [PackAttachment] {
            attachments.enumerated().map { index, attachment in
                PackAttachment(attachment, index: index + 1, of: member, for: visibility)
            }
        }
        return files(attachments, of: nil)
            + merged.flatMap { files($0.attachments, of: $0.number) }
    }
}
