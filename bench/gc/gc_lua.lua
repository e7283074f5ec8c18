-- The workloads on Lua 5.4 with its incremental collector. Stops are measured in CPU time (os.clock).
local clock = os.clock
local start_total = clock()

local function status(name)
  for line in io.lines("/proc/self/status") do
    local value = line:match("^" .. name .. ":%s+(%d+)")
    if value then return tonumber(value) / 1024 end
  end
end

local stops = {}
local stop_count, stop_max = 0, 0

local function stop_add(seconds)
  local bucket = math.floor(seconds * 1e5) -- 10 microseconds
  stops[bucket] = (stops[bucket] or 0) + 1
  stop_count = stop_count + 1
  if seconds > stop_max then stop_max = seconds end
end

local function percentile(share)
  local keys = {}
  for bucket in pairs(stops) do keys[#keys + 1] = bucket end
  table.sort(keys)
  local seen = 0
  for _, bucket in ipairs(keys) do
    seen = seen + stops[bucket]
    if seen > stop_count * share then return (bucket + 1) / 100 end
  end
  return stop_max * 1000
end

local function report(what, start, more)
  local line = string.format('{"who":"lua5.4","what":"%s","cpu_s":%.3f,"peak_mib":%.1f,"resident_mib":%.1f',
                             what, clock() - start, status("VmHWM"), status("VmRSS"))
  if stop_count > 0 then
    line = line .. string.format(',"max_ms":%.3f,"p9999_ms":%.3f', stop_max * 1000, percentile(0.9999))
  end
  print(line .. (more or "") .. "}")
end

local function tree_build(depth)
  if depth == 0 then return { false, false } end
  local left = tree_build(depth - 1)
  return { left, tree_build(depth - 1) }
end

local function tree_check(node)
  if not node[1] then return 1 end
  return 1 + tree_check(node[1]) + tree_check(node[2])
end

local function ring_build(size)
  local first = { false, false }
  local last = first
  for _ = 2, size do
    local node = { false, false }
    last[1] = node
    last = node
  end
  last[1] = first
  return first
end

local work = {}

function work.trees(depth_max)
  local sum, start = 0, clock()
  local lasting = tree_build(depth_max)
  for depth = 4, depth_max, 4 do
    for _ = 1, 1 << (depth_max - depth + 4) do sum = sum + tree_check(tree_build(depth)) end
  end
  sum = sum + tree_check(lasting)
  report("trees" .. depth_max, start, ',"sum":' .. sum)
end

function work.rings(size, count)
  local start = clock()
  for _ = 1, count do ring_build(size) end
  report("rings" .. size, start)
end

function work.bigheap(live_count, drops, is_linked)
  local start = clock()
  local random, live = math.random, {}
  for i = 1, live_count do
    live[i] = { i > 1 and live[random(i - 1)], i > 1 and live[i - 1] }
  end
  local built = clock()
  for _ = 1, drops do
    local from = clock()
    local a = { false, false }
    a[1] = { a, false }
    if is_linked ~= 0 then a[2] = live[random(live_count)] end
    stop_add(clock() - from)
  end
  report(is_linked ~= 0 and "bigheap-linked" or "bigheap-isolated", start,
         string.format(',"build_s":%.3f,"drop_s":%.3f', built - start, clock() - built))
end

function work.churn(live_count, drops, is_linked)
  local start = clock()
  local random, live = math.random, {}
  for i = 1, live_count do live[i] = ring_build(2) end
  local built = clock()
  for _ = 1, drops do
    local from = clock()
    local ring = ring_build(2)
    if is_linked ~= 0 then ring[2] = live[random(live_count)][1] end
    live[random(live_count)] = ring
    stop_add(clock() - from)
  end
  report(is_linked ~= 0 and "churn-linked" or "churn-isolated", start,
         string.format(',"build_s":%.3f,"drop_s":%.3f', built - start, clock() - built))
end

function work.giant(size)
  local ring = ring_build(size)
  local start = clock()
  ring = nil
  collectgarbage()
  stop_add(clock() - start)
  report("giant-ring", start)
end

work[arg[1]](tonumber(arg[2]), tonumber(arg[3]), tonumber(arg[4] or 0))
