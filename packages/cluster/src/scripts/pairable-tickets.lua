-- Reads the tickets that could race now.
-- KEYS[1..4] see queue-places.lua
-- ARGV    most tickets of the public, most rooms, most tickets of a room
-- Answers their JSON: the public tickets that have waited longest, then room by room, each by their instants.
local ids = redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1)
for _, room in ipairs(redis.call('ZRANGE', KEYS[3], 0, tonumber(ARGV[2]) - 1)) do
  for _, id in ipairs(redis.call('ZRANGE', KEYS[4] .. room, 0, tonumber(ARGV[3]) - 1)) do
    ids[#ids + 1] = id
  end
end
return #ids == 0 and {} or redis.call('HMGET', KEYS[1], unpack(ids))
