package connector

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/sandbox"
)

// always, first, lasting and the rest make the meetings of the matrix.
func always(f fault) meeting { return meeting{fault: f.forgetful()} }

func first(f fault) meeting { return firstOf(anyCall, f) }

func firstOf(which calls, f fault) meeting {
	return meeting{fault: func(*sandbox.Account) fault { return firstAttempt(which, f) }}
}

func lasting(f fault) meeting { return hitting(signed, f) }

func hitting(which calls, f fault) meeting { return always(f.on(which)) }

// altering changes the answers of a path, alteringBills each bill.
func altering(path string, change func([]byte) []byte) meeting {
	return meeting{fault: rewriting(change).on(at(path)).forgetful(), altered: true}
}

func alteringBills(change func([]byte) []byte) meeting {
	return meeting{fault: eachBill(change).forgetful(), altered: true}
}

// following reads one path only, so that what comes half-way is known.
func following(path string, f func(*sandbox.Account) fault) meeting {
	return meeting{fault: f, paths: []string{path}}
}

func (m meeting) as(credentials map[string]string) meeting {
	m.credentials = credentials
	return m
}

func clockOff(by time.Duration) meeting {
	m := always(none)
	m.account.Clock = func() time.Time { return time.Now().Add(by) }
	return m
}

func withoutBatches() meeting {
	m := always(none)
	m.account.BatchLimit = -1
	return m
}

// matrixBills leaves out what a check would note in every row.
const matrixBills = `{"path":"/me/bill/{billId}","fields":["category","date","orderId","priceWithTax"]}`

// matrixStreams are the streams of the paths that meetings read.
var matrixStreams = map[string]string{"/me": "me", matrixBills: "me_bill_each", "/v2/iam/resource": "v2_iam_resource"}

// readPaths returns the paths and streams that are read.
func (m meeting) readPaths() (paths, names []string) {
	if paths = m.paths; paths == nil {
		paths = []string{"/me", matrixBills, "/v2/iam/resource"}
	}
	for _, path := range paths {
		names = append(names, matrixStreams[path])
	}
	return paths, names
}

// run runs a verb in virtual time, in which waits cost nothing, and holds its output to have no
// secret.
func (m meeting) run(t *testing.T, verb string) (o outcome) {
	paths, names := m.readPaths()
	form := inProcess(paths...)
	if m.credentials != nil {
		form = form.as(m.credentials)
	}
	args := []string{verb, "--debug", "--config", write(t, "config.json", form)}
	if verb == "read" {
		args = append(args, "--catalog", write(t, "catalog.json", map[string]any{"streams": whole(names...)}))
	}
	var wire wiretap
	synctest.Test(t, func(t *testing.T) {
		account := sandbox.New(m.account)
		wire.next = broken{m.fault(account), sandbox.Transport(account)}
		o = runThrough(t, &wire, args...)
	})
	wire.tellsNothing(t, o)
	return o
}

// runThrough runs a command line over a network of the test's.
func runThrough(t *testing.T, network http.RoundTripper, args ...string) outcome {
	t.Helper()
	return runUntil(t.Context(), t, network, args...)
}

// runUntil is runThrough that ends with a context at the latest.
func runUntil(ctx context.Context, t *testing.T, network http.RoundTripper, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := newProcess(&stdout, &stderr)
	p.network = network
	err := p.run(ctx, args)
	return outcome{messages: decode(t, stdout.String()), stdout: stdout.String(), stderr: stderr.String(), err: err}
}

// reference is a read that meets no fault.
var reference = struct {
	sync.Mutex
	records map[string][]string
}{records: map[string][]string{}}

func referenceRecords(t *testing.T, name string) []string {
	t.Helper()
	reference.Lock()
	defer reference.Unlock()
	if len(reference.records) == 0 {
		o := always(none).run(t, "read").succeeded(t)
		for _, name := range matrixStreams {
			reference.records[name] = o.records(name)
		}
	}
	return reference.records[name]
}

// judge meets the fault with each verb, and gives what a user reads.
func (row faultRow) judge(t *testing.T) string {
	_, names := row.meets.readPaths()
	var seen strings.Builder
	fmt.Fprintf(&seen, "# %s\n", row.name)
	for _, cell := range []struct{ verb, want string }{{"check", row.check}, {"discover", row.discover}, {"read", row.read}} {
		o := row.meets.run(t, cell.verb)
		got := o.summary(cell.verb, names)
		if got != cell.want {
			t.Errorf("%s: %s, want %s\n%s", cell.verb, got, cell.want, o.seen())
		}
		if cell.verb == "read" && !row.meets.altered {
			row.judgeRecords(t, o, names)
		}
		fmt.Fprintf(&seen, "\n%s: %s\n%s", cell.verb, got, o.seen())
	}
	return seen.String()
}

// judgeRecords holds what was delivered to be the account's, in its order, each once.
func (row faultRow) judgeRecords(t *testing.T, o outcome, names []string) {
	for _, name := range names {
		want := referenceRecords(t, name)
		if got := o.records(name); len(got) < len(want) { // what is missing, the summary tells
			want = slices.DeleteFunc(slices.Clone(want), func(r string) bool { return !slices.Contains(got, r) })
		}
		if diff := cmp.Diff(want, o.records(name), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got): %s", name, diff)
		}
		endsWell(t, name, o.story(name))
	}
}

// summary is an outcome in one line.
func (o outcome) summary(verb string, names []string) string {
	var facts []string
	if verb == "read" {
		for _, name := range names {
			facts = append(facts, fmt.Sprintf("%s %d%s", name, len(o.records(name)), o.failure(name)))
		}
	}
	for _, m := range o.messages {
		switch {
		case m.Type == "CONNECTION_STATUS":
			facts = append(facts, m.ConnectionStatus.Status)
		case m.Type == "CATALOG":
			facts = append(facts, words.Count(len(m.Catalog.Streams), "stream"))
		case m.Trace.Type == "ERROR" && m.stream() == "":
			facts = append(facts, m.Trace.Error.FailureType)
		}
	}
	return fmt.Sprintf("exit %d: %s", ExitCode(o.err), strings.Join(facts, ", "))
}

// failure tells how a stream failed, nothing if it is complete: the type of its error, or its
// status where it has none, because what ended the run is told once.
func (o outcome) failure(name string) string {
	failure, last := "", ""
	for _, m := range o.messages {
		switch {
		case m.stream() != name:
		case m.Trace.Type == "ERROR":
			failure += " " + m.Trace.Error.FailureType
		case m.Trace.Type == "STREAM_STATUS":
			last = m.Trace.StreamStatus.Status
		}
	}
	if complete := last == "COMPLETE"; complete != (failure == "") {
		failure += " " + last
	}
	return failure
}

// What differs from run to run, the draws of the waits and what follows from them, and what differs
// from call to call, so that alike warnings are one line. Of calls that wait for the same limit, it
// is a matter of luck which one finds that the wait is too long.
var (
	overTheLimit = regexp.MustCompile(`(?i)(?:gave up …: )?(GET \S+) (?:429 .*|not sent: OVH wants no calls …)`)
	varyingText  = regexp.MustCompile(`after \d+ attempts in [0-9hms]+|before \d{4}-\d\d-\d\dT[0-9:]+Z`)
	repeatedCall = regexp.MustCompile(`repeating the call .*reason="(?:signing GET \S+: |reading OVH's clock: |getting a token for \S+ \S+: )*(?:GET|POST) \S+: `)
	callText     = regexp.MustCompile(`/FR4\d+|\d+ of \d+ bytes|\d+ bytes|SANDBOX\.ext-1\.[0-9a-f.]+|before \d{4}\S+Z`)
)

// seen returns what a user reads of an outcome: status, errors and warnings, those that are alike
// cost is what a check says of what a read comes to: how much it knows in time depends on how long
// it waits after refusals.
var cost = regexp.MustCompile(`\n(A first|What a) read of .*`)

// as one line.
func (o outcome) seen() string {
	var lines []string
	for _, m := range o.messages {
		switch {
		case m.Type == "LOG" && slices.Contains([]string{"WARN", "ERROR", "FATAL"}, m.Log.Level):
			text := callText.ReplaceAllString(repeatedCall.ReplaceAllString(m.Log.Message, `repeating calls: "`), "…")
			lines = append(lines, m.Log.Level+" "+text)
		case m.Type == "CONNECTION_STATUS":
			lines = append(lines, cost.ReplaceAllString(m.ConnectionStatus.Message, ""))
		case m.Trace.Type == "ERROR" && m.stream() == "":
			lines = append(lines, "ERROR "+m.Trace.Error.Message)
		case m.Trace.Type == "ERROR":
			lines = append(lines, "ERROR of "+m.stream()+": "+m.Trace.Error.Message)
		}
	}
	for i, line := range lines {
		line = overTheLimit.ReplaceAllString(varyingText.ReplaceAllString(line, "…"), "$1 [429, or not sent because of one]")
		lines[i] = "    " + strings.ReplaceAll(line, "\n", "\n    ") + "\n"
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// goldenRows compares what was read with the golden file, if all rows were run.
func goldenRows(t *testing.T, seen []string) {
	t.Helper()
	if !slices.Contains(seen, "") {
		golden(t, "faults", strings.Join(seen, "\n"))
	}
}
