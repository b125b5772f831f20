-- Gives a name back and announces the leave, if the session still holds the name.
-- KEYS[1] online, KEYS[2] names held by the node, KEYS[3] sequence
-- ARGV    folded name, session id, channel, publishing command, now
-- Answers 1 when it left; 0 when another session or nobody holds the name.
local holder = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('SREM', KEYS[2], ARGV[1])
if not holder then
  return 0
end
local held = cjson.decode(holder)
if held.session ~= ARGV[2] then
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
local event = cjson.encode({ n = redis.call('INCR', KEYS[3]), kind = 'leave', username = held.username, door = held.door, online = redis.call('HLEN', KEYS[1]), at = tonumber(ARGV[5]) })
redis.call(ARGV[4], ARGV[3], event)
return 1
