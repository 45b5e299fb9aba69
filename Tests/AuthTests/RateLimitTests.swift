// SPDX-License-Identifier: Apache-2.0

import Auth
import Testing

@Suite("Rate limits in Flask-Limiter's notation")
struct RateLimitTests {
    @Test(
        "every way of writing a limit is read",
        arguments: [
            ("5 per minute", 5, 60), ("5/minute", 5, 60), ("5 / minute", 5, 60), ("  5   PER   Minutes ", 5, 60),
            ("5per minute", 5, 60), ("1 per day", 1, 86_400), ("100 per 2 hours", 100, 7200), ("100/2hour", 100, 7200),
            ("10 per 90 seconds", 10, 90), ("1/month", 1, 2_592_000), ("1 per year", 1, 31_104_000),
            ("007/second", 7, 1),
        ] as [(String, Int, Int64)])
    func one(_ text: String, _ attempts: Int, _ seconds: Int64) throws {
        #expect(try [RateLimit](flaskLimiter: text) == [RateLimit(attempts: attempts, seconds: seconds)])
    }

    @Test("several limits are separated by semicolons, commas and bars")
    func several() throws {
        let limits = try [RateLimit](flaskLimiter: "1 per day; 10/hour,2 per 10 seconds|3/minute")
        #expect(
            limits == [
                RateLimit(attempts: 1, seconds: 86_400), RateLimit(attempts: 10, seconds: 3600),
                RateLimit(attempts: 2, seconds: 10), RateLimit(attempts: 3, seconds: 60),
            ])
    }

    @Test(
        "what is no limit is refused, and the part that is wrong is named",
        arguments: [
            ("", ""), (" ", ""), ("minute", "minute"), ("5", "5"), ("5 minute", "5 minute"), ("5 per", "5 per"),
            ("5 per fortnight", "5 per fortnight"), ("5 per minutess", "5 per minutess"), ("-5/minute", "-5/minute"),
            ("5.5/minute", "5.5/minute"), ("0/minute", "0/minute"), ("5 per 0 minutes", "5 per 0 minutes"),
            ("99999999999999999999/minute", "99999999999999999999/minute"), ("1000001/minute", "1000001/minute"),
            ("5/9223372036854775807 years", "5/9223372036854775807 years"), ("5/minute;", ""),
            ("5/minute; ten/hour", "ten/hour"), ("٥/minute", "٥/minute"), ("5/minute/hour", "5/minute/hour"),
        ])
    func refused(_ text: String, _ part: String) {
        let error = #expect(throws: RateLimitSyntaxError.self) { try [RateLimit](flaskLimiter: text) }
        #expect(error?.part == part)
        #expect(error?.description.hasPrefix("\"\(part)\" is not a rate limit: ") == true)
    }

    @Test("no attempts at all are refused with the range that is allowed")
    func zero() {
        let error = #expect(throws: RateLimitSyntaxError.self) { try [RateLimit](flaskLimiter: "0 per minute") }
        #expect(error?.reason == "its numbers must lie between 1 and 1000000")
    }

    @Test(
        "a limit is written as it would be read",
        arguments: [
            ("5 per minute", 5, 60), ("100 per 2 hours", 100, 7200), ("3 per 90 seconds", 3, 90),
            ("1 per day", 1, 86_400),
            ("1 per 2 years", 1, 62_208_000), ("7 per second", 7, 1),
        ] as [(String, Int, Int64)])
    func description(_ text: String, _ attempts: Int, _ seconds: Int64) throws {
        let limit = RateLimit(attempts: attempts, seconds: seconds)
        #expect(limit.description == text)
        #expect(try [RateLimit](flaskLimiter: text) == [limit])
    }
}
