import JSON

/// Lists of texts as a column in memory holds them: their JSON.
enum GridList {
    /// The texts of a list; none for anything else.
    static func items(_ json: String) -> [String] {
        do throws(JSONError) {
            let elements = try JSONValue.parse(Array(json.utf8)).arrayValue ?? []
            return elements.compactMap(\.stringValue)
        } catch {
            // Only lists that our writer made are held.
            return []
        }
    }

    /// How often each text occurs, from how often each list does; the null of records without a list
    /// stays.
    static func counts(
        _ found: [(value: SQLValue, count: Int)]
    ) -> [(value: SQLValue, count: Int)] {
        var counts: [SQLValue: Int] = [:]
        for (value, count) in found {
            if case .text(let json) = value {
                for item in items(json) { counts[.text(item), default: 0] += count }
            } else {
                counts[value, default: 0] += count
            }
        }
        return counts.map { ($0.key, $0.value) }
    }
}
