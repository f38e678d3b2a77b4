internal import Complaints
internal import Platform
internal import Storage

/// The field catalogue with the operator's own fields, read again when one of them changes.
final class CatalogueShelf: Sendable {
    private struct State {
        var catalogue: FieldCatalogue?
        /// Advances when a field changes, so that a reading from before is not kept.
        var generation = 0
    }

    private let standard: FieldCatalogue
    private let state = Lock(State())

    init(standard: FieldCatalogue) { self.standard = standard }

    /// Every field there is now.
    func current(_ store: Store) throws(StorageFailure) -> FieldCatalogue {
        let (known, generation) = state.withLock { ($0.catalogue, $0.generation) }
        if let known { return known }
        let custom = try store.read { reader throws(StorageFailure) in try reader.customFields() }
        let catalogue = custom.isEmpty ? standard : standard.adding(custom: custom)
        state.withLock { state in
            if state.generation == generation { state.catalogue = catalogue }
        }
        return catalogue
    }

    /// Reads again next time: a field changed.
    func forget() {
        state.withLock { state in
            state.catalogue = nil
            state.generation += 1
        }
    }
}

extension Instance {
    /// Every field there is now.
    func currentCatalogue() throws(APIFailure) -> FieldCatalogue {
        do { return try shelf.current(store) } catch { throw .storage(error) }
    }
}
