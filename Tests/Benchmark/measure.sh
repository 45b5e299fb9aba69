# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What a backend's workers do and cost under load. Sourced by bench.

children() {
    cat "/proc/$1/task/$1/children"
}

# Of all children of a process: user and system time in clock ticks, resident memory in kB.
ticks() {
    for process in $(children "$1"); do sed 's/.*) //' "/proc/$process/stat"; done |
        awk '{sum += $12 + $13} END {print sum}'
}

resident() {
    for process in $(children "$1"); do cat "/proc/$process/status"; done | awk '/^VmRSS/ {sum += $2} END {print sum}'
}

load() {
    # What the former round has left open would in time end the session that is checked, as the oldest of too many.
    [ "$1" != mixed ] || log_in mixed
    local -a traffic=(-H "$(field "$1")")
    [ "$1" != mixed ] || traffic=(-s "$here/mixed.lua")
    TOKEN=${token[$1]} LOGIN=$credentials wrk -t 1 -c "$connections" -d "${2}s" --latency "${traffic[@]}" \
        "https://localhost:${port_of[$1]}${path_of[$1]:-/profile}" >"$work/wrk.log"
    ! grep -E 'Non-2xx|Socket errors' "$work/wrk.log" || die "$1 answered with errors"
}

milliseconds() {
    awk -v name="$1" '$1 == name {
        value = $2 + 0
        if ($2 ~ /us$/) value /= 1000; else if ($2 !~ /ms$/) value *= 1000
        print value
    }' "$work/wrk.log"
}

# The microseconds a request of so many ticks.
microseconds() {
    awk -v ticks="$1" -v rate="$(getconf CLK_TCK)" '/requests in/ {print ticks / rate * 1000000 / $1}' "$work/wrk.log"
}

measure() {
    local workers nginx
    workers=$(ticks "${master[$1]}") nginx=$(ticks "${edge[$1]}")
    load "$1" "$seconds"
    workers=$(($(ticks "${master[$1]}") - workers)) nginx=$(($(ticks "${edge[$1]}") - nginx))
    requests[$1]+=" $(awk '/^Requests\/sec/ {print $2}' "$work/wrk.log")"
    p50[$1]+=" $(milliseconds '50%')"
    p99[$1]+=" $(milliseconds '99%')"
    cpu[$1]+=" $(microseconds "$workers")"
    edge_cpu[$1]+=" $(microseconds "$nginx")"
    memory[$1]=$(resident "${master[$1]}")
}

median() {
    tr -s ' ' '\n' <<<"$1" | sed '/^$/d' | sort -n | awk '{value[NR] = $1} END {print value[int((NR + 1) / 2)]}'
}

head_row() {
    printf '%-10s %11s %8s %8s %9s %9s %8s %10s %10s\n' '' requests/s 'p50 ms' 'p99 ms' 'CPU µs' 'nginx µs' 'RSS MB' \
        'of floor' 'CPU ratio'
}

# row NAME FLOOR: a backend, and what it is of its floor.
row() {
    local name=$1 floor=$2
    awk -v name="$name" -v requests="$(median "${requests[$name]}")" -v floor="$(median "${requests[$floor]}")" \
        -v edge="$(median "${edge_cpu[$name]}")" -v p50="$(median "${p50[$name]}")" \
        -v p99="$(median "${p99[$name]}")" -v cpu="$(median "${cpu[$name]}")" \
        -v floor_cpu="$(median "${cpu[$floor]}")" -v memory="${memory[$name]}" 'BEGIN {
            printf "%-10s %11.0f %8.2f %8.2f %9.1f %9.1f %8.1f %10.2f %10.1f\n", name, requests, p50, p99, cpu, edge,
                memory / 1024, requests / floor, cpu / floor_cpu
        }'
}
