-- Takes the tickets of races out of the queue, for each race all or none, and notes the race as placed in the same step:
-- from here on it will be announced, by this matchmaker or by another one.
-- KEYS[1..4] see queue-places.lua, KEYS[5] placed races, KEYS[6] players placed of late, by the instant their ticket asked
-- ARGV    most players to be kept as placed of late, and for how long after the last one (ms), channel of the count,
--         publishing command, then for each race: its id, placement JSON, count of its seats, and for each of these
--         ticket id and node
-- Answers for each race 1 when placed; 0 when any of its tickets has gone, or its player waits at another node by now.
local function take(race, placement, first, last)
  local tickets = {}
  for i = first, last, 2 do
    local json = redis.call('HGET', KEYS[1], ARGV[i])
    local ticket = json and cjson.decode(json)
    if not ticket or ticket.node ~= ARGV[i + 1] then
      return 0
    end
    tickets[i] = ticket
  end
  for i = first, last, 2 do
    dequeue(ARGV[i], tickets[i])
    redis.call('ZADD', KEYS[6], string.format('%.17g', tickets[i].since), ARGV[i])
  end
  redis.call('HSET', KEYS[5], race, placement)
  return 1
end

local answers = {}
local i = 5
while ARGV[i] do
  local last = i + 2 + 2 * tonumber(ARGV[i + 2])
  answers[#answers + 1] = take(ARGV[i], ARGV[i + 1], i + 3, last)
  i = last + 1
end
redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -tonumber(ARGV[1]) - 1)
redis.call('PEXPIRE', KEYS[6], ARGV[2])
redis.call(ARGV[4], ARGV[3], redis.call('HLEN', KEYS[1]))
return answers
