-- Claims a name and announces who came, in one step.
-- KEYS[1] online, KEYS[2] names held by the node, KEYS[3] sequence, KEYS[4] claims and KEYS[5] ended sessions (see
--         note-claims.lua)
-- ARGV    folded name, holder JSON, player id, username, door, channel, publishing command, now, session to replace or '',
--         what proves an account ('player.generation') or '', its session, its token
-- Answers {1, online, number} when the name was free; {2, online, number, holder} when it was taken over from the same
-- player or from the session named in ARGV[9]; {0, online, number, holder} when someone else has it. The number is that
-- of the announcement, or of the last one before where there is none. {-1}: nobody knows whose names are; {-2}: it is an
-- account's; {-3}: what should prove the account does not, or no longer; {-4}: it is nobody's for now.
local known = redis.call('HMGET', KEYS[4], '', ARGV[1])
if not known[1] then
  return { -1 }
end
local owner = known[2] and string.match(known[2], ' (.*)$') or ''
if string.sub(owner, 1, 1) == '-' and tonumber(string.sub(owner, 2)) <= tonumber(ARGV[8]) then
  owner = ''
end
if owner ~= ARGV[10] then
  return { ARGV[10] ~= '' and -3 or string.sub(owner, 1, 1) == '-' and -4 or -2 }
end
if owner ~= '' then
  for _, id in ipairs({ ARGV[11], ARGV[12] }) do
    local ends = redis.call('ZSCORE', KEYS[5], id)
    if ends and tonumber(ends) <= tonumber(ARGV[8]) then
      return { -3 }
    end
  end
end
local holder = redis.call('HGET', KEYS[1], ARGV[1])
if holder then
  local held = cjson.decode(holder)
  local last = tonumber(redis.call('GET', KEYS[3]) or 0)
  if held.player ~= ARGV[3] and held.session ~= ARGV[9] then
    return { 0, redis.call('HLEN', KEYS[1]), last, holder }
  end
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('SADD', KEYS[2], ARGV[1])
  return { 2, redis.call('HLEN', KEYS[1]), last, holder }
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('SADD', KEYS[2], ARGV[1])
local online = redis.call('HLEN', KEYS[1])
local number = redis.call('INCR', KEYS[3])
local event = cjson.encode({ n = number, kind = 'join', username = ARGV[4], door = ARGV[5], online = online, at = tonumber(ARGV[8]) })
redis.call(ARGV[7], ARGV[6], event)
return { 1, online, number }
