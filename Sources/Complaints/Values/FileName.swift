/// A file's name as people see it: what somebody called it, without anything that makes it a path or
/// shows it as what it is not. It names nothing on a disk.
public struct FileName: Sendable, Hashable {
    /// Bytes of UTF-8 at most: what file systems take.
    public static let bytesMax = 255

    public let text: String

    /// Keeps the last step of a path, of any system; takes out control characters and those that turn
    /// the direction of writing ("gnp.exe" is not "exe.png"), and dots and blanks at the ends. A name
    /// that is too long loses from its middle, so that its ending stays. "file" when nothing is left.
    public init(_ given: String) {
        // By scalars: a mark that combines with a slash would hide it inside a character.
        let steps = Array(given.unicodeScalars).split { $0 == "/" || $0 == "\\" }
        var scalars = (steps.last ?? []).filter { !Self.isHidden($0) }
        while scalars.first == " " { scalars.removeFirst() }
        let name = Self.shortened(Self.withoutEnd(scalars[...]))
        text = name.isEmpty ? "file" : name
    }

    /// Without dots and blanks at the end.
    private static func withoutEnd(
        _ scalars: ArraySlice<Unicode.Scalar>
    ) -> ArraySlice<Unicode.Scalar> {
        var rest = scalars
        while let scalar = rest.last, scalar == "." || scalar == " " { rest.removeLast() }
        return rest
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }

    private static func shortened(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var end = ""
        if let dot = scalars.lastIndex(of: "."), dot > 0, scalars.count - dot <= 16 {
            end = string(scalars[dot...])
        }
        let whole = string(scalars)
        guard whole.utf8.count > bytesMax else { return whole }
        var start: [Unicode.Scalar] = []
        var room = bytesMax - end.utf8.count
        for scalar in scalars {
            room -= UTF8.width(scalar)
            if room < 0 { break }
            start.append(scalar)
        }
        // Cut behind a dot or a blank, it would end with one.
        return end.isEmpty ? string(withoutEnd(start[...])) : string(start[...]) + end
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
