-- Precedes the scripts of the queue. A public ticket waits in `open`, and a ticket for a room in the room's set. The room
-- is in `full` while it has as many tickets as its first one asks for. So the players who can race are found without
-- a look at those who wait for friends, however many there are. All keys have the same hash tag.
-- KEYS[1] tickets, KEYS[2] open, KEYS[3] full, KEYS[4] prefix of each room's set
local function note_room(room)
  local waiting = KEYS[4] .. room
  local first = redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')
  local seats = first[1] and cjson.decode(redis.call('HGET', KEYS[1], first[1])).seats or 2
  if redis.call('ZCARD', waiting) >= seats then
    redis.call('ZADD', KEYS[3], first[2], room)
  else
    redis.call('ZREM', KEYS[3], room)
  end
end

local function place_of(ticket)
  return ticket.room and KEYS[4] .. ticket.room or KEYS[2]
end

local function enqueue(id, json, ticket, since)
  redis.call('HSET', KEYS[1], id, json)
  redis.call('ZADD', place_of(ticket), since, id)
  if ticket.room then note_room(ticket.room) end
end

local function dequeue(id, ticket)
  redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', place_of(ticket), id)
  if ticket.room then note_room(ticket.room) end
end

