// SPDX-License-Identifier: Apache-2.0

/// The version of Gatehouse, as `--version` and the package have it.
public let gatehouseVersion = "0.1.0"
