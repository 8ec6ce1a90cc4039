-- Durable single commands: payments on the contracts of a file, each under its own key.
--   KEYS=time (default) makes keys that grow with time, KEYS=random makes keys that touch any page of the index.
local contracts, thread_count = {}, 0
for line in io.lines(os.getenv("CONTRACTS")) do contracts[#contracts + 1] = line end
local random_keys = os.getenv("KEYS") == "random"
local token = os.getenv("TOKEN")

function setup(thread)
  thread:set("thread_id", thread_count)
  thread_count = thread_count + 1
end

function init()
  math.randomseed(os.time() * 31 + thread_id)
  count = 0
  start = os.time()
  head = "POST /v1/commands HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nAuthorization: Bearer " .. token ..
    "\r\nContent-Type: application/json\r\nIdempotency-Key: "
end

function request()
  count = count + 1
  local key
  if random_keys then
    key = string.format("%08x-%08x-%d-%d", math.random(0, 0x7fffffff), math.random(0, 0x7fffffff), thread_id, count)
  else
    key = string.format("%x-%08d-%d", start, count, thread_id)
  end
  local body = '{"amount_cents":' .. 100 + count % 59900 .. ',"command":"receive-payment","contract":"' ..
    contracts[math.random(#contracts)] .. '","on":"2027-08-31"}'
  -- Written out by hand: wrk.format costs as much processor time as the server's parser.
  return head .. key .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency)
  local seconds = summary.duration / 1e6
  io.write(string.format("RATE %.0f ERRORS %d P50 %.0f P99 %.0f\n", summary.requests / seconds,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency and latency:percentile(50) or 0, latency and latency:percentile(99) or 0))
end
