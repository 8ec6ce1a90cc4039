public import EventLog

extension SQLiteReader {
    public func strays() throws -> [StrayRow] {
        try withSnapshot {
            let size = try treeHead().size
            return try eventsBehind(size) + nodesBehind(size) + leftRows() + labels()
        }
    }

    private func eventsBehind(_ size: Int64) throws -> [StrayRow] {
        // Two questions, each a search by the key: counting both ends at once would read every row.
        let before = try connection.integer("SELECT count(*) FROM events WHERE position < 1") ?? 0
        let behind = try connection.integer("SELECT count(*) FROM events WHERE position > \(size)") ?? 0
        let first = try connection.integer("SELECT min(position) FROM events WHERE position > \(size)")
        return [
            before > 0 ? StrayRow(text: "\(before) events have a position before the first") : nil,
            behind > 0
                ? StrayRow(
                    position: first.flatMap { Position($0) },
                    text: "\(behind) events stand behind the head of the tree, which has \(size)") : nil,
        ].compactMap { $0 }
    }

    private func nodesBehind(_ size: Int64) throws -> [StrayRow] {
        let strays = try connection.integer(
            """
            SELECT count(*) FROM tree_nodes
            WHERE level < \(MerkleLevels.stride) OR level > 62 OR level % \(MerkleLevels.stride) <> 0 OR idx < 0
                OR idx >= (\(size) >> level)
            """)
        guard let strays, strays > 0 else { return [] }
        return [StrayRow(text: "\(strays) tree nodes are none of the tree of \(size) events")]
    }

    private func leftRows() throws -> [StrayRow] {
        guard let version = try rowsVersionText(), version != "0" else { return [] }
        let left = try connection.integer("SELECT count(*) FROM new_rows") ?? 0
        return left > 0 ? [StrayRow(text: "\(left) new read rows are left, and none are being made")] : []
    }

    /// What the database says about itself, and could not say.
    private func labels() throws -> [StrayRow] {
        let statement = try connection.prepare("SELECT key, value FROM meta ORDER BY key")
        var labels: [String: String] = [:]
        while try statement.step() { labels[statement.text(0)] = statement.text(1) }
        let version = try connection.integer("PRAGMA user_version") ?? 0
        // A database of the first release does not say the version of its rows.
        let expected = Set(["store_id", "schema_version"] + (version > 1 ? ["rows_version"] : []))
        var found: [StrayRow] = []
        if Set(labels.keys) != expected {
            found.append(
                StrayRow(text: "the database has other labels than \(expected.sorted().joined(separator: ", "))"))
        }
        if let said = labels["schema_version"], said != String(version) {
            found.append(StrayRow(text: "the label schema_version is not \(version), the version of the database"))
        }
        if let said = labels["rows_version"], Int(said).map({ $0 >= 0 && String($0) == said }) != true {
            found.append(StrayRow(text: "the label rows_version is no version"))
        }
        let isHexadecimal = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        if let said = labels["store_id"], said.utf8.count != 32 || !said.utf8.allSatisfy(isHexadecimal) {
            found.append(StrayRow(text: "the label store_id is not 32 hexadecimal digits"))
        }
        return found
    }
}
