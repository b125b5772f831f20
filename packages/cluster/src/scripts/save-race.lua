-- Saves a race record if no other version was saved since the caller read it.
-- KEYS[1] race hash
-- ARGV    expected version, new version, state JSON, time to live (ms), then pairs of seat number and writer epoch
-- Answers {1} when saved; {0, version, state} when Redis has another version; {-1} when there is no such race.
local version = redis.call('HGET', KEYS[1], 'v')
if not version then
  return { -1 }
end
if version ~= ARGV[1] then
  return { 0, version, redis.call('HGET', KEYS[1], 'state') }
end
redis.call('HSET', KEYS[1], 'v', ARGV[2], 'state', ARGV[3])
for i = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[1], 'e' .. ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 1 }
