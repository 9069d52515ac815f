package connector

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// A check looks up a bounded number of typed values, and says so.
func TestCheckAsksForSomeTypedValues(t *testing.T) {
	t.Parallel()
	account, f := overSocket(t, sandbox.Options{})
	got := runForm(t, "check", f.with(typedBills(bills(30)...))).succeeded(t).status(t)
	if !strings.HasPrefix(got, "SUCCEEDED\n") || !strings.Contains(got, "Note: only 20 values of those that you typed were looked up") {
		t.Error(got)
	}
	// The first of them are asked for again, to say what a read comes to.
	if n := account.Calls().Routes["GET /me/bill/{billId}"]; n < 20 || n > 20+2 {
		t.Errorf("%d bills were asked for", n)
	}
}

// Values that fail again and again do not hold up a check, and it is left open whether they exist.
func TestCheckOfATypedValueThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		network := broken{serverError.on(bill), sandbox.Transport(sandbox.New(sandbox.Options{}))}
		o := runThrough(t, network, "check", "--config", write(t, "config.json", inProcess(typedBills(bills(19)...))))
		got := o.succeeded(t).status(t)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("it took %s", took)
		}
		if !strings.HasPrefix(got, "SUCCEEDED\n") || strings.Contains(got, "refuses the value") || !strings.Contains(got, "Note: only 0 values of those") {
			t.Error(got)
		}
	})
}

// A typed id that is gone has no records and a warning, if others answer.
func TestReadOfATypedValueThatIsGone(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{})
	o := runRead(t.Context(), t, f.with(typedBills("FR1", "FR40000001")), whole("bills"), nil).succeeded(t)
	if n := len(o.records("bills")); n != 1 {
		t.Errorf("%d records", n)
	}
	if logs := strings.Join(o.logs("WARN"), "\n"); !strings.Contains(logs, "/me/bill/FR1") || strings.Contains(logs, "FR40000001") {
		t.Error(logs)
	}
}

// bills returns so many ids of the sandbox's bills.
func bills(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("FR4%07d", i))
	}
	return ids
}

func typedBills(ids ...string) string {
	return fmt.Sprintf(`{"name":"bills","path":"/me/bill/{billId}","path_parameters":[{"name":"billId","source":{"type":"values","values":%q}}]}`,
		strings.Join(ids, ","))
}

// That an item lacks something is not that there is no item, whichever endpoint is asked first.
func TestCheckOfAnItemThatLacksSomething(t *testing.T) {
	t.Parallel()
	item, part := `{"name":"bill","path":"/me/bill/FR40000001"}`, `{"name":"payment","path":"/me/bill/FR40000001/payment"}`
	for _, endpoints := range [][]string{{item, part}, {part, item}} {
		network := broken{answering(404, `{"message":"This bill has no payment"}`).on(func(r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "/payment")
		}), sandbox.Transport(sandbox.New(sandbox.Options{}))}
		got := runThrough(t, network, "check", "--config", write(t, "config.json", inProcess(endpoints...))).succeeded(t).status(t)
		if !strings.HasPrefix(got, "SUCCEEDED\n") {
			t.Errorf("%s: %s", endpoints, got)
		}
	}
}
