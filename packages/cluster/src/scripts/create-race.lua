-- Creates a race record unless it exists, so that a matchmaker can repeat the work of one that died.
-- KEYS[1] race hash
-- ARGV    plan JSON, version, state JSON, time to live (ms), then pairs of seat number and writer epoch
-- Answers 1 when created, 0 when the record existed.
if redis.call('HSETNX', KEYS[1], 'v', ARGV[2]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'plan', ARGV[1], 'state', ARGV[3])
for i = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[1], 'e' .. ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
