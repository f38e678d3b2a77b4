import Complaints
import JSON

/// Puts a draft together, value by value in the order of the log.
///
/// A text column has no bytes of its own: it points at those of the log, where the text stands too.
struct ComplaintDraftMaker {
    private let layout: ComplaintLayout
    private let keepsStated: Bool
    private var names = ComplaintNames()
    private var columns: [ComplaintDraft.Column]
    /// Columns whose text stands in the log's sealed part.
    private var plainColumns: [Int] = []
    private var changes: [UInt8] = []
    private var plain: [UInt8] = []
    private var stated: [UInt8] = []
    private var document = JSONWriter(reserving: 1024)
    private var sealed = JSONWriter(reserving: 1024)
    private var sealedCount = 0
    private var isInCustom = false
    private var changeCount = 0
    private var sitePlace: Int?
    private var statesSite = false
    private var hasStatus = false

    init(_ layout: ComplaintLayout, keepsStated: Bool) {
        self.layout = layout
        self.keepsStated = keepsStated
        columns = Array(repeating: .null, count: layout.columns.count)
        changes.reserveCapacity(1536)
        plain.reserveCapacity(3072)
        if keepsStated { stated.reserveCapacity(4096) }
        document.beginObject()
        sealed.beginObject()
    }

    /// Adds the next value; names come in the log's order.
    mutating func add(_ assignment: Assignment) {
        if keepsStated, !assignment.slot.isDerived {
            stated.append(counted: assignment.slot.name)
            stated.append(assignment.value, json: assignment.json)
        }
        if assignment.value.isNull { return }
        fillIn(before: assignment.slot.rank)
        put(assignment)
    }

    /// The draft of everything that was added.
    mutating func finish(_ given: FieldValues?) -> ComplaintDraft {
        fillIn(before: .max)
        if isInCustom { document.endObject() }
        document.endObject()
        sealed.endObject()
        var parts = ComplaintDraft.Parts()
        var bytes: [UInt8] = []
        let device = deviceText()
        bytes.reserveCapacity(
            changes.count + plain.count + document.bytes.count + sealed.bytes.count + stated.count
                + device.count)
        func take(_ part: [UInt8]) -> Range<Int> {
            let start = bytes.count
            bytes.append(contentsOf: part)
            return start..<bytes.count
        }
        parts.changes = take(changes)
        parts.plain = take(plain)
        parts.document = take(document.bytes)
        parts.sealed = sealedCount > 0 ? take(sealed.bytes) : 0..<0
        parts.stated = take(stated)
        parts.device = take(device)
        for index in plainColumns {
            guard case .text(let range) = columns[index] else { continue }
            let start = parts.plain.lowerBound
            columns[index] = .text(range.lowerBound + start..<range.upperBound + start)
        }
        return ComplaintDraft(
            layout: layout, given: given, names: names, bytes: bytes, parts: parts,
            columns: columns, changeCount: changeCount, sitePlace: statesSite ? nil : sitePlace)
    }

    /// What every new complaint has, in its place: room for a site and, by its name behind it, a status.
    private mutating func fillIn(before rank: Int) {
        if sitePlace == nil, let site = layout.site, rank >= site.rank {
            sitePlace = changes.count
            statesSite = rank == site.rank
        }
        if !hasStatus, let status = layout.status, rank >= status.rank {
            hasStatus = true
            if rank > status.rank { put(Assignment(status, .text("received"))) }
        }
    }

    private mutating func put(_ assignment: Assignment) {
        let (slot, value) = (assignment.slot, assignment.value)
        names.note(slot, value)
        log(assignment)
        switch slot.place {
        case .column(let index): set(index, to: assignment)
        case .document:
            if isInCustom { document.endObject() }
            isInCustom = false
            _ = Self.write(assignment, named: slot.name, to: &document)
        case .custom(let name):
            // Their names follow each other in the log's order.
            if !isInCustom {
                document.name("custom")
                document.beginObject()
            }
            isInCustom = true
            _ = Self.write(assignment, named: name, to: &document)
        case .sealed:
            if Self.write(assignment, named: slot.name, to: &sealed) { sealedCount += 1 }
        }
    }

    private mutating func log(_ assignment: Assignment) {
        changeCount += 1
        changes.append(counted: assignment.slot.name)
        if assignment.slot.isSealedInLog {
            changes.append(1)
            plain.append(0)
            plain.append(assignment.value, json: assignment.json)
        } else {
            changes.append(0)
            changes.append(0)
            changes.append(assignment.value, json: assignment.json)
        }
    }

    /// The value was logged last: its text is the end of the log's bytes.
    private mutating func set(_ index: Int, to assignment: Assignment) {
        let isSealed = assignment.slot.isSealedInLog
        let end = isSealed ? plain.count : changes.count
        let textBytes: Int
        switch assignment.value {
        case .null: return
        case .integer(let number):
            columns[index] = .integer(number)
            return
        case .decimal(let number):
            columns[index] = .decimal(number)
            return
        case .boolean(let isTrue):
            columns[index] = .integer(isTrue ? 1 : 0)
            return
        case .text(let text): textBytes = text.utf8.count
        case .list, .object: textBytes = assignment.json?.count ?? 0
        }
        columns[index] = .text(end - textBytes..<end)
        if isSealed { plainColumns.append(index) }
    }

    /// False when JSON has no such value.
    private static func write(
        _ assignment: Assignment, named name: String, to writer: inout JSONWriter
    ) -> Bool {
        if let json = assignment.json {
            writer.name(name)
            writer.raw(json)
        } else if let json = assignment.value.json {
            writer.name(name)
            writer.value(json)
        } else {
            return false
        }
        return true
    }

    /// As the full text's view puts brand, product and model together.
    private func deviceText() -> [UInt8] {
        var text: [UInt8] = []
        for (place, index) in layout.deviceColumns.enumerated() {
            if place > 0 { text.append(0x20) }
            guard case .text(let range) = columns[index] else { continue }
            text.append(contentsOf: plainColumns.contains(index) ? plain[range] : changes[range])
        }
        return text
    }
}
