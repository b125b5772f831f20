-- Puts a ticket into the queue and publishes the count of waiting players when the ticket is new.
-- KEYS[1..4] see queue-places.lua, KEYS[5] players placed lately, by the instant of their ticket
-- ARGV    ticket id, ticket JSON, instant of the ticket, most tickets, channel of the count, publishing command
-- Answers the count of waiting players, or -1 when the queue is full.
-- Guarantee: a player's second ticket keeps the place of the first in its queue or room. The ticket of the later
-- instant stands, because its player may have reconnected at another node. Of two with the same instant, the one that
-- arrives later stands, because its player's latency credit is measured by then. A ticket that is no later than the
-- one by which its player was placed is void: a node that does not know of the race yet sends it again.
local standing = redis.call('HGET', KEYS[1], ARGV[1])
local placed = redis.call('ZSCORE', KEYS[5], ARGV[1])
local void = placed and tonumber(placed) >= tonumber(ARGV[3])
if not void then
  if not standing and redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then
    return -1
  end
  local ticket = cjson.decode(ARGV[2])
  local before = standing and cjson.decode(standing)
  if not before then
    enqueue(ARGV[1], ARGV[2], ticket, ARGV[3])
  elseif before.since <= tonumber(ARGV[3]) then
    local since = before.room == ticket.room and redis.call('ZSCORE', place_of(before), ARGV[1]) or ARGV[3]
    dequeue(ARGV[1], before)
    enqueue(ARGV[1], ARGV[2], ticket, since)
  end
end
local count = redis.call('HLEN', KEYS[1])
if not void and not standing then
  redis.call(ARGV[6], ARGV[5], count)
end
return count
