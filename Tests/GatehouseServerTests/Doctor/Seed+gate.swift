// SPDX-License-Identifier: Apache-2.0

extension Seed {
    static let ofIdentity: [Seed] = [
        Seed(
            "identity-forged", "locations.conf",
            "        include gatehouse/identity.conf;\n        fastcgi_param SCRIPT",
            "        fastcgi_param HTTP_REMOTE_USER \"\";\n        fastcgi_param HTTP_PROXY \"\";\n        fastcgi_param SCRIPT",
            at: "fastcgi_pass unix"),
        Seed(
            "identity-forged", "gatehouse/identity.conf", "X-Gatehouse-Roles $gatehouse_roles",
            "X-Gatehouse-Roles $http_x_gatehouse_roles",
            also: [.init(file: "locations.conf", old: openWiki, new: "")], at: "proxy_pass", in: "locations.conf"),
        Seed(
            "identity-forged", "gatehouse/identity.conf",
            "proxy_set_header X-Gatehouse-Truncated $gatehouse_truncated;", "",
            also: [.init(file: "locations.conf", old: openWiki, new: "")], at: "proxy_pass", in: "locations.conf"),
        Seed(
            "identity-forged", "gatehouse/identity.conf", "grpc_set_header X-Gatehouse-User $gatehouse_user;", "",
            also: [
                .init(file: "locations.conf", old: "proxy_pass http://127.0.0.1:3001", new: "grpc_pass 127.0.0.1:3001")
            ], at: "grpc_pass", in: "locations.conf"),
        Seed(
            "identity-forged", "gatehouse/guarded.conf", "$gatehouse_user $upstream_http_x_gatehouse_user",
            "$gatehouse_user $cookie_user", also: [.init(file: "locations.conf", old: openWiki, new: "")],
            at: "proxy_pass", in: "locations.conf"),
        Seed(
            "identity-forged", "locations.conf", "location ^~ /wiki/ {",
            """
            location ^~ /wiki/ {
                location /wiki/deep {
                    proxy_set_header Proxy "";
                    proxy_pass http://127.0.0.1:3000;
                }
            """, at: "proxy_pass"),
        Seed(
            "identity-unguarded", "locations.conf", openWiki,
            "location = /wiki/logo {\n    proxy_set_header Proxy \"\";\n    proxy_pass  http://127.0.0.1:3000/logo;\n}",
            at: "proxy_pass  "),
        open("location ^~ /wiki/public/", "http://127.0.0.1:3000"), open("location /pub/", "http://127.0.0.1:3000/"),
        open("location = /wiki/logo", "http://127.0.0.1:3000"), open("location = /logo", "http://127.0.0.1:3000$uri"),
        Seed(
            "remote-user", "locations.conf", "fastcgi_param REMOTE_USER $gatehouse_user;", "", at: "fastcgi_pass unix"),
        Seed(
            "remote-user", "gatehouse/identity.conf", "fastcgi_param HTTP_REMOTE_USER \"\";", "",
            at: "fastcgi_pass unix", in: "locations.conf"),
    ]

    /// What is open beside the guarded wiki.
    static let openWiki = """
        location = /wiki/logo {
            include gatehouse/identity.conf;
            proxy_pass http://127.0.0.1:3000/wiki/logo;
        }
        """

    /// Another way into the wiki in its place.
    private static func open(_ location: String, _ target: String) -> Seed {
        Seed(
            "guarded-in-part", "locations.conf", openWiki,
            "\(location) {\n    include gatehouse/identity.conf;\n    proxy_pass  \(target);\n}", at: "proxy_pass  ")
    }

    static let ofOrder: [Seed] = [
        inReports("answer-before-check", "return 200 \"top secret\";"),
        inReports("answer-before-check", "return 200;"),
        inReports("answer-before-check", "return 302 /else/where;"),
        inReports("answer-before-check", "return https://example.com/;"),
        inReports("answer-before-check", "if ($arg_x) { return 200 \"top secret\"; }", at: "if ($arg_x)"),
        inReports("redirect-before-check", "if ($arg_x) { return 302 /x; }"),
        inReports("redirect-before-check", "if ($arg_x) { rewrite ^ /x redirect; }"),
        inReports("redirect-before-check", "rewrite ^/reports/(.*)$ /new/$1 permanent;"),
        inReports("redirect-before-check", "rewrite ^ https://example.com/;"),
        inReports("satisfy-any", "satisfy any;\nallow 192.0.2.1;\ndeny all;"),
        Seed("check-missing", "locations.conf", "auth_request /gatehouse/staff;", "auth_request /gatehouse/staf;"),
        Seed("check-missing", "locations.conf", "auth_request /gatehouse/staff;", "auth_request /gatehouse/staff?x=1;"),
        Seed(
            "policy-missing", "locations.conf", "    fastcgi_param GATEHOUSE_REQUIRE \"role:admin|role:staff fresh\";",
            "", at: "fastcgi_pass gatehouse;", in: "gatehouse/gate.conf"),
    ]

    static let ofTheGate: [Seed] = [
        Seed(
            "check-reachable", "locations.conf", "location = /gatehouse/any {\n    internal;",
            "location = /gatehouse/any {"),
        Seed(
            "check-cached", "gatehouse/gate.conf", "fastcgi_cache off;", "fastcgi_cache verdicts;",
            also: [
                .init(
                    file: "nginx.conf", old: "access_log off;",
                    new: "fastcgi_cache_key x; fastcgi_cache_path cache keys_zone=verdicts:1m;")
            ]),
        Seed("check-error-page", "gatehouse/gate_common.conf", "error_page 599 ", "error_page 502 =200 "),
        Seed("check-error-page", "gatehouse/gate_common.conf", "error_page 599 ", "error_page 502 = "),
        Seed(
            "check-error-page", "gatehouse/gate_common.conf", "error_page 599 /gatehouse/error;", "",
            also: [
                .init(
                    file: "server.conf", old: "    include gatehouse/server.conf;",
                    new: "    include gatehouse/server.conf;\n    error_page 503 =204 /gatehouse/error;")
            ], at: "error_page 503", in: "server.conf"),
        Seed("check-body-limit", "gatehouse/gate_common.conf", "client_max_body_size 0;", "client_max_body_size 1k;"),
        Seed(
            "check-body-limit", "gatehouse/gate_common.conf", "client_max_body_size 0;", "client_max_body_size 1m;",
            also: [.init(file: "locations.conf", old: "root /srv/www;", new: "root /srv/www; client_max_body_size 0;")]),
        policy("policy-malformed", "\"role:admin|\""), policy("policy-malformed", "\"\""),
        policy("policy-malformed", "roles:admin"), policy("policy-malformed", "any,fresh"),
        Seed(
            "policy-malformed", "locations.conf", "\"role:admin|role:staff fresh\"", "$need",
            also: [
                .init(
                    file: "locations.conf", old: "auth_request /gatehouse/staff;",
                    new: "auth_request /gatehouse/staff;\n    set $need \"role admin\";")
            ], at: "set $need"),
        policy("policy-from-client", "$arg_need"), policy("policy-from-client", "\"role:$http_x_role\""),
        Seed(
            "policy-from-client", "locations.conf", "\"role:admin|role:staff fresh\"", "$need",
            also: [
                .init(
                    file: "locations.conf", old: "auth_request /gatehouse/staff;",
                    new: "auth_request /gatehouse/staff;\n    set $need \"role:$cookie_role\";")
            ], at: "fastcgi_param GATEHOUSE_REQUIRE $need"),
        Seed(
            "policy-overwritten", "locations.conf", "\"role:admin|role:staff fresh\"", "$need",
            also: [
                .init(
                    file: "locations.conf", old: "auth_request /gatehouse/staff;",
                    new: "auth_request /gatehouse/staff;\n    set $need \"role:staff\";"),
                .init(file: "locations.conf", old: openWiki, new: "set $need any;"),
            ], at: "set $need any;"),
    ]

    static let ofErrors: [Seed] = [
        Seed(
            "errors-missing", "gatehouse/server.conf", "include gatehouse/errors.conf;", "", also: [ours],
            at: "server { # ours", in: "server.conf"),
        Seed(
            "errors-missing", "gatehouse/server.conf",
            "include gatehouse/errors.conf;\ninclude gatehouse/error_pages.conf;", "",
            also: [ours, .init(file: "gatehouse/edge.conf", old: "include gatehouse/error_pages.conf;", new: "")],
            at: "server { # ours", in: "server.conf"),
        Seed(
            "errors-missing", "gatehouse/errors.conf", "location = /gatehouse/error {", "location /gatehouse/ {",
            also: [ours], at: "server { # ours", in: "server.conf"),
    ]
}
