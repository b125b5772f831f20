-- Puts a measure of an operator in force, or lifts it, and announces that to every node, in one step.
-- KEYS[1] measures (hash, key of the measure → its JSON), KEYS[2] sequence
-- ARGV    key of the measure, its JSON, until, now, channel, publishing command
-- Guarantee: measures that are over are removed, and the hash itself expires with the last of them. Instants are
-- those of this server's clock. Answers the number of the announcement.
local now = tonumber(ARGV[4])
local latest = 0
local standing = redis.call('HGETALL', KEYS[1])
for i = 1, #standing, 2 do
  local ends = cjson.decode(standing[i + 1])['until']
  if ends <= now then
    redis.call('HDEL', KEYS[1], standing[i])
  elseif standing[i] ~= ARGV[1] and ends > latest then
    latest = ends
  end
end
local ends = tonumber(ARGV[3])
if ends > now then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  latest = math.max(latest, ends)
else
  redis.call('HDEL', KEYS[1], ARGV[1])
end
if latest > 0 then
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', latest))
end
local number = redis.call('INCR', KEYS[2])
redis.call(ARGV[6], ARGV[5], '{"n":' .. number .. ',"kind":"measure","measure":' .. ARGV[2] .. ',"at":' .. ARGV[4] .. '}')
return number
