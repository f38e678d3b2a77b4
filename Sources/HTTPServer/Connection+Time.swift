import HTTP
import Platform

extension Connection {
    /// The moment at which `expired` has something to do.
    func deadline(outputIsEmpty: Bool) -> MonotonicInstant {
        let never = MonotonicInstant(nanoseconds: .max)
        let write = outputIsEmpty ? never : lastProgress + limits.writeIdleTime
        switch phase {
        case .reading:
            if parser.isInsideHead { return min(write, since + limits.headerTime) }
            return outputIsEmpty
                ? since + (isDraining ? limits.drainGrace : limits.idleTime) : write
        case .receiving, .discarding: return min(write, bodyDeadline)
        case .sending(isEvents: true): return min(write, since + limits.heartbeatTime)
        case .lingering: return since + limits.lingerTime
        case .admitting, .waiting, .sending, .finishing, .closed: return write
        }
    }

    /// The body has its grace and a second for each `bodyBytesPerSecondMin` bytes, up to its cap.
    private var bodyDeadline: MonotonicInstant {
        let bytes = exchange?.bodyBytes ?? 0
        let earned = Duration.nanoseconds(
            min(bytes, 1 << 32) * 1_000_000_000 / Int64(max(1, limits.bodyBytesPerSecondMin)))
        return since + min(limits.bodyTimeMax, limits.bodyGrace + earned)
    }

    /// The deadline has come.
    mutating func expired(_ output: inout OutputQueue, _ moment: Moment) -> Action {
        guard moment.now >= deadline(outputIsEmpty: output.isEmpty) else { return .none }
        if !output.isEmpty, moment.now >= lastProgress + limits.writeIdleTime { return close() }
        switch phase {
        case .reading where parser.isInsideHead:
            return refuse(Status(408), "headerTooSlow", &output, moment)
        case .receiving: return refuse(Status(408), "bodyTooSlow", &output, moment)
        case .discarding:
            finish(moment.now)
            return .none
        case .reading where isDraining:
            // A request that crosses our end meets an end, not a reset.
            finish(moment.now)
            return .none
        case .sending(isEvents: true):
            since = moment.now
            return .heartbeat
        default: return close()
        }
    }

    /// The client took bytes; tells what follows when none are left.
    mutating func progressed(outputIsEmpty: Bool, _ now: MonotonicInstant) -> Action {
        lastProgress = now
        guard outputIsEmpty else { return .none }
        switch phase {
        case .finishing:
            if isInputOver { return close() }
            phase = .lingering
            since = now
            discardBudget = limits.lingerBytesMax
            return .finishSending
        case .reading where !parser.isInsideHead: since = now
        default: break
        }
        return .none
    }

    /// The client closed its sending side.
    mutating func inputEnded(outputIsEmpty: Bool) -> Action {
        isInputOver = true
        switch phase {
        case .reading:
            if outputIsEmpty { return close() }
            phase = .finishing
            return .none
        case .receiving, .discarding, .lingering, .closed: return close()
        case .sending(isEvents: true): return close()
        case .admitting, .waiting, .sending, .finishing: return .none
        }
    }

    /// The server is going: this answer is the last, and idleness ends soon.
    mutating func drain(_ now: MonotonicInstant) {
        isDraining = true
        if phase == .reading, !parser.isInsideHead { since = now }
    }
}
