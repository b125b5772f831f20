-- Puts a ticket into the queue and tells every node the new count.
-- KEYS[1] tickets, KEYS[2] order
-- ARGV    ticket id, ticket JSON, instant it asked, most tickets, channel of the count, publishing command
-- Answers the count of those who wait now, or -1 when the queue is full. A ticket that is there already is left as it is.
if redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[4]) then
  return -1
end
if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2]) == 1 then
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1])
end
local count = redis.call('ZCARD', KEYS[2])
redis.call(ARGV[6], ARGV[5], count)
return count
