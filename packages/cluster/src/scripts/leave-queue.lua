-- Takes a ticket out of the queue and tells every node the new count.
-- KEYS[1..4] see queue-places.lua
-- ARGV    ticket id, channel of the count, publishing command, node that the ticket must be of
-- Answers 1 when it was waiting; 0 when it was not (matched, asked again at another node, or never there).
local standing = redis.call('HGET', KEYS[1], ARGV[1])
local ticket = standing and cjson.decode(standing)
if not ticket or ticket.node ~= ARGV[4] then
  return 0
end
dequeue(ARGV[1], ticket)
redis.call(ARGV[3], ARGV[2], redis.call('HLEN', KEYS[1]))
return 1
