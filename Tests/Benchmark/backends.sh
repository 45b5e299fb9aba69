# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# The three backends, each with an nginx of its own on the shipped files. Sourced by bench.

# serve NAME [OPTION …]: an nginx of its own for the backend, with the shipped files and no edge limits for loopback.
serve() {
    local name=$1
    shift
    port_of[$name]=$port
    .make/site "$work/$name" --port "$port" --socket "$work/$name.sock" --unlimited --processes "$(nproc)" "$@"
    nginx -e stderr -p "$work/$name" -c nginx.conf &
    port=$((port + 1))
}

# start_gatehouse NAME ROUNDS: two workers with a database of their own, and the cost of a password's hash.
start_gatehouse() {
    cat >"$work/$1.env" <<ENV
JWT_SECRET_KEY=$secret
DATABASE_URL=sqlite:///$work/$1.db
RATELIMIT_ENABLED=false
BCRYPT_LOG_ROUNDS=$2
ENV
    printf %s "$password" | "$example" user add bench --env-file "$work/$1.env" >/dev/null
    .make/pool "$work/$1.sock" 2 "$example" serve --env-file "$work/$1.env" --listen fd:3 2>"$work/$1.log" &
    master[$1]=$!
    serve "$1"
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
start_floor() {
    local body
    body=$(ask gatehouse)
    printf 'Status: 200\r\nContent-Type: application/json\r\nContent-Length: %d\r\nX-Request-ID: %032d\r\n\r\n%s' \
        "${#body}" 0 "$body" >"$work/answer"
    .make/pool "$work/floor.sock" 2 "$work/floor-worker" $((2 * connections)) "$work/answer" &
    master[floor]=$!
    token[floor]=${token[gatehouse]}
    serve floor
}

log_in() {
    token[$1]=$(curl -s -k -f --retry 40 --retry-max-time 20 --retry-all-errors -H 'Content-Type: application/json' \
        -d "$credentials" "https://localhost:${port_of[$1]}/login" |
        sed -nE 's/.*"access_token" *: *"([^"]+)".*/\1/p')
    [ -n "${token[$1]}" ] || die "no token from $1"
}

ask() {
    curl -s -k -f --retry 20 --retry-delay 0 --retry-max-time 10 --retry-all-errors \
        -H "Authorization: Bearer ${token[$1]}" "https://localhost:${port_of[$1]}/profile"
}
