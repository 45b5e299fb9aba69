// SPDX-License-Identifier: Apache-2.0

import Basics

/// Looks through the records of one request before libfcgi reads them.
///
/// libfcgi brings the process down over some parameters and management records, blocks over others, and loses
/// track over a few more. Parsing stays its work: this only decides whether the bytes may be given to it.
struct Inspection {
    /// What is known of the request so far.
    enum Verdict: Equatable {
        /// Its end is not among the bytes yet.
        case more
        /// It is there to its end, or to where libfcgi will find an error without waiting for more.
        case whole
        /// Its parameters are there and harmless; of the body there is more than is looked at.
        case beyond
        /// It must not reach libfcgi.
        case malformed(String)
    }

    private enum Stage {
        case begin, parameters, body
    }

    /// The role whose requests end with their parameters (FastCGI Specification 1.0 §6.3).
    private static let authorizer: UInt8 = 2

    /// The roles by their number, from 1 on.
    private static let roles: [StaticString] = ["RESPONDER", "AUTHORIZER", "FILTER"]

    /// How many management records and refused BEGIN_REQUESTs one request may have: libfcgi answers each, and the
    /// answers have to fit the socket while nobody reads them.
    private static let asideLimit = 16

    /// The largest body that is looked through.
    let bodyLimit: Int
    /// Whether something follows the end of the request: then the connection cannot be kept, since libfcgi has
    /// read a part of it.
    private(set) var isFollowed = false
    /// The parameters, once they have been seen to their end, and why a request that has them is refused, if it is.
    ///
    /// libfcgi has the very same: what it would read otherwise does not reach it.
    private(set) var environment: (Environment, Refusal?)?
    private var stage = Stage.begin
    private var position = 0
    private var requestID = 0
    private var hasBody = true
    private var asides = 0
    private var parameters: [UInt8] = []
    private var roleSize = 0
    private var bodyCount = 0

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
        parameters.reserveCapacity(4_096)
    }

    /// Begins anew, with the next request.
    mutating func reset() {
        isFollowed = false
        stage = .begin
        position = 0
        asides = 0
        environment = nil
        parameters.removeAll(keepingCapacity: true)
        bodyCount = 0
    }

    /// Judges the bytes of the request from its start; called again with the same and more after ``Verdict/more``.
    mutating func judge(_ bytes: UnsafeRawBufferPointer) -> Verdict {
        while let header = RecordHeader(bytes, at: position) {
            if let verdict = judge(header) { return verdict }
            let content = position + RecordHeader.size
            let end = content + header.contentLength
            guard end + header.paddingLength <= bytes.count else { return .more }
            let record = UnsafeRawBufferPointer(rebasing: bytes[content..<end])
            position = end + header.paddingLength
            guard let verdict = judge(header, record) else { continue }
            isFollowed = position < bytes.count || header.paddingLength > 0
            return verdict
        }
        return .more
    }

    /// What a header alone decides.
    private mutating func judge(_ header: RecordHeader) -> Verdict? {
        guard header.version == 1 else { return .malformed("a record of version \(header.version)") }
        guard header.requestID == requestID else { return nil }
        switch (stage, header.type) {
        case (.parameters, RecordHeader.parameters):
            let size = parameters.count - roleSize + header.contentLength
            // Each pair has two lengths beside what the limit counts.
            return size > Environment.limit ? .malformed("parameters of more than \(Environment.limit) bytes") : nil
        case (.body, RecordHeader.standardInput):
            return bodyCount + header.contentLength > bodyLimit ? .beyond : nil
        default:
            return nil
        }
    }

    /// What a record decides; nil when the next one has to.
    private mutating func judge(_ header: RecordHeader, _ content: UnsafeRawBufferPointer) -> Verdict? {
        if header.type == RecordHeader.beginRequest { return begin(header, content) }
        if header.requestID == 0 { return manage(header, content) }
        if stage == .begin { return .malformed("a record of type \(header.type) before BEGIN_REQUEST") }
        if header.requestID != requestID {
            // libfcgi would skip the content of the record that follows it.
            return content.isEmpty ? .malformed("an empty record of another request") : nil
        }
        return stage == .parameters ? parameters(header, content) : body(header, content)
    }

    private mutating func begin(_ header: RecordHeader, _ content: UnsafeRawBufferPointer) -> Verdict? {
        guard header.requestID != 0, content.count == 8 else { return .malformed("a BEGIN_REQUEST that is none") }
        guard stage == .begin else { return aside() }
        // libfcgi forgets the padding where it turns to the next stream, and takes it for that one's first header.
        guard header.paddingLength == 0 else { return .malformed("padding on a BEGIN_REQUEST") }
        guard content[0] == 0, (1...3).contains(content[1]) else { return .malformed("an unknown role") }
        requestID = header.requestID
        hasBody = content[1] != Self.authorizer
        name(Self.roles[Int(content[1]) - 1])
        stage = .parameters
        return nil
    }

    /// Puts the role before all parameters, as libfcgi does.
    private mutating func name(_ role: StaticString) {
        let variable = Environment.Variable.role.name
        parameters += [UInt8(variable.utf8CodeUnitCount), UInt8(role.utf8CodeUnitCount)]
        parameters.append(contentsOf: variable.bytes)
        parameters.append(contentsOf: role.bytes)
        roleSize = parameters.count
    }

    private mutating func manage(_ header: RecordHeader, _ content: UnsafeRawBufferPointer) -> Verdict? {
        if header.type == RecordHeader.getValues {
            // The fourth known name would overrun libfcgi's answer of 64 bytes.
            var pairs = NameValuePairs(content)
            var count = 0
            while pairs.next() != nil { count += 1 }
            guard !pairs.isBroken, count <= 3 else { return .malformed("a GET_VALUES of too many names") }
        } else if !content.isEmpty {
            return .malformed("a management record of type \(header.type)")
        }
        return aside()
    }

    private mutating func aside() -> Verdict? {
        asides += 1
        return asides > Self.asideLimit ? .malformed("too many management records") : nil
    }

    private mutating func parameters(_ header: RecordHeader, _ content: UnsafeRawBufferPointer) -> Verdict? {
        guard header.type == RecordHeader.parameters else {
            return .malformed("a record of type \(header.type) among the parameters")
        }
        parameters.append(contentsOf: content)
        guard content.isEmpty else { return nil }
        // As after BEGIN_REQUEST.
        guard header.paddingLength == 0 else { return .malformed("padding at the end of the parameters") }
        guard let assembly = Environment.Assembly(stream: parameters) else {
            return .malformed("parameters that are no names and values")
        }
        environment = assembly.finish()
        stage = .body
        return hasBody ? nil : .whole
    }

    private mutating func body(_ header: RecordHeader, _ content: UnsafeRawBufferPointer) -> Verdict? {
        guard header.type == RecordHeader.standardInput, !content.isEmpty else { return .whole }
        bodyCount += content.count
        return nil
    }
}
