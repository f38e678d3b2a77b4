import Platform

/// What a directory store keeps of an object beside its bytes: lines of text, one group for each of the
/// last two contents of the name, newest first.
///
///     content SHA-256
///     file INODE BYTES MICROSECONDS
///     meta NAME VALUE
struct ObjectRecord: Equatable {
    /// The longest record that is read.
    static let bytesMax = 16 << 10

    /// Tells a file from others that had its name, without reading it.
    struct FileIdentity: Equatable {
        let inode: UInt64
        let byteCount: Int64
        let modified: Timestamp

        init(_ status: FileStatus) {
            inode = status.inode
            byteCount = status.length
            modified = status.modified
        }

        init?(_ words: [Substring]) {
            guard words.count == 3, let inode = UInt64(words[0]), let byteCount = Int64(words[1]),
                let microseconds = Int64(words[2])
            else { return nil }
            self.inode = inode
            self.byteCount = byteCount
            modified = Timestamp(microseconds: microseconds)
        }
    }

    /// What is told about a content.
    struct Content: Equatable {
        let tag: ObjectTag
        var metadata: ObjectMetadata

        init(_ tag: ObjectTag, _ metadata: ObjectMetadata) {
            self.tag = tag
            self.metadata = metadata
        }
    }

    private struct Group: Equatable {
        var content: Content
        var file: FileIdentity
    }

    private var groups: [Group] = []

    init() {}

    /// What can be read of these bytes. A damaged record describes nothing: the content speaks for itself.
    init(reading bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self), text.hasSuffix("\n") else {
            return
        }
        var tag: ObjectTag?
        var values: [(FileIdentity, ObjectTag, [String: String])] = []
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            if words[0] == "content", words.count == 2 {
                tag = ObjectTag(String(words[1]))
            } else if words[0] == "file", let tag, let file = FileIdentity(Array(words.dropFirst()))
            {
                values.append((file, tag, [:]))
            } else if words[0] == "meta", words.count >= 3, !values.isEmpty {
                let value = line.dropFirst("meta ".count + words[1].count + 1)
                values[values.count - 1].2[String(words[1])] = String(value)
            } else {
                return
            }
        }
        for (file, tag, metadata) in values {
            add(Content(tag, ObjectMetadata(metadata) ?? [:]), file)
        }
    }

    mutating func add(_ content: Content, _ file: FileIdentity) {
        groups.append(Group(content: content, file: file))
    }

    func content(of file: FileIdentity) -> Content? {
        groups.first { $0.file == file }?.content
    }

    func content(with tag: ObjectTag) -> Content? {
        groups.first { $0.content.tag == tag }?.content
    }

    var bytes: [UInt8] {
        var text = ""
        for group in groups {
            text += "content \(group.content.tag)\n"
            let file = group.file
            text += "file \(file.inode) \(file.byteCount) \(file.modified.microseconds)\n"
            for (name, value) in group.content.metadata.sorted {
                text += "meta \(name) \(value)\n"
            }
        }
        return Array(text.utf8)
    }
}
