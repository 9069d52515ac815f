package read_test

import (
	"context"
	"fmt"
	"iter"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
	"source-ovhcloud-api/connector/read"
)

// bills is a client of an account that has two bills.
type bills struct{ read.Client }

func (bills) Do(context.Context, ovhapi.Request) (*ovhapi.Response, error) {
	return &ovhapi.Response{Body: []byte(`["FR2","FR1"]`)}, nil
}

func (bills) PagesAfter(context.Context, ovhapi.Request, *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(func(*ovhapi.Response, error) bool) {} // the list has one page
}

// lines is a sink that prints what it is given.
type lines struct{}

func (lines) Record(record []byte) error { _, err := fmt.Println(string(record)); return err }
func (lines) Checkpoint([]string) error  { return nil }
func (lines) Owe([]string)               {}

func Example() {
	ctx, log := context.Background(), zerolog.Nop()
	path, err := config.ParsePath("/me/bill")
	if err != nil {
		fmt.Println(err)
		return
	}
	planner := plan.NewPlanner(nil, plantest.SmallAPI(), nil)
	p, err := planner.Plan(ctx, config.Endpoint{Name: "bills", Method: "GET", Path: path})
	if err != nil {
		fmt.Println(err)
		return
	}
	reader := read.NewReader(bills{}, []*plan.Plan{p}, log)
	var stats read.Stats
	end, err := reader.Read(ctx, p, nil, nil, &stats, lines{})
	fmt.Println(end == read.Whole, stats.Records.Load(), err)
	// Output:
	// {"billId":"FR2"}
	// {"billId":"FR1"}
	// true 2 <nil>
}
