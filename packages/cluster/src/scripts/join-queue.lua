-- Puts a ticket into the queue and tells every node the count when it is a new one.
-- KEYS[1..4] see queue-places.lua, KEYS[5] players placed of late, by the instant their ticket asked
-- ARGV    ticket id, ticket JSON, instant it asked, most tickets, channel of the count, publishing command
-- Answers the count of those who wait now, or -1 when the queue is full. A ticket that is there already keeps its place
-- where it waits; of two the later asked one stands, since its player may have come back at another node, and of two asked
-- at one instant the later handed in, since its player's credit has been measured by then. A ticket
-- asked no later than the one its player was placed by is void: a node that has not heard of the race hands it in again.
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
