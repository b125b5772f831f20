-- Copies the owners of names and the ended sessions, and announces the changes, in one step.
-- KEYS[1] claims (hash, folded name → version and claim; the field '' says that the copy is complete), KEYS[2] ended
--         sessions and tokens (zset by the instant), KEYS[3] sequence
-- ARGV    '', or 'fills' (a part of a whole copy, which is not announced), or 'whole' (its last part), channel,
--         publishing command, now, number of claims n, then n times folded name, version, claim, and then ids and
--         instants in turn
-- Guarantee: a claim replaces only an older claim, and an end only a later end, whatever the order of the copies.
local n = tonumber(ARGV[5])
local function tell(event)
  if ARGV[1] == '' then
    event.n = redis.call('INCR', KEYS[3])
    event.kind = 'account'
    event.at = tonumber(ARGV[4])
    redis.call(ARGV[3], ARGV[2], cjson.encode(event))
  end
end
for i = 6, 5 + 3 * n, 3 do
  local standing = redis.call('HGET', KEYS[1], ARGV[i])
  if not standing or tonumber(string.match(standing, '^%d+')) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1] .. ' ' .. ARGV[i + 2])
    tell({ folded = ARGV[i], claim = ARGV[i + 2] })
  end
end
for i = 6 + 3 * n, #ARGV, 2 do
  local standing = redis.call('ZSCORE', KEYS[2], ARGV[i])
  if not standing or tonumber(standing) > tonumber(ARGV[i + 1]) then
    redis.call('ZADD', KEYS[2], ARGV[i + 1], ARGV[i])
    if tonumber(ARGV[i + 1]) <= tonumber(ARGV[4]) then
      tell({ ended = ARGV[i] })
    end
  end
end
-- Every session is over by then.
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', tonumber(ARGV[4]) - 40 * 24 * 3600 * 1000)
if ARGV[1] == 'whole' then
  redis.call('HSET', KEYS[1], '', '1')
end
return 1
