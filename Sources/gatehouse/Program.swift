// SPDX-License-Identifier: Apache-2.0

import GatehouseServer

/// The server as it is, with no routes but its own.
@main
struct Program: GatehouseApplication {
    static let name = "gatehouse"
}
