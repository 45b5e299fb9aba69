// SPDX-License-Identifier: Apache-2.0

import Gatehouse

extension Configuration {
    /// How tokens travel.
    func tokenTransport() throws(ConfigurationError) -> TokenTransport {
        var transport = TokenTransport(
            access: try value(Settings.locations), refresh: try optional(Settings.refreshLocations))
        transport.headerName = try value(Settings.headerName)
        transport.headerType = try value(Settings.headerType)
        transport.queryName = try value(Settings.queryName)
        transport.queryPrefix = try optional(Settings.queryPrefix) ?? ""
        transport.accessKey = try value(Settings.accessKey)
        transport.refreshKey = try value(Settings.refreshKey)
        transport.cookies = try cookieSettings()
        transport.csrf = try csrfSettings()
        return transport
    }

    private func cookieSettings() throws(ConfigurationError) -> CookieSettings {
        let basePath = try optional(Settings.basePath) ?? ""
        var cookies = CookieSettings(
            accessName: try optional(Settings.accessCookieName), accessPath: try value(Settings.accessCookiePath),
            refreshName: try optional(Settings.refreshCookieName),
            refreshPath: try optional(Settings.refreshCookiePath) ?? basePath + "/refresh",
            accessCSRFName: try optional(Settings.accessCSRFCookieName),
            accessCSRFPath: try value(Settings.accessCSRFCookiePath),
            refreshCSRFName: try optional(Settings.refreshCSRFCookieName),
            refreshCSRFPath: try value(Settings.refreshCSRFCookiePath),
            domain: try optional(Settings.cookieDomain), isSecure: try value(Settings.cookieIsSecure))
        cookies.sameSite = try value(Settings.sameSite)
        cookies.endWithBrowser = try value(Settings.sessionCookie)
        return cookies
    }

    private func csrfSettings() throws(ConfigurationError) -> CSRFSettings {
        var csrf = CSRFSettings()
        csrf.isRequired = try value(Settings.csrfIsRequired)
        csrf.methods = try value(Settings.csrfMethods)
        csrf.isInCookies = try value(Settings.csrfInCookies)
        csrf.readsForms = try value(Settings.csrfInForms)
        csrf.allowedOrigins = try optional(Settings.allowedOrigins) ?? []
        csrf.access = .init(
            header: try value(Settings.accessCSRFHeader), field: try value(Settings.accessCSRFField))
        csrf.refresh = .init(
            header: try value(Settings.refreshCSRFHeader), field: try value(Settings.refreshCSRFField))
        return csrf
    }
}
