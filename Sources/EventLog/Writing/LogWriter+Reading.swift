extension LogWriter {
    /// Reads the log as the open group leaves it; versions and read rows of streams that the group touched are asked of
    /// the log writer itself.
    public var reader: some EventStoreReader { writer }
}
