-- One script for every workload. Environment: URLS, a file of paths walked round-robin, each thread from its
-- own place; METHOD; BODY, a file whose @@N@@ becomes a unique text; AUTH, the Authorization header; CLOSE: a new
-- connection each time.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init()
  paths, position, sent = {}, 0, 0
  for line in io.lines(os.getenv("URLS")) do paths[#paths + 1] = line end
  method = os.getenv("METHOD") or "GET"
  headers = {}
  if os.getenv("AUTH") then headers["Authorization"] = os.getenv("AUTH") end
  if os.getenv("CLOSE") then headers["Connection"] = "close" end
  if os.getenv("BODY") then
    local file = io.open(os.getenv("BODY"))
    local text = file:read("*a")
    file:close()
    local first, last = text:find("@@N@@", 1, true)
    before, after = text:sub(1, first - 1), text:sub(last + 1)
    headers["Content-Type"] = "application/json"
  else
    prepared = {}
    for index, path in ipairs(paths) do prepared[index] = wrk.format(method, path, headers) end
  end
  position = math.floor(number * #paths / 2)
  stamp = os.getenv("STAMP")
end

function request()
  position = position % #paths + 1
  if prepared then return prepared[position] end
  sent = sent + 1
  return wrk.format(method, paths[position], headers, before .. stamp .. "-" .. number .. "-" .. sent .. after)
end

function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT requests=%d us=%d bytes=%d p50=%d p99=%d failed=%d refused=%d",
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.timeout, e.status))
end
