-- Takes one guess out of a budget that refills evenly.
-- KEYS[1] the instant at which the budget is full again
-- ARGV    now, milliseconds that one guess takes to refill, and that the whole budget takes
-- Guarantee: what is not there is not taken, and a budget that is full again is no key. Answers 1, or 0 when none is left.
local now = tonumber(ARGV[1])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + tonumber(ARGV[2])
if full_at - now > tonumber(ARGV[3]) then
  return 0
end
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', string.format('%.0f', full_at - now))
return 1
