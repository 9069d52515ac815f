//go:build image && clients

package acceptance

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

// syncRequest is what is asked of PyAirbyte. Each is a process of its own, as scheduled syncs are.
type syncRequest struct {
	Action           string    `json:"action"`
	Connector        string    `json:"connector,omitempty"`
	PipURL           string    `json:"pip_url,omitempty"` // installed by PyAirbyte, instead of the connector
	Config           object    `json:"config"`
	Streams          []string  `json:"streams"`
	CacheClass       string    `json:"cache_class"`
	CacheSettings    any       `json:"cache_settings"`
	ForceFullRefresh bool      `json:"force_full_refresh"`
	cache            warehouse // nil for what needs none
}

type syncAnswer struct {
	Streams []string
	Records int
	Error   string
	took    time.Duration
}

func pyAirbyte(t *testing.T, request syncRequest) syncAnswer {
	t.Helper()
	// PyAirbyte installs packages with uv, which has come with it.
	environment := []string{pathBehind(absolute(t, *clientsFolder, "airbyte", "bin"))}
	if request.PipURL == "" {
		request.Connector, environment = connector(t)
	}
	return askPyAirbyte(t, request, environment)
}

// askPyAirbyte is [pyAirbyte] for a connector that the request names, or that is on the PATH.
func askPyAirbyte(t *testing.T, request syncRequest, environment []string) syncAnswer {
	t.Helper()
	if request.cache != nil {
		request.CacheClass, request.CacheSettings = request.cache.pyAirbyteCache()
	}
	answered := filepath.Join(t.TempDir(), "answer.json")
	began := time.Now()
	python(t, "airbyte", nil, environment, here(t, "pyairbyte.py"), writeJSON(t, "request.json", request), answered)
	answer := syncAnswer{took: time.Since(began)}
	decode(t, readFile(t, answered), &answer)
	return answer
}

// mustSync is [pyAirbyte] for a read that has to succeed, bring that many records, and leave in the
// cache what the account has.
func mustSync(t *testing.T, client string, request syncRequest, records int, tables []table) {
	t.Helper()
	request.Action, request.Streams = "read", streamsOf(tables)
	answer := pyAirbyte(t, request)
	if answer.Error != "" {
		t.Fatalf("%s: %s", client, answer.Error)
	}
	report(t, outcome{client: client, streams: len(tables), expected: records, received: answer.Records, took: answer.took})
	holds(t, request.cache, tables)
}

func TestPyAirbyteChecks(t *testing.T) {
	good, _ := sampleForm(t)
	if answer := pyAirbyte(t, syncRequest{Action: "check", Config: good}); answer.Error != "" {
		t.Error(answer.Error)
	}
	wrong, _ := sampleForm(t)
	wrong["credentials"].(object)["application_secret"] = "another"
	const want = "the application secret or the consumer key is wrong"
	if answer := pyAirbyte(t, syncRequest{Action: "check", Config: wrong}); !strings.Contains(answer.Error, want) {
		t.Errorf("a wrong secret gives %q, want %q in it", answer.Error, want)
	}
}

func TestPyAirbyteDiscovers(t *testing.T) {
	form, _ := sampleForm(t)
	answer := pyAirbyte(t, syncRequest{Action: "discover", Config: form})
	if diff := cmp.Diff(streamsOf(accountTables(t)), answer.Streams); diff != "" {
		t.Errorf("%s\n%s", answer.Error, diff)
	}
}

// A user's first sync, the next with the state that PyAirbyte kept, and one from the beginning. The
// account has had nothing for over a year, so that there is nothing new in the streams that can be
// read incrementally.
func TestPyAirbyteSyncs(t *testing.T) {
	for name, cache := range map[string]warehouse{"DuckDB": newDuckFile(t), "PostgreSQL": newPostgres(t)} {
		t.Run(name, func(t *testing.T) {
			form, _ := sampleForm(t)
			tables, request := accountTables(t), syncRequest{Config: form, cache: cache}
			mustSync(t, "PyAirbyte in "+name+", first sync", request, rowCount(tables), tables)
			if diff := cmp.Diff(costsOf(t, tables), cache.query(t, monthlyCosts)); diff != "" {
				t.Errorf("costs per month (-account +%s):\n%s", name, diff)
			}
			some := only(tables, "me", "bill_details_from_2023", "me_bill_details_each", "ip_each")
			mustSync(t, "PyAirbyte in "+name+", second sync", request, rowCount(only(some, "me", "me_bill_details_each", "ip_each")), some)
			request.ForceFullRefresh = true
			mustSync(t, "PyAirbyte in "+name+", full refresh", request, rowCount(some), some)
			holds(t, cache, tables)
		})
	}
}

// A sync brings what the account has had since the one before, and the rows of both are there then.
func TestPyAirbyteSyncsWhatIsNew(t *testing.T) {
	clock := &movedClock{}
	form := serve(t, sandbox.Options{Clock: clock.now})
	all := only(accountTables(t), "bill_details_from_2023", "me_order_each")
	request := syncRequest{Config: form, cache: newDuckFile(t)}
	for _, day := range []string{"2024-07-01", "2025-12-31"} {
		before := rowCount(until(t, all, clock.now()))
		clock.set(t, day)
		tables := until(t, all, clock.now())
		if rowCount(tables) == before {
			t.Fatalf("the account has nothing new at %s", day)
		}
		mustSync(t, "PyAirbyte, what is new at "+day, request, rowCount(tables)-before, tables)
	}
}

// What OVH answers badly at first arrives all the same.
func TestPyAirbyteAfterFaults(t *testing.T) {
	faults := &faults{}
	form := serve(t, sandbox.Options{Intercept: faults.intercept})
	tables := only(accountTables(t), "me", "bill_details_from_2023", "me_bill_details_each", "domain_zone_record_each", "v2_iam_resource")
	mustSync(t, "PyAirbyte, after faults", syncRequest{Config: form, cache: newDuckFile(t)}, rowCount(tables), tables)
	for kind, n := range faults.done() {
		if n == 0 {
			t.Errorf("no call met %s", kind)
		}
	}
}

// A stream that fails fails PyAirbyte's sync. The tables keep what they have, and the next sync
// that OVH lets through brings everything.
func TestPyAirbyteAfterAFailedStream(t *testing.T) {
	closed := &closedDoor{path: "/1.0/vps"}
	form := serve(t, sandbox.Options{Intercept: closed.intercept})
	tables := only(accountTables(t), "me", "bill_details_from_2023", "vps_each")
	request := syncRequest{Config: form, cache: newDuckFile(t)}
	mustSync(t, "PyAirbyte, before a failure", request, rowCount(tables), tables)

	closed.shut.Store(true)
	failing := request
	failing.Action, failing.Streams = "read", streamsOf(tables)
	if answer := pyAirbyte(t, failing); answer.Error == "" {
		t.Errorf("a sync whose stream failed succeeded with %d records", answer.Records)
	}
	holds(t, request.cache, tables)

	closed.shut.Store(false)
	mustSync(t, "PyAirbyte, after a failed stream", request, rowCount(only(tables, "me", "vps_each")), tables)
}
