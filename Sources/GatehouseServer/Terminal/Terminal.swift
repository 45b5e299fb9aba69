// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A terminal that may be told not to show what is typed.
struct Terminal {
    /// The descriptor.
    let descriptor: Int32

    /// Reads while nothing that is typed is shown, and puts the terminal right again whatever happens.
    ///
    /// A signal that ends or stops the program waits until the terminal shows again; after a stop the question is asked
    /// anew.
    func unseen<Result>(
        asking: () -> Void, _ read: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        while true {
            let mask = Self.holdSignals()
            let former = hide()
            asking()
            let hasInput = waitForInput()
            defer {
                show(former)
                // What was held comes now: the program ends here, or stops and goes on after the loop's next turn.
                Self.release(mask)
            }
            if hasInput { return try read() }
        }
    }

    /// How many columns it has; nil where it is no terminal.
    var columns: Int? {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }

    private static let held = [SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP]

    private static func holdSignals() -> sigset_t {
        var set = Self.set
        var former = sigset_t()
        pthread_sigmask(SIG_BLOCK, &set, &former)
        return former
    }

    private static func release(_ mask: sigset_t) {
        var mask = mask
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in held { sigaddset(&set, signal) }
        return set
    }

    /// True when a line can be read, false when a signal has come first; it is noticed within a tenth of a second.
    private func waitForInput() -> Bool {
        var input = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, 100) == 0 {
            if Self.isSignalPending { return false }
        }
        return !Self.isSignalPending
    }

    private static var isSignalPending: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return held.contains { sigismember(&pending, $0) == 1 }
    }

    private func hide() -> termios {
        var former = termios()
        tcgetattr(descriptor, &former)
        var hidden = former
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(descriptor, TCSAFLUSH, &hidden)
        return former
    }

    private func show(_ former: termios) {
        var former = former
        tcsetattr(descriptor, TCSADRAIN, &former)
    }
}
