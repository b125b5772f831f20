-- Claims a name and announces who came, in one step.
-- KEYS[1] online, KEYS[2] names held by the node, KEYS[3] sequence
-- ARGV    folded name, holder JSON, player id, username, door, channel, publishing command, now, session to replace or ''
-- Answers {1, online, number} when the name was free; {2, online, number, holder} when it was taken over from the same
-- player or from the session named in ARGV[9]; {0, online, number, holder} when someone else has it. The number is that
-- of the announcement, or of the last one before where there is none.
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
