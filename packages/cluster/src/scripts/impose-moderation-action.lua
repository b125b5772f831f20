-- Puts a moderation action in force, or lifts the actions that it concerns, and announces it, in one step.
-- KEYS[1] actions (hash, key of the action → its JSON), KEYS[2] sequence
-- ARGV    key of the action, its JSON, until, now, channel, publishing command
-- Guarantee: it removes the actions that the new one replaces (replacesModerationAction in moderation-action.ts), and
-- those that are over. The hash expires with its last action. Instants are those of this server's clock.
-- Answers the number of the announcement.
local now = tonumber(ARGV[4])
local ends = tonumber(ARGV[3])
local action = cjson.decode(ARGV[2])

local function replaces(standing)
  if standing.kind ~= action.kind then
    return false
  end
  if action.player and action.player == standing.player then
    return true
  end
  if action.subject == '' or action.subject ~= standing.subject then
    return false
  end
  return ends <= now or not standing.player
end

local latest = 0
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do
  local standing = cjson.decode(fields[i + 1])
  if standing['until'] <= now or replaces(standing) then
    redis.call('HDEL', KEYS[1], fields[i])
  elseif standing['until'] > latest then
    latest = standing['until']
  end
end
if ends > now then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  latest = math.max(latest, ends)
end
if latest > 0 then
  redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', latest))
end
local number = redis.call('INCR', KEYS[2])
redis.call(ARGV[6], ARGV[5], '{"n":' .. number .. ',"kind":"measure","measure":' .. ARGV[2] .. ',"at":' .. ARGV[4] .. '}')
return number
