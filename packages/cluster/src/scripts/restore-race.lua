-- Restores a race record whose latest versions Redis lost when it restarted from its append-only file.
-- KEYS[1] race hash
-- ARGV    plan JSON, version, state JSON, time to live (ms), then pairs of seat number and writer epoch
-- Answers 1 when restored; 0 when Redis has the same version or a newer one.
local version = tonumber(redis.call('HGET', KEYS[1], 'v') or '0')
if version >= tonumber(ARGV[2]) then
  return 0
end
redis.call('HSET', KEYS[1], 'plan', ARGV[1], 'v', ARGV[2], 'state', ARGV[3])
for i = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[1], 'e' .. ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
