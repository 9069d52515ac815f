//go:build image && clients

package acceptance

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

// dltLoads is a warehouse that the source of docs/dlt.md fills, one process for each run.
type dltLoads struct{ source, database string }

type dltAnswer struct {
	Read, There map[string]int
	Error       string
}

func newDltLoads(t *testing.T) dltLoads {
	t.Helper()
	d := dltLoads{t.TempDir(), filepath.Join(t.TempDir(), "warehouse.duckdb")}
	page := string(readFile(t, absolute(t, "docs", "dlt.md")))
	if err := os.WriteFile(filepath.Join(d.source, "ovhcloud.py"), []byte(fileOf(t, page, "ovhcloud.py")), 0o644); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d dltLoads) run(t *testing.T, form object, tables []table) dltAnswer {
	t.Helper()
	request := writeJSON(t, "request.json", object{"config": form, "streams": streamsOf(tables), "database": d.database})
	printed := python(t, "dlt", nil, []string{pathBehind(absolute(t, "bin"))}, here(t, "dltload.py"), d.source, request)
	var answer dltAnswer
	decode(t, []byte(printed), &answer)
	return answer
}

// holds fails the test unless as many records as these tables have are there.
func (d dltLoads) holds(t *testing.T, answer dltAnswer, tables []table) {
	t.Helper()
	want := map[string]int{}
	for _, table := range tables {
		want[table.stream] = len(table.rows)
	}
	if diff := cmp.Diff(want, answer.There); diff != "" || answer.Error != "" {
		t.Errorf("rows of the tables (-account +dlt), %s:\n%s", answer.Error, diff)
	}
}

// Every stream of the account, and a second run, which reads again only what OVH cannot filter.
func TestDltLoads(t *testing.T) {
	form := serve(t, sandbox.Options{})
	account, d := accountTables(t), newDltLoads(t)
	began := time.Now()
	first := d.run(t, form, account)
	d.holds(t, first, account)
	received := 0
	for _, table := range account {
		received += first.Read[table.stream]
	}
	report(t, outcome{client: "dlt in DuckDB", streams: len(account), expected: rowCount(account), received: received, took: time.Since(began)})

	second := d.run(t, form, account)
	d.holds(t, second, account)
	if n := second.Read["bill_details_from_2023"]; n != 0 {
		t.Errorf("the second run reads %d bills, want none", n)
	}
}

// A run brings what the account has had since the one before.
func TestDltLoadsWhatIsNew(t *testing.T) {
	clock := &movedClock{}
	form := serve(t, sandbox.Options{Clock: clock.now})
	tables, d := only(accountTables(t), "bill_details_from_2023", "me_order_each"), newDltLoads(t)
	for _, day := range []string{"2024-07-01", "2025-12-31"} {
		clock.set(t, day)
		d.holds(t, d.run(t, form, tables), until(t, tables, clock.now()))
	}
}

// A stream that fails fails the run and loads nothing; the next run brings everything.
func TestDltAfterAFailedStream(t *testing.T) {
	closed := &closedDoor{path: "/1.0/vps"}
	form := serve(t, sandbox.Options{Intercept: closed.intercept})
	tables, d := only(accountTables(t), "me", "vps_each"), newDltLoads(t)
	d.holds(t, d.run(t, form, tables), tables)

	closed.shut.Store(true)
	if answer := d.run(t, form, tables); !strings.Contains(answer.Error, "source-ovhcloud-api read: ") {
		t.Errorf("the error of a failed stream is %q", answer.Error)
	}
	closed.shut.Store(false)
	d.holds(t, d.run(t, form, tables), tables)
}

// The page's source finds the connector that pip has put beside its Python, also where nobody has
// activated the environment, as in a cron job.
func TestDltFindsTheConnectorBesideItsPython(t *testing.T) {
	environment := filepath.Join(t.TempDir(), "environment")
	python(t, "dlt", nil, nil, "-m", "venv", "--without-pip", environment)
	bin := filepath.Join(environment, "bin")
	if err := os.Symlink(absolute(t, "bin", "source-ovhcloud-api"), filepath.Join(bin, "source-ovhcloud-api")); err != nil {
		t.Fatal(err)
	}
	// dlt itself is taken from where it is installed.
	packages := python(t, "dlt", nil, nil, "-c", "import sysconfig; print(sysconfig.get_path('purelib'), end='')")
	command := exec.CommandContext(t.Context(), filepath.Join(bin, "python"), "-c", "import ovhcloud; print([message['type'] for _, message in ovhcloud.messages('spec')])")
	command.Dir = newDltLoads(t).source
	command.Env = []string{"PATH=/usr/bin:/bin", "PYTHONPATH=" + packages, "HOME=" + command.Dir, "RUNTIME__DLTHUB_TELEMETRY=false"}
	if out, err := command.CombinedOutput(); err != nil || string(out) != "['SPEC']\n" {
		t.Errorf("%v\n%s", err, out)
	}
}
