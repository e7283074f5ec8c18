# The workloads on Nim's reference counts and cycle collector (nim c --mm:orc -d:release).
import std/[os, strutils, strformat]

type
  Node = ref object
    slots: array[2, Node]

  Timespec {.importc: "struct timespec", header: "<time.h>".} = object
    tv_sec: clong
    tv_nsec: clong

proc clock_gettime(id: cint, time: var Timespec): cint {.importc, header: "<time.h>".}

# A chain of millions of nodes is released by recursion here and overflows the stack: after the result is
# out nobody waits for it.
proc exitNow(status: cint) {.importc: "_exit", header: "<unistd.h>".}

proc finish() =
  flushFile(stdout)
  exitNow(0)

proc clock(id: cint): uint64 =
  var time: Timespec
  discard clock_gettime(id, time)
  uint64(time.tv_sec) * 1_000_000_000'u64 + uint64(time.tv_nsec)

proc cpuNs(): uint64 = clock(2)
proc threadNs(): uint64 = clock(3)

proc status(name: string): float =
  for line in lines("/proc/self/status"):
    if line.startsWith(name):
      return parseFloat(line.splitWhitespace()[1]) / 1024

type Stops = object
  counts: array[512, uint64]
  total, max: uint64

proc add(stops: var Stops, ns: uint64) =
  var value = ns or 8
  var exponent = 0
  while value > 1:
    value = value shr 1
    inc exponent
  inc stops.counts[exponent * 8 + int((ns shr (exponent - 3)) and 7)]
  inc stops.total
  if ns > stops.max: stops.max = ns

proc percentile(stops: Stops, share: float): float =
  let wanted = uint64(float(stops.total) * share)
  var seen = 0'u64
  for i in 0 ..< 512:
    seen += stops.counts[i]
    if seen > wanted:
      return float(uint64(9 + i mod 8) shl (i div 8 - 3))
  float(stops.max)

proc report(what: string, start: uint64, stops: Stops, more = "") =
  var line = &"""{{"who":"nim-orc","what":"{what}","cpu_s":{float(cpuNs() - start) / 1e9:.3f},"peak_mib":{status("VmHWM"):.1f},"resident_mib":{status("VmRSS"):.1f}"""
  if stops.total > 0:
    line.add(&""","max_ms":{float(stops.max) / 1e6:.3f},"p9999_ms":{percentile(stops, 0.9999) / 1e6:.3f}""")
  echo line & more & "}"

var random = 88172645463325252'u64
proc randomStep(): uint64 =
  random = random xor (random shl 13)
  random = random xor (random shr 7)
  random = random xor (random shl 17)
  random

proc treeBuild(depth: int): Node =
  if depth == 0: return Node()
  let left = treeBuild(depth - 1)
  Node(slots: [left, treeBuild(depth - 1)])

proc treeCheck(node: Node): int =
  if node.slots[0] == nil: 1
  else: 1 + treeCheck(node.slots[0]) + treeCheck(node.slots[1])

proc trees(depthMax: int) =
  let start = cpuNs()
  var sum = 0
  let lasting = treeBuild(depthMax)
  var depth = 4
  while depth <= depthMax:
    for i in 0 ..< 1 shl (depthMax - depth + 4):
      sum += treeCheck(treeBuild(depth))
    depth += 4
  sum += treeCheck(lasting)
  report(&"trees{depthMax}", start, Stops(), &",\"sum\":{sum}")

proc ringBuild(size: int): Node =
  result = Node()
  var last = result
  for i in 1 ..< size:
    let node = Node()
    last.slots[0] = node
    last = node
  last.slots[0] = result

proc rings(size, count: int) =
  let start = cpuNs()
  for i in 0 ..< count:
    discard ringBuild(size)
  report(&"rings{size}", start, Stops())

proc bigheap(liveCount, drops: int, isLinked: bool) =
  var stops: Stops
  let start = cpuNs()
  var live = newSeq[Node](liveCount)
  for i in 0 ..< liveCount:
    let node = Node()
    if i > 0:
      node.slots[0] = live[int(randomStep() mod uint64(i))]
      node.slots[1] = live[i - 1]
    live[i] = node
  let built = cpuNs()
  for i in 0 ..< drops:
    let started = threadNs()
    block:
      let a = Node()
      let b = Node()
      b.slots[0] = a
      a.slots[0] = b
      if isLinked: a.slots[1] = live[int(randomStep() mod uint64(liveCount))]
    stops.add(threadNs() - started)
  let name = if isLinked: "bigheap-linked" else: "bigheap-isolated"
  report(name, start, stops,
         &",\"build_s\":{float(built - start) / 1e9:.3f},\"drop_s\":{float(cpuNs() - built) / 1e9:.3f}")
  if live.len > 0: finish()

proc churn(liveCount, drops: int, isLinked: bool) =
  var stops: Stops
  let start = cpuNs()
  var live = newSeq[Node](liveCount)
  for i in 0 ..< liveCount: live[i] = ringBuild(2)
  let built = cpuNs()
  for i in 0 ..< drops:
    let started = threadNs()
    let k = int(randomStep() mod uint64(liveCount))
    let ring = ringBuild(2)
    if isLinked: ring.slots[1] = live[int(randomStep() mod uint64(liveCount))].slots[0]
    live[k] = ring
    stops.add(threadNs() - started)
  let name = if isLinked: "churn-linked" else: "churn-isolated"
  report(name, start, stops,
         &",\"build_s\":{float(built - start) / 1e9:.3f},\"drop_s\":{float(cpuNs() - built) / 1e9:.3f}")
  if live.len > 0: finish()

proc giant(size: int) =
  var stops: Stops
  var ring = ringBuild(size)
  let start = cpuNs()
  let started = threadNs()
  ring = nil
  GC_fullCollect()
  stops.add(threadNs() - started)
  report("giant-ring", start, stops)

proc number(i, otherwise: int): int =
  if paramCount() >= i: parseInt(paramStr(i)) else: otherwise

case paramStr(1)
of "trees": trees(number(2, 16))
of "rings": rings(number(2, 10), number(3, 1_000_000))
of "bigheap": bigheap(number(2, 10_000_000), number(3, 3_000_000), number(4, 0) != 0)
of "churn": churn(number(2, 5_000_000), number(3, 3_000_000), number(4, 0) != 0)
of "giant": giant(number(2, 10_000_000))
else: quit(2)
