-- Takes names for sessions and announces the joins, in one step: all joins of one turn of a node, in their order.
-- KEYS[1] online, KEYS[2] prefix of the sets of names that each node holds, KEYS[3] sequence,
--         KEYS[4] claims and KEYS[5] ended sessions (see note-claims.lua)
-- ARGV    channel, publishing command, now; then for each join: folded name, holder JSON, player id, node, username, door,
--         session to replace or '', proof of an account ('player.generation') or '', its session, its token
-- Answers JSON, for each join one of:
--   [1, online, number]          the name was free
--   [2, online, number, holder]  taken over from the same player or from the session to replace
--   [0, online, number, holder]  someone else has the name
--   [-1]  the copy of the registered names is not complete
--   [-2]  an account owns the name
--   [-3]  the proof of the account is wrong, or is not valid any more
--   [-4]  nobody can have the name for now
-- The number is that of the announcement. A join without one gets the number of the announcement before.
-- All announcements are one message: an event, or a list of events.
local now = tonumber(ARGV[3])
local online
local events = {}

local function join(folded, json, player, node, username, door, replacing, proof, session, token)
  local known = redis.call('HMGET', KEYS[4], '', folded)
  if not known[1] then
    return { -1 }
  end
  local owner = known[2] and string.match(known[2], ' (.*)$') or ''
  if string.sub(owner, 1, 1) == '-' and tonumber(string.sub(owner, 2)) <= now then
    owner = ''
  end
  if owner ~= proof then
    return { proof ~= '' and -3 or string.sub(owner, 1, 1) == '-' and -4 or -2 }
  end
  if owner ~= '' then
    for _, id in ipairs({ session, token }) do
      local ends = redis.call('ZSCORE', KEYS[5], id)
      if ends and tonumber(ends) <= now then
        return { -3 }
      end
    end
  end
  online = online or redis.call('HLEN', KEYS[1])
  local holder = redis.call('HGET', KEYS[1], folded)
  if holder then
    local held = cjson.decode(holder)
    local last = tonumber(redis.call('GET', KEYS[3]) or 0)
    if held.player ~= player and held.session ~= replacing then
      return { 0, online, last, holder }
    end
    redis.call('HSET', KEYS[1], folded, json)
    redis.call('SADD', KEYS[2] .. node, folded)
    return { 2, online, last, holder }
  end
  redis.call('HSET', KEYS[1], folded, json)
  redis.call('SADD', KEYS[2] .. node, folded)
  online = online + 1
  local number = redis.call('INCR', KEYS[3])
  events[#events + 1] = cjson.encode({ n = number, kind = 'join', username = username, door = door, online = online, at = now })
  return { 1, online, number }
end

local answers = {}
for i = 4, #ARGV, 10 do
  answers[#answers + 1] = join(unpack(ARGV, i, i + 9))
end
if #events > 0 then
  redis.call(ARGV[2], ARGV[1], #events == 1 and events[1] or '[' .. table.concat(events, ',') .. ']')
end
return cjson.encode(answers)
