-- Takes the tickets of races out of the queue, for each race all or none, and notes the race as placed, in one step.
-- From then on this matchmaker or another one announces the race.
-- KEYS[1..4] see queue-places.lua, KEYS[5] placed races, KEYS[6] players placed lately, by the instant of their ticket
-- ARGV    most players kept as placed lately, and for how long after the last one (ms), channel of the count,
--         publishing command, then for each race: its id, placement JSON, count of its seats, and for each of these
--         ticket id and node
-- Answers for each race 1 when placed; 0 when one of its tickets is gone or waits at another node.
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
