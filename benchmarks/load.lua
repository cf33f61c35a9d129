-- For wrk: asks the addresses of a file, one a line, in turn, and prints what came of it as one line of JSON.
local addresses = {}
for line in io.lines(os.getenv("ADDRESSES")) do addresses[#addresses + 1] = line end
local place = tonumber(os.getenv("START") or "0")
wrk.headers["Accept"] = "application/sparql-results+json, application/json"

request = function()
  place = place % #addresses + 1
  return wrk.format("GET", addresses[place])
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
