-- Numbers a chat message, keeps it in the history and publishes it, in one step: every node sees one order.
-- KEYS[1] history, KEYS[2] sequence
-- ARGV    event JSON without its number (an object), most kept, channel, publishing command
-- Answers the message's number.
local number = redis.call('INCR', KEYS[2])
local event = '{"n":' .. number .. ',' .. string.sub(ARGV[1], 2)
redis.call('RPUSH', KEYS[1], event)
redis.call('LTRIM', KEYS[1], -tonumber(ARGV[2]), -1)
redis.call(ARGV[4], ARGV[3], event)
return number
