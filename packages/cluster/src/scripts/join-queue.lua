-- Puts a ticket into the queue and tells every node the count when it is a new one.
-- KEYS[1] tickets, KEYS[2] order, KEYS[3] players placed of late, by the instant their ticket asked
-- ARGV    ticket id, ticket JSON, instant it asked, most tickets, channel of the count, publishing command
-- Answers the count of those who wait now, or -1 when the queue is full. A ticket that is there already keeps its place
-- in the order; of two the later asked one stands, since its player may have come back at another node. A ticket
-- asked no later than the one its player was placed by is void: a node that has not heard of the race hands it in again.
local standing = redis.call('HGET', KEYS[1], ARGV[1])
local placed = redis.call('ZSCORE', KEYS[3], ARGV[1])
local void = placed and tonumber(placed) >= tonumber(ARGV[3])
if not void then
  if not standing and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then
    return -1
  end
  if not standing or cjson.decode(standing).since < tonumber(ARGV[3]) then
    redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
    redis.call('ZADD', KEYS[2], 'NX', ARGV[3], ARGV[1])
  end
end
local count = redis.call('ZCARD', KEYS[2])
if not void and not standing then
  redis.call(ARGV[6], ARGV[5], count)
end
return count
