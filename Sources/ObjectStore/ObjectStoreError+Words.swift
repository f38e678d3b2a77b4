extension ObjectStoreError {
    /// What happened, what the store said, and what to do.
    public var description: String {
        var text = "Cannot \(operation.rawValue) \(object): \(reason)."
        if let answer {
            text += " The store said \(answer.status)"
            if !answer.code.isEmpty { text += " \(answer.code)" }
            if !answer.message.isEmpty { text += ": \(answer.message)" }
            if !text.hasSuffix(".") { text += "." }
            if !answer.requestID.isEmpty { text += " Request \(answer.requestID)." }
        }
        if outcomeIsUnknown { text += " It may have happened all the same." }
        return text + " " + remedy
    }

    /// What went wrong, without an end.
    public var reason: String {
        switch cause {
        case .notFound: "there is no such object"
        case .conditionFailed: "what is stored there is not what was expected"
        case .conflict: "another write came at the same moment"
        case .noStore: "there is no such bucket or directory"
        case .denied: "the store does not allow it"
        case .credentials(let why, _): "there are no usable credentials (\(why))"
        case .expiredCredentials: "the credentials have expired"
        case .wrongSignature: "the store does not accept the signature"
        case .clockSkew: "this machine's clock and the store's are too far apart"
        case .wrongRegion(let region):
            region.map { "the bucket is in region \($0)" }
                ?? "the bucket is in another region"
        case .throttled: "the store asks for fewer requests"
        case .unavailable: "the store is not able to"
        case .timedOut: "the store did not answer in time"
        case .disconnected(let why): "the connection failed (\(why))"
        case .untrusted(let why): "the store's certificate is not trusted (\(why))"
        case .damaged(let why): "what was read is not what was stored (\(why))"
        case .sealing(let why): why
        case .keyManagement(let refusal): refusal.reason
        case .malformedAnswer(let why): "the answer makes no sense (\(why))"
        case .tooLarge(let bytesMax): "it has more than \(bytesMax) bytes"
        case .outOfSpace: "there is no space left"
        case .system(let error):
            "\(error)".hasSuffix(".") ? String("\(error)".dropLast()) : "\(error)"
        case .source(let why): "what was to be stored could not be read (\(why))"
        case .refused: "the store refused"
        }
    }

    /// What to do, in one sentence.
    public var remedy: String {
        switch cause {
        case .notFound: "Check the prefix, and that nobody else removes objects there."
        case .conditionFailed: "Look what is there now and decide again."
        case .conflict, .throttled, .unavailable, .timedOut: "It is tried again by itself."
        case .noStore: "Create it, or correct its name and the endpoint."
        case .denied:
            "Give the key the rights to list the bucket and to get, put and delete objects in it."
        case .credentials: "Give a credentials file, AWS_* variables or the machine's role."
        case .expiredCredentials: "Give new ones; those of a role are fetched again by themselves."
        case .wrongSignature: "Check the secret key and the region."
        case .clockSkew: "Set the clock of this machine."
        case .wrongRegion(let region): "Say region=\(region ?? "…") in the location."
        case .disconnected: "Check the endpoint, its port and the network."
        case .untrusted: "Give its authority with --ca-file, or correct the host name."
        case .damaged: "Use another copy, and check the store's disks."
        case .sealing:
            "Give the key file, or the key of the key management service, that the backup was made "
                + "with; encrypted and other backups need places of their own."
        case .keyManagement(let refusal): refusal.remedy
        case .malformedAnswer: "Check that the endpoint is an S3 service."
        case .tooLarge: "Store it in parts."
        case .outOfSpace: "Make space."
        case .system: "Check the path, its rights and its disk."
        case .source: "Look at the file or the database it came from."
        case .refused: "The store's own words above say why."
        }
    }
}
