-- Removes a ticket from the queue and publishes the count of waiting players.
-- KEYS[1..4] see queue-places.lua
-- ARGV    ticket id, channel of the count, publishing command, node of the ticket
-- Answers 1 when the ticket was waiting; 0 when it was not (matched, requested again at another node, or never there).
local standing = redis.call('HGET', KEYS[1], ARGV[1])
local ticket = standing and cjson.decode(standing)
if not ticket or ticket.node ~= ARGV[4] then
  return 0
end
dequeue(ARGV[1], ticket)
redis.call(ARGV[3], ARGV[2], redis.call('HLEN', KEYS[1]))
return 1
