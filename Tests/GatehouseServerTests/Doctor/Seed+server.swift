// SPDX-License-Identifier: Apache-2.0

extension Seed {
    static let ofTheWorkers: [Seed] = [
        Seed(
            "site-missing", "server.conf", "include gatehouse/api.conf;", "return 404;",
            also: [.init(file: "server.conf", old: "include locations.conf;", new: "")], at: "", in: "nginx.conf"),
        Seed(
            "parameter-twice", "gatehouse/api.conf", "fastcgi_pass gatehouse;",
            "include fastcgi_params;\nfastcgi_pass gatehouse;", at: "fastcgi_param  QUERY_STRING", in: "fastcgi_params"),
        Seed(
            "parameter-twice", "gatehouse/gate.conf", "fastcgi_pass gatehouse;",
            "fastcgi_param REMOTE_ADDR 192.0.2.1;\nfastcgi_pass gatehouse;"),
        Seed(
            "httpoxy", "gatehouse/fastcgi.conf", "fastcgi_param HTTP_PROXY \"\";", "", at: "fastcgi_pass gatehouse;",
            in: "gatehouse/api.conf"),
        Seed(
            "httpoxy", "gatehouse/identity.conf", "proxy_set_header Proxy \"\";", "", at: "proxy_pass",
            in: "locations.conf"),
        Seed(
            "api-body-limit", "gatehouse/body.conf", "client_max_body_size 64k;\nclient_body_buffer_size 64k;",
            "client_max_body_size 32k;\nclient_body_buffer_size 32k;"),
        Seed("api-body-limit", "gatehouse/body.conf", "client_max_body_size 64k;", "client_max_body_size 0;"),
        Seed(
            "body-on-disk", "gatehouse/body.conf", "client_body_buffer_size 64k;", "client_body_buffer_size 16k;"),
        Seed(
            "request-buffering", "gatehouse/fastcgi.conf", "fastcgi_request_buffering on;",
            "fastcgi_request_buffering off;"),
        Seed(
            "next-upstream", "gatehouse/fastcgi.conf", "fastcgi_next_upstream off;",
            "fastcgi_next_upstream error timeout;"),
        Seed(
            "next-upstream", "gatehouse/fastcgi.conf", "fastcgi_next_upstream off;", "", at: "fastcgi_pass gatehouse;",
            in: "gatehouse/api.conf"),
        Seed(
            "max-fails", "gatehouse/site.conf", "    include gatehouse/upstream.conf;",
            "    server 127.0.0.1:9000;\n    include gatehouse/upstream.conf;"),
        Seed("upstream-keepalive", "gatehouse/upstream.conf", "keepalive_timeout 8s;", "keepalive_timeout 1m;"),
        Seed(
            "upstream-keepalive", "gatehouse/upstream.conf", "keepalive_timeout 8s;", "", at: "upstream gatehouse {",
            in: "gatehouse/site.conf"),
    ]

    static let ofRequests: [Seed] = [
        Seed("merge-slashes", "gatehouse/server.conf", "merge_slashes on;", "merge_slashes off;"),
        Seed("underscores", "gatehouse/server.conf", "underscores_in_headers off;", "underscores_in_headers on;"),
        Seed("underscores", "gatehouse/server.conf", "ignore_invalid_headers on;", "ignore_invalid_headers off;"),
        Seed("any-proxy", "server.conf", "# set_real_ip_from 192.0.2.1;", "set_real_ip_from 0.0.0.0/0;"),
        Seed(
            "any-proxy", "nginx.conf", "access_log off;", "set_real_ip_from ::/0;"),
    ]

    static let ofAnswers: [Seed] = [
        Seed(
            "headers-dropped", "locations.conf", openWiki,
            "location /plain/ {\n    add_header Cache-Control no-cache;\n    root /srv/www;\n}", at: "add_header"),
        Seed(
            "headers-dropped", "locations.conf", openWiki,
            "location /plain/ {\n    if ($arg_x) { add_header Vary Origin always; }\n}", at: "if ($arg_x)"),
        Seed(
            "headers-always", "gatehouse/headers.conf", "Access-Control-Allow-Origin $gatehouse_cors_origin always;",
            "Access-Control-Allow-Origin $gatehouse_cors_origin;", at: "add_header Access-Control-Allow-Origin"),
        Seed(
            "any-origin", "gatehouse/headers.conf", "Access-Control-Allow-Origin $gatehouse_cors_origin",
            "Access-Control-Allow-Origin $http_origin", at: "add_header Access-Control-Allow-Origin"),
        Seed(
            "tls-missing", "server.conf", "    include gatehouse/tls.conf;",
            "    listen 18080;\n    include gatehouse/tls.conf;"),
        Seed(
            "tls-old", "gatehouse/tls.conf", "ssl_protocols TLSv1.2 TLSv1.3;", "ssl_protocols TLSv1.1 TLSv1.2;"),
        Seed(
            "tls-old", "gatehouse/tls.conf", "ssl_protocols TLSv1.2 TLSv1.3;", "",
            also: [ours], at: "server { # ours", in: "server.conf"),
    ]

    /// Tells the server from the one before it, which redirects.
    static let ours = Edit(file: "server.conf", old: "server {\n    # HTTP/2", new: "server { # ours\n    # HTTP/2")

    static let all: [Seed] = [
        ofIdentity, ofOrder, ofTheGate, ofErrors, ofTheWorkers, ofRequests, ofAnswers,
    ].flatMap(\.self)
}
