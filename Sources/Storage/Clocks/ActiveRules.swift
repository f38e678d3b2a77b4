public import Complaints
import JSON
public import Platform
public import Rules

/// The rule set that is in force, ready to be applied.
public struct ActiveRules: Sendable {
    /// Its number among the versions.
    public let id: Int64
    public let set: RuleSet
    /// The zone of the reporting entity.
    public let zone: Zone

    /// The civil date of the reporting entity.
    public func today(at clock: WallClock) -> CivilDate? {
        zone.day(at: Instant(microseconds: clock.now().microseconds))
    }

    /// What a new database works by.
    static let shipped = ActiveRules(id: 1, set: .shipped, zone: .utc)
}

/// Where zones come from: the built-in table, and before it files of the time-zone database (TZif,
/// RFC 8536) in a folder of the operator's.
struct ZoneBook: Sendable {
    /// `zoneinfo` in the data directory.
    let folder: String

    init(directory: String) { folder = "\(directory)/zoneinfo" }

    /// Nil for a zone that there is not, or whose file is damaged.
    func zone(named name: String) -> Zone? {
        guard Self.isSafe(name) else { return nil }
        let path = "\(folder)/\(name)"
        do throws(DurableFile.ReadError) {
            if try status(path) == nil { return Zone.embedded[name] }
            return Zone(
                name: name, tzif: try DurableFile.read(path, bytesMax: Zone.fileBytesMax))
        } catch {
            return nil
        }
    }

    private func status(_ path: String) throws(DurableFile.ReadError) -> FileStatus? {
        do throws(SystemError) {
            return try DurableFile.status(path)
        } catch {
            throw .system(error)
        }
    }

    /// `Area/Place`: no step upwards, nothing hidden.
    private static func isSafe(_ name: String) -> Bool {
        name.utf8.first.map { (0x41...0x5A).contains($0 & 0xDF) } == true
            && name.utf8.allSatisfy {
                (0x41...0x5A).contains($0 & 0xDF) || (0x30...0x39).contains($0) || $0 == 0x2F
                    || $0 == 0x5F || $0 == 0x2D || $0 == 0x2B
            }
    }
}
