import HTTPTypes
import Hummingbird
import NIOCore

/// An answer whose body is whole.
struct Answer: Sendable {
    let status: HTTPResponse.Status
    var headers = HTTPFields()
    let body: ByteBuffer

    /// - Parameter version: of the contract, for `ETag`.
    init(_ status: HTTPResponse.Status, _ mediaType: String, _ writer: JSONWriter, version: Int? = nil) {
        self.status = status
        body = writer.buffer
        headers.append(HTTPField(name: .contentType, value: mediaType))
        if let version { headers.append(HTTPField(name: .eTag, value: "\"\(version)\"")) }
    }

    var response: Response { Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body)) }
}
