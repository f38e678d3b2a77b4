extension Metrics {
    /// A named bound of memory, and what is used of it where that is known. The sum over all parts bounds
    /// the process.
    public func memory(_ part: String, budget: Int, used: (@Sendable () -> Int)? = nil) {
        let labels = [(name: "part", value: part)]
        sampled(
            "ibtool_memory_budget_bytes", help: "The most memory that a part may take.",
            labels: labels
        ) { Double(budget) }
        if let used { memory(part, used: used) }
    }

    /// What a part uses whose bound lies in the records there are.
    public func memory(_ part: String, used: @escaping @Sendable () -> Int) {
        sampled(
            "ibtool_memory_used_bytes", help: "The memory that a part takes now.",
            labels: [(name: "part", value: part)]
        ) { Double(used()) }
    }
}
