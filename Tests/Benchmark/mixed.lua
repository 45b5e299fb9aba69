-- SPDX-License-Identifier: Apache-2.0
-- Of 20 requests 19 check a token; the twentieth is a login, a refresh or a logout in turn, each with tokens that an
-- earlier answer has brought. For wrk; TOKEN and LOGIN come from the environment.

local check, login
local refreshable, leaving = {}, {}
local count = 0

local function host(fields)
    fields.Host = wrk.headers.Host
    return fields
end

local function shown(method, path, tokens)
    local token = table.remove(tokens, 1)
    return token and wrk.format(method, path, host { Authorization = "Bearer " .. token })
end

-- By now wrk has set the Host field.
init = function()
    check = wrk.format("GET", "/profile", host { Authorization = "Bearer " .. os.getenv("TOKEN") })
    login = wrk.format("POST", "/login", host { ["Content-Type"] = "application/json" }, os.getenv("LOGIN"))
end

request = function()
    count = count + 1
    if count % 20 ~= 0 then return check end
    local turn = count / 20 % 3
    if turn == 1 then return shown("POST", "/refresh", refreshable) or check end
    if turn == 2 then return shown("DELETE", "/logout", leaving) or check end
    return login
end

-- A pair of a login is refreshed, one of a refresh is logged out with.
response = function(_, _, body)
    local access = body:match('"access_token":"([^"]+)"')
    if not access then return end
    local refresh = body:match('"refresh_token":"([^"]+)"')
    if #refreshable <= #leaving then table.insert(refreshable, refresh) else table.insert(leaving, access) end
end
