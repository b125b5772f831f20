-- Takes a ticket out of the queue and tells every node the new count.
-- KEYS[1] tickets, KEYS[2] order
-- ARGV    ticket id, channel of the count, publishing command, node that the ticket must be of
-- Answers 1 when it was waiting; 0 when it was not (matched, asked again at another node, or never there).
local standing = redis.call('HGET', KEYS[1], ARGV[1])
if not standing or cjson.decode(standing).node ~= ARGV[4] then
  return 0
end
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call(ARGV[3], ARGV[2], redis.call('ZCARD', KEYS[2]))
return 1
