-- Statements of contracts of a file, another one each time.
local contracts = {}
for line in io.lines(os.getenv("CONTRACTS")) do contracts[#contracts + 1] = line end
local head = { ["Authorization"] = "Bearer " .. os.getenv("TOKEN") }

function init() math.randomseed(os.time()) end

function request()
  return wrk.format("GET", "/v1/contracts/" .. contracts[math.random(#contracts)] .. "/statement?as_of=2027-03-01", head)
end
