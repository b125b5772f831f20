-- Numbers a chat message, adds it to the history and publishes it, in one step: every node sees the same order.
-- KEYS[1] history, KEYS[2] sequence
-- ARGV    event JSON without its number (an object), most messages in the history, channel, publishing command
-- Answers the message's number.
local number = redis.call('INCR', KEYS[2])
local event = '{"n":' .. number .. ',' .. string.sub(ARGV[1], 2)
redis.call('RPUSH', KEYS[1], event)
redis.call('LTRIM', KEYS[1], -tonumber(ARGV[2]), -1)
redis.call(ARGV[4], ARGV[3], event)
return number
