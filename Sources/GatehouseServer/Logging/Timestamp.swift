// SPDX-License-Identifier: Apache-2.0

import Basics
import Glibc

/// A moment in UTC, to the millisecond.
struct Timestamp: Sendable, Equatable {
    /// The seconds since 1970.
    let seconds: Int64

    /// The milliseconds of the second.
    let milliseconds: Int

    init(seconds: Int64, milliseconds: Int) {
        self.seconds = seconds
        self.milliseconds = milliseconds
    }

    /// The moment by the system's clock.
    static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), milliseconds: time.tv_nsec / 1_000_000)
    }

    /// The moment as RFC 3339 has it: `2026-11-25T21:46:28.007Z`, or without the milliseconds.
    func write(to text: inout ByteWriter, toTheMillisecond: Bool = true) {
        let (day, second) = seconds.quotientFloored(by: 86_400)
        let date = Self.date(ofDay: day)
        text.append(twoDigits: Int(date.year) / 100 % 100)
        text.append(twoDigits: Int(date.year))
        text.append(UInt8(ascii: "-"))
        text.append(twoDigits: date.month)
        text.append(UInt8(ascii: "-"))
        text.append(twoDigits: date.day)
        text.append(UInt8(ascii: "T"))
        writeTime(Int(second), to: &text)
        if toTheMillisecond {
            text.append(UInt8(ascii: "."))
            text.append(threeDigits: milliseconds)
        }
        text.append(UInt8(ascii: "Z"))
    }

    private func writeTime(_ second: Int, to text: inout ByteWriter) {
        text.append(twoDigits: second / 3600)
        text.append(UInt8(ascii: ":"))
        text.append(twoDigits: second / 60 % 60)
        text.append(UInt8(ascii: ":"))
        text.append(twoDigits: second % 60)
    }

    /// The date of a day counted from 1970-01-01, in the Gregorian calendar.
    ///
    /// By arithmetic, with years that begin in March: gmtime_r(3) takes a lock that all threads share.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int, day: Int) {
        let (era, dayOfEra) = (day + 719_468).quotientFloored(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (year, Int(month < 10 ? month + 3 : month - 9), Int(dayOfYear - (153 * month + 2) / 5 + 1))
    }
}

extension Timestamp: CustomStringConvertible {
    /// The second in UTC, as RFC 3339 has it.
    static func text(ofSecond seconds: Int64) -> String {
        var text = ByteWriter(capacity: 32)
        Timestamp(seconds: seconds, milliseconds: 0).write(to: &text, toTheMillisecond: false)
        return String(decoding: text.bytes(), as: UTF8.self)
    }

    /// The moment as RFC 3339 has it.
    var description: String {
        var text = ByteWriter(capacity: 32)
        write(to: &text)
        return String(decoding: text.bytes(), as: UTF8.self)
    }
}

extension Int64 {
    fileprivate func quotientFloored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension ByteWriter {
    /// Appends the last two decimal digits of a number that is not negative.
    mutating func append(twoDigits number: Int) {
        append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Appends the last three decimal digits of a number that is not negative.
    mutating func append(threeDigits number: Int) {
        append(UInt8(ascii: "0") + UInt8(number / 100 % 10))
        append(twoDigits: number)
    }
}
