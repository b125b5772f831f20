-- Appends keys to a seat's log if the writer still holds the seat and the keys begin where the log ends.
-- KEYS[1] race hash, KEYS[2] the seat's log
-- ARGV    seat, writer epoch, number of the first key, count of keys, encoded keys, time to live (ms),
--         smallest (arrival - claimed time) of the seat's keys so far (ms), or an empty string
-- Answers {1, keys in the log}; {0, keys in the log} when the keys do not begin at its end; {-1, 0} when another writer
-- holds the seat.
if redis.call('HGET', KEYS[1], 'e' .. ARGV[1]) ~= ARGV[2] then
  return { -1, 0 }
end
local there = tonumber(redis.call('HGET', KEYS[1], 'n' .. ARGV[1]) or '0')
if there ~= tonumber(ARGV[3]) then
  return { 0, there }
end
redis.call('APPEND', KEYS[2], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
if ARGV[7] ~= '' then
  redis.call('HSET', KEYS[1], 'd' .. ARGV[1], ARGV[7])
end
return { 1, redis.call('HINCRBY', KEYS[1], 'n' .. ARGV[1], ARGV[4]) }
