module dev.intercepts/benchmarks/peers

go 1.24

// What the edge is measured against; built by bin/bench into a cache outside the checkout.
require (
	github.com/fatedier/frp v0.65.0
	github.com/jpillora/chisel v1.10.1
	github.com/tsenart/vegeta/v12 v12.13.0
)
