# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The backends, each with an nginx of its own on the shipped files. Sourced by bench.

# serve NAME [OPTION …]: an nginx of its own for the backend, with the shipped files and no edge limits for loopback.
serve() {
    local name=$1
    shift
    port_of[$name]=$port
    .make/site "$work/$name" --port "$port" --socket "$work/$name.sock" --unlimited --processes "$(nproc)" "$@"
    nginx -e stderr -p "$work/$name" -c nginx.conf &
    edge[$name]=$!
    port=$((port + 1))
}

# start_gatehouse NAME ROUNDS [OPTION …]: two workers with a database of their own, and the cost of a password's hash. All
# is on that a request could meet: a key file with several keys beside the secret, cookies, limits (too high to be
# reached), the audit.
start_gatehouse() {
    cat >"$work/$1.env" <<ENV
JWT_SECRET_KEY=$secret
JWT_KEYS_FILE=$work/$1.keys
JWT_TOKEN_LOCATION=headers,cookies
DATABASE_URL=sqlite:///$work/$1.db
RATELIMIT_LOGIN=1000000 per minute
BCRYPT_LOG_ROUNDS=$2
ENV
    "$example" key generate --env-file "$work/$1.env" >/dev/null
    "$example" key rotate --env-file "$work/$1.env" >/dev/null
    printf %s "$password" | "$example" user add bench --env-file "$work/$1.env" >/dev/null
    .make/pool "$work/$1.sock" 2 "$example" serve --env-file "$work/$1.env" --listen fd:3 2>"$work/$1.log" &
    master[$1]=$!
    serve "$1" "${@:3}"
}

# The same workers, asked by browsers.
show_cookie() {
    master[cookie]=${master[gatehouse]} edge[cookie]=${edge[gatehouse]}
    port_of[cookie]=${port_of[gatehouse]} token[cookie]=${token[gatehouse]}
}

# uWSGI does not keep connections over FastCGI, so nginx speaks its own protocol to it: what Flask is fastest with.
start_flask() {
    local environment=(
        "JWT_SECRET_KEY=$secret" "DATABASE_URL=sqlite:///$work/flask.db" "BENCH_PASSWORD=$password"
        PYTHONDONTWRITEBYTECODE=1
    )
    env "${environment[@]}" "$python/bin/python" "$here/app.py"
    env "${environment[@]}" "$python/bin/uwsgi" --chdir "$here" --module app:app --socket "$work/flask.sock" \
        --master --processes 2 --listen 100 --disable-logging --die-on-term 2>"$work/flask.log" &
    master[flask]=$!
    cat >"$work/flask.conf" <<CONF
location ~ ^/(login|profile)$ {
    include gatehouse/edge.conf;
    include /etc/nginx/uwsgi_params;
    uwsgi_pass unix:$work/flask.sock;
}
CONF
    serve flask --locations "$work/flask.conf"
}

# The floor answers with Gatehouse's own bytes, so that what is left between the two is work.
answer_of() {
    local body
    case $1 in
        gate)
            printf 'Status: 204 No Content\r\nCache-Control: no-store\r\nX-Gatehouse-User: bench\r\n'
            printf 'X-Gatehouse-Roles: user\r\nX-Gatehouse-Session: %022d\r\nX-Request-ID: %032d\r\n\r\n' 0 0
            ;;
        *)
            body=$(ask "$1")
            printf 'Status: 200\r\nContent-Type: application/json\r\nContent-Length: %d\r\n' "${#body}"
            printf 'X-Request-ID: %032d\r\n\r\n%s' 0 "$body"
            ;;
    esac
}

# start_floor NAME [OPTION …]: a worker of C that says what is in $work/NAME.answer.
start_floor() {
    .make/pool "$work/$1.sock" 2 "$work/floor-worker" $((2 * connections)) "$work/$1.answer" &
    master[$1]=$!
    token[$1]=${token[gatehouse]}
    serve "$@"
}

# What lies behind the gate, for nginx to serve.
make_guarded_file() {
    path_of[$1]=/guarded/file
    mkdir -p "$work/$1/www/guarded"
    head -c 1024 /dev/zero | tr '\0' x >"$work/$1/www/guarded/file"
}

log_in() {
    token[$1]=$(curl -s -k -f --retry 40 --retry-max-time 20 --retry-all-errors -H 'Content-Type: application/json' \
        -d "$credentials" "https://localhost:${port_of[$1]}/login" |
        sed -nE 's/.*"access_token" *: *"([^"]+)".*/\1/p')
    [ -n "${token[$1]}" ] || die "no token from $1"
}

# The field that shows a backend its token.
field() {
    case $1 in
        cookie) echo "Cookie: __Host-access_token_cookie=${token[$1]}" ;;
        *) echo "Authorization: Bearer ${token[$1]}" ;;
    esac
}

ask() {
    curl -s -k -f --retry 20 --retry-delay 0 --retry-max-time 10 --retry-all-errors \
        -H "$(field "$1")" "https://localhost:${port_of[$1]}${path_of[$1]:-/profile}"
}
