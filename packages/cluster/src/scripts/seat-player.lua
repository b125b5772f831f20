-- Notes the race in which a player has a seat, unless a later race is noted: an old race may be announced again.
-- KEYS[1] the player's race: instant of its start and race id
-- ARGV    instant of the start, race id or '' when the player gave the seat up, time to live (ms)
-- Answers 1 when noted; 0 when a later race is noted.
local standing = redis.call('GET', KEYS[1])
if standing and tonumber(string.match(standing, '^%S+')) > tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
return 1
