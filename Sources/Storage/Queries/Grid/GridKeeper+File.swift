import Platform
import Telemetry

/// The keeper's file: taken at the start, written when it is time.
extension GridKeeper {
    /// Removes what a writing that was cut short has left.
    func removeScratch() {
        do throws(SystemError) { try file.removeScratch() } catch {
            log.warning("columns.unkept", ["cause": .text(error.description)])
        }
    }

    /// Removes the file of columns that take more than they may.
    func endOutgrown() {
        removeFile()
        log.warning("columns.outgrown", ["bytes_max": .integer(Int64(mirror.bytesMax))])
    }

    /// Takes the columns from their file and brings them along; false when they have to be built.
    func takeFile() throws(StorageFailure) -> Bool {
        let start = MonotonicInstant.now()
        let head = try snapshot { commit throws(StorageFailure) in commit }
        let kept: GridState
        var failure: StorageFailure?
        do throws(GridFileRefusal) {
            kept = try file.read(
                bytesMax: mirror.bytesMax, while: { self.mayRun },
                accept: { header throws(GridFileRefusal) in
                    try self.accept(header, at: head, &failure)
                })
        } catch {
            if let failure { throw failure }
            refuse(error)
            return false
        }
        let commit = kept.commit
        guard try follow(kept), !mirror.isGivenUp else { return true }
        keeping.withLock { $0.note(commit, at: .now(), wasWritten: false) }
        log.info(
            "columns.taken",
            [
                "commit": .integer(commit),
                "changes_since": .integer((mirror.commit ?? commit) - commit),
                "ms": .integer((MonotonicInstant.now() - start).wholeNanoseconds / 1_000_000),
            ])
        return true
    }

    /// Refuses a file that is not of this database, or too old. Where that cannot be read now, which is no
    /// proof against the file, it stops with `failure`.
    private func accept(
        _ header: GridFileHeader, at head: Int64, _ failure: inout StorageFailure?
    ) throws(GridFileRefusal) {
        let limits = keeping.withLock { $0.limits }
        let refusal: GridFileRefusal?
        do throws(StorageFailure) {
            refusal = try header.refusal(
                at: head, on: connection, changesMax: limits.changesMax(records: header.records))
        } catch {
            failure = error
            throw .stopped
        }
        if let refusal { throw refusal }
    }

    private func refuse(_ refusal: GridFileRefusal) {
        switch refusal {
        case .stopped: return
        case .system(let error) where error.isNotFound: return
        case .otherLayout, .outdated:
            log.info("columns.refused", ["cause": .text(refusal.description)])
        default: log.warning("columns.refused", ["cause": .text(refusal.description)])
        }
        removeFile()
    }

    private func removeFile() {
        do throws(SystemError) { try file.remove() } catch {
            log.warning("columns.unkept", ["cause": .text(error.description)])
        }
        keeping.withLock { $0.noteRemoval() }
    }

    /// Brings columns of an earlier commit to now, some rows of the log at a time, and makes them the
    /// newest; false when the instance ends before.
    private func follow(_ kept: consuming GridState) throws(StorageFailure) -> Bool {
        var building = GridBuilding(taking: kept)
        var isMore = true
        while isMore, mayRun {
            isMore = try snapshot { commit throws(StorageFailure) in
                try building.followRange(to: commit, on: connection)
            }
        }
        if !isMore { mirror.install(building.state) }
        return !isMore
    }

    /// The newest columns where they may go to the file. For worn ones the file that is there goes: reading
    /// everything at the next start gives back what they have lost.
    func keepable() -> GridState? {
        guard let state = mirror.newest else { return nil }
        if state.isWorn, keeping.withLock({ $0.commit }) != nil {
            removeFile()
            log.info("columns.worn", ["commit": .integer(state.commit)])
        }
        return state.mayBeKept ? state : nil
    }

    /// Writes the file for a state that was installed and may be kept.
    func write(
        _ state: GridState, isPaced: Bool, while mayGoOn: @escaping () -> Bool
    ) {
        let start = MonotonicInstant.now()
        do {
            guard let point = try connection.chainPoint(at: state.commit),
                point.hash.count == GridFileHeader.hashBytes
            else {
                return keeping.withLock { $0.noteFailure(at: start) }
            }
            let bytes = try file.write(state, at: point, isPaced: isPaced, while: mayGoOn)
            keeping.withLock { $0.note(state.commit, at: .now()) }
            log.info(
                "columns.kept",
                [
                    "commit": .integer(state.commit), "bytes": .integer(bytes),
                    "ms": .integer((MonotonicInstant.now() - start).wholeNanoseconds / 1_000_000),
                ])
        } catch {
            keeping.withLock { $0.noteFailure(at: .now()) }
            if error as? GridFileFailure == .stopped, isPaced { return }
            log.warning("columns.unkept", ["cause": .text("\(error)")])
        }
    }
}
