-- Takes the tickets of one race out of the queue, all or none, and notes the race as placed in the same step: from here
-- on it will be announced, by this matchmaker or by another one.
-- KEYS[1..4] see queue-places.lua, KEYS[5] placed races, KEYS[6] players placed of late, by the instant their ticket asked
-- ARGV    race id, placement JSON, most players to be kept as placed of late, and for how long after the last one (ms),
--         channel of the count, publishing command, then pairs of ticket id and node
-- Answers 1 when placed; 0 when any of the tickets has gone, or its player waits at another node by now.
local tickets = {}
for i = 7, #ARGV, 2 do
  local json = redis.call('HGET', KEYS[1], ARGV[i])
  local ticket = json and cjson.decode(json)
  if not ticket or ticket.node ~= ARGV[i + 1] then
    return 0
  end
  tickets[i] = ticket
end
for i = 7, #ARGV, 2 do
  dequeue(ARGV[i], tickets[i])
  redis.call('ZADD', KEYS[6], string.format('%.17g', tickets[i].since), ARGV[i])
end
redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -tonumber(ARGV[3]) - 1)
redis.call('PEXPIRE', KEYS[6], ARGV[4])
redis.call('HSET', KEYS[5], ARGV[1], ARGV[2])
redis.call(ARGV[6], ARGV[5], redis.call('HLEN', KEYS[1]))
return 1
