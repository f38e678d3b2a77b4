internal import Complaints
internal import HTTP
internal import Platform
internal import Storage

/// An attachment as it arrives: a form is taken apart, the content goes into a sealed draft. What is
/// too large, of a broken form, or finds the disk full ends the request at once.
final class AttachmentUpload: BodySink {
    /// What a form may have around its file.
    static let formBytesMax: Int64 = 64 << 10
    /// How often the disk is asked for room.
    private static let roomCheckBytes: Int64 = 8 << 20

    private enum Part { case none, file, note, patientData }

    private struct State {
        /// Nil for a body that is the file itself.
        var form: MultipartParser?
        var part = Part.none
        var draft: AttachmentDraft?
        var head: [UInt8] = []
        var bytes: Int64 = 0
        var nextRoomCheck = AttachmentUpload.roomCheckBytes
        var name: String?
        var note: [UInt8] = []
        var patientData: [UInt8] = []
        var hasFile = false
    }

    let complaint: Int64
    private let admitted: Admitted
    private let id: RequestID
    private let bytesInAll: Int64
    private let state: Lock<State?>

    /// Refuses, before the body is asked for, what cannot be attached: another site's complaint, a file
    /// at its end or erased, one that has too many, a declared length beyond the limits or the disk.
    init(_ admitted: Admitted, id: RequestID) throws(APIFailure) {
        self.admitted = admitted
        self.id = id
        guard let caller = admitted.identity.caller else { throw .unauthenticated }
        let key = RecordKey(admitted.parameters[0])
        let found: AttachmentPlace?
        do throws(StorageFailure) {
            found = try admitted.instance.store.glance { reader throws(StorageFailure) in
                try reader.attachmentPlace(key, for: caller.visibility)
            }
        } catch {
            throw .storage(error)
        }
        guard let place = found else { throw .refused(.notFound(.complaint, key: key.text)) }
        complaint = place.complaint
        bytesInAll = place.bytesInAll
        var state = State()
        if let type = admitted.head.headers["content-type"],
            MediaType(type)?.essence.hasPrefix("multipart/") == true
        {
            guard let form = MultipartParser(contentType: type) else {
                throw .malformedHeader("Content-Type")
            }
            state.form = form
        }
        let isForm = state.form != nil
        self.state = Lock(state)
        if place.isErased { throw .refused(.erased(.complaint, key: place.number)) }
        if place.isLocked { throw .refused(.locked(.complaint, key: place.number)) }
        guard place.count < limits.countMax else {
            throw .invalid("/file", .tooMany, argument: String(limits.countMax))
        }
        let length = admitted.head.headers["content-length"].flatMap { Int64($0) } ?? 0
        try refuseTooMuch(length - (isForm ? Self.formBytesMax : 0))
        guard admitted.instance.store.hasRoom(for: length) else { throw Self.diskFull }
    }

    /// Beyond it the server itself refuses.
    var bodyBytesMax: Int64 { limits.fileBytesMax + Self.formBytesMax }

    private var limits: AttachmentLimits { admitted.instance.settings.attachments }

    func append(_ bytes: [UInt8]) throws(BodyRefusal) {
        do throws(APIFailure) {
            try take(bytes)
        } catch {
            let instance = admitted.instance
            let language = Conditions.language(
                admitted.head, of: admitted.identity.caller?.language)
            let problem = instance.problem(error, language: language, requestID: id.text)
            throw BodyRefusal(instance.finish(problem, head: admitted.head, route: admitted.route))
        }
    }

    /// The whole file and what was said of it, lying under its hash; `settle` the draft afterwards.
    func finish() throws(APIFailure) -> (NewAttachment, AttachmentDraft) {
        guard let state = state.withLock({ $0.take() }) else { throw .bodyMissing }
        if let form = state.form {
            do { try form.finish() } catch { throw .malformedRequest(pointer: "", .wrongType) }
            guard state.hasFile else { throw .invalid("/file", .required) }
        }
        guard let draft = state.draft, state.bytes > 0 else { throw .invalid("/file", .required) }
        let query = admitted.head.target.query
        let note = try text(state.note, "note", query, bytesMax: UploadAttachment.noteBytesMax)
        let mark = try text(state.patientData, "patient_data", query, bytesMax: 16)
        let mediaType = MediaSniffer.type(of: state.head)
        let holdsPatientData: Bool
        switch mark {
        case "true", "1", "on": holdsPatientData = true
        case "false", "0": holdsPatientData = false
        case nil, "": holdsPatientData = mediaType == "application/dicom"
        default: throw .invalid("/patient_data", .wrongType)
        }
        let content: AttachmentContent
        do throws(StorageFailure) { content = try draft.finish() } catch { throw .storage(error) }
        let new = NewAttachment(
            name: FileName(state.name ?? query["name"] ?? "").text, note: note,
            mediaType: mediaType, holdsPatientData: holdsPatientData, content: content)
        return (new, draft)
    }

    /// A form's part, or the query's parameter; nil when neither says anything.
    private func text(
        _ part: [UInt8], _ name: String, _ query: QueryItems, bytesMax: Int
    ) throws(APIFailure) -> String? {
        let given = part.isEmpty ? query[name] : String(validating: part, as: UTF8.self)
        guard let given else {
            if part.isEmpty { return nil }
            throw .invalid("/" + name, .invalidText)
        }
        guard given.utf8.count <= bytesMax else {
            throw .invalid("/" + name, .tooLong, argument: String(bytesMax))
        }
        let isPlain = given.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 ? scalar.value != 0x7F : "\t\n\r".unicodeScalars.contains(scalar)
        }
        guard isPlain else { throw .invalid("/" + name, .invalidText) }
        return given.isEmpty ? nil : given
    }

    // MARK: Taking it apart

    private func take(_ bytes: [UInt8]) throws(APIFailure) {
        guard var current = state.withLock({ $0.take() }) else { return }
        if current.form == nil {
            try add(bytes, to: &current)
        } else {
            let events: [MultipartParser.Event]
            do { events = try current.form?.feed(bytes) ?? [] } catch {
                throw .malformedRequest(pointer: "", .wrongType)
            }
            for event in events { try take(event, &current) }
        }
        let next = current
        state.withLock { $0 = next }
    }

    private func take(_ event: MultipartParser.Event, _ state: inout State) throws(APIFailure) {
        switch event {
        case .part(let head):
            switch head.name {
            case "file":
                // Each file is a request of its own, so that each has an answer of its own.
                if state.hasFile { throw .invalid("/file", .tooMany, argument: "1") }
                (state.part, state.hasFile, state.name) = (.file, true, head.fileName)
            case "note": state.part = .note
            case "patient_data": state.part = .patientData
            default: throw .invalid("/" + head.name.escapedForPointer, .unknownField)
            }
        case .data(let content):
            switch state.part {
            case .none: break
            case .file: try add(content, to: &state)
            case .note: state.note += content.prefix(UploadAttachment.noteBytesMax + 1)
            case .patientData: state.patientData += content.prefix(64)
            }
            guard state.note.count + state.patientData.count <= Self.formBytesMax else {
                throw .bodyTooLarge(bytesMax: Self.formBytesMax)
            }
        case .partEnd, .end: state.part = .none
        }
    }

    private func add(_ content: [UInt8], to state: inout State) throws(APIFailure) {
        state.bytes += Int64(content.count)
        try refuseTooMuch(state.bytes)
        let store = admitted.instance.store
        if state.bytes >= state.nextRoomCheck {
            guard store.hasRoom(for: 0) else { throw Self.diskFull }
            state.nextRoomCheck += Self.roomCheckBytes
        }
        if state.head.count < MediaSniffer.headBytes {
            state.head += content.prefix(MediaSniffer.headBytes - state.head.count)
        }
        do throws(StorageFailure) {
            let draft: AttachmentDraft
            if let begun = state.draft {
                draft = begun
            } else {
                draft = try store.draftAttachment(for: complaint)
                state.draft = draft
            }
            try draft.append(content)
        } catch {
            throw .storage(error)
        }
    }

    private func refuseTooMuch(_ bytes: Int64) throws(APIFailure) {
        guard bytes <= limits.fileBytesMax else {
            throw .fileTooLarge(bytesMax: limits.fileBytesMax)
        }
        if let quota = limits.quotaBytes, bytesInAll + max(bytes, 0) > quota {
            throw .refused(.quotaReached(bytesMax: quota))
        }
    }

    private static let diskFull = APIFailure.storage(
        .diskFull("The disk is nearly full: an attachment was refused."))
}
