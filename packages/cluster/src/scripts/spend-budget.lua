-- Takes one unit out of a budget that refills evenly, or returns a unit that was taken.
-- KEYS[1] the instant at which the budget is full again
-- ARGV    now, milliseconds that one unit takes to refill (negative: one unit is returned), and that the whole budget takes
-- Guarantee: a budget stays between empty and full. A full budget has no key.
-- Answers 1, or 0 when no unit is left.
local now = tonumber(ARGV[1])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + tonumber(ARGV[2])
if full_at - now > tonumber(ARGV[3]) then
  return 0
end
if full_at <= now then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', string.format('%.0f', full_at - now))
end
return 1
