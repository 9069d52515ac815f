package read

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// This file holds that what a read gives depends on the account alone: not on
// how many calls are under way, how they are batched and paged, how long each
// takes, which fail before they succeed, or what is held.

// shape is a kind of plan with the accounts that it is read from.
type shape struct {
	name string
	// plans are read beside each other by one reader.
	plans func(t *testing.T) []*plan.Plan
	// fill puts into an account what the plans read, and gives the number of
	// records of each.
	fill func(d *drawn) []int
}

var shapes = []shape{
	{"ids", bare("/me/bill"), func(d *drawn) []int { return []int{len(d.ids("/me/bill", 130))} }},
	{"objects in pages by cursor", bare("/v2/iam/resource"), func(d *drawn) []int { return []int{len(d.objects("/iam/resource", "urn", 130))} }},
	{"objects in pages by number", paged("page", "size"), things},
	{"objects in pages by offset", paged("offset", "limit"), things},
	{"objects in pages by marker", paged("marker", "limit"), things},
	{"details", bare("/me/bill/{b}"), func(d *drawn) []int { return []int{d.details("/me/bill", d.ids("/me/bill", 130))} }},
	{"objects below parents", bare("/cloud/project/{p}/instance"), func(d *drawn) []int {
		n := 0
		for _, p := range d.ids("/cloud/project", 12) {
			n += len(d.objects("/cloud/project/"+url.PathEscape(p)+"/instance", "id", 20))
		}
		return []int{n}
	}},
	{"maps below objects", bare("/v2/iam/resource/{r}/tags"), func(d *drawn) []int {
		n := 0
		for _, urn := range d.objects("/iam/resource", "urn", 60) {
			n += d.entries("/iam/resource/" + url.PathEscape(urn) + "/tags")
		}
		return []int{n}
	}},
	{"three levels", bare("/me/bill/{b}/details/{d}"), func(d *drawn) []int { return []int{d.lines(d.ids("/me/bill", 40))} }},
	{"mapped to the records of another", func(t *testing.T) []*plan.Plan {
		return []*plan.Plan{planned(t,
			get(t, "instances", "/cloud/project/{serviceName}/instance"),
			get(t, "s", "/cloud/project/{serviceName}/instance/{i}", from("i", "instances")))}
	}, func(d *drawn) []int {
		n := 0
		for _, p := range d.ids("/cloud/project", 4) {
			list := "/cloud/project/" + url.PathEscape(p) + "/instance"
			n += d.details(list, d.objects(list, "id", 70))
		}
		return []int{n}
	}},
	{"streams that share their lists", bare("/me/bill", "/me/bill/{b}", "/me/bill/{b}/details/{d}"), func(d *drawn) []int {
		bills := d.ids("/me/bill", 40)
		return []int{len(bills), d.details("/me/bill", bills), d.lines(bills)}
	}},
}

func bare(paths ...string) func(t *testing.T) []*plan.Plan {
	return func(t *testing.T) (plans []*plan.Plan) {
		for i, path := range paths {
			plans = append(plans, planned(t, get(t, "s"+strconv.Itoa(i), path)))
		}
		return plans
	}
}

func paged(query ...string) func(t *testing.T) []*plan.Plan {
	return func(t *testing.T) []*plan.Plan { return []*plan.Plan{pagedPlan(t, query...)} }
}

func things(d *drawn) []int { return []int{len(d.objects("/things", "id", 40))} }

// drawn is an account that rapid draws. Each record has a number of its own in it.
type drawn struct {
	holdings
	t      *rapid.T
	random *rand.Rand
	serial int
}

func draw(t *rapid.T) *drawn {
	seed := rapid.Uint64().Draw(t, "account")
	return &drawn{
		holdings: holdings{lists: map[string][]string{}, others: map[string]string{}},
		t:        t,
		random:   rand.New(rand.NewPCG(seed, 0)),
	}
}

// names returns distinct ids that stress order and encoding, in no order, up to most of them.
func (d *drawn) names(path string, most int) []string {
	forms := []string{"FR%d", "%d", "a/%d", "é%d", "x,%d", "50%%%d", "a b%d"}
	n := rapid.IntRange(0, most).Draw(d.t, path)
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf(forms[d.random.IntN(len(forms))], i)
	}
	d.random.Shuffle(n, func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

func (d *drawn) ids(path string, most int) []string {
	names := d.names(path, most)
	d.lists[path] = make([]string, len(names))
	for i, name := range names {
		d.lists[path][i] = strconv.Quote(name)
	}
	return names
}

func (d *drawn) objects(path, key string, most int) []string {
	names := d.names(path, most)
	d.lists[path] = make([]string, len(names))
	for i, name := range names {
		d.lists[path][i] = fmt.Sprintf(`{%q: %q, "n":%s}`, key, name, d.number())
	}
	return names
}

// number is a JSON number with digits that no float64 has.
func (d *drawn) number() string {
	d.serial++
	return fmt.Sprintf("12345678901234567890.%04d0", d.serial)
}

// details puts an object below each item of a list, but for some that are
// gone, and gives their number.
func (d *drawn) details(list string, items []string) int {
	n := 0
	for _, item := range items {
		if d.random.IntN(10) > 0 {
			d.others[list+"/"+url.PathEscape(item)] = fmt.Sprintf(`{ "n":%s, "text":"\u00e9\"]}" }`, d.number())
			n++
		}
	}
	return n
}

// lines puts a list below each bill, but for some that are gone, and details below that.
func (d *drawn) lines(bills []string) int {
	n := 0
	for _, bill := range bills {
		if list := "/me/bill/" + url.PathEscape(bill) + "/details"; d.random.IntN(10) > 0 {
			n += d.details(list, d.ids(list, 4))
		}
	}
	return n
}

func (d *drawn) entries(path string) int {
	n := d.random.IntN(4)
	body := "{"
	for i := range n {
		if i > 0 {
			body += ", "
		}
		body += fmt.Sprintf(`"k%d":%s`, i, d.number())
	}
	d.others[path] = body + "}"
	return n
}

// schedule is everything that a read must not depend on.
type schedule struct {
	limits
	conditions
	rate float64 // calls per second
}

// sequential makes one call after the other, for each item and without delay.
var sequential = schedule{limits: limits{window: 1, batch: 1, held: 1, ahead: 1}, rate: 1000}

func drawSchedule(t *rapid.T, name string) schedule {
	return rapid.Custom(func(t *rapid.T) schedule {
		return schedule{
			limits: limits{
				window: rapid.IntRange(1, 64).Draw(t, "window"),
				batch:  rapid.IntRange(1, ovhapi.MaxBatch).Draw(t, "batch"),
				held:   rapid.Int64Range(1, 1<<14).Draw(t, "held"),
				ahead:  rapid.Int64Range(1, 1<<10).Draw(t, "ahead"),
			},
			conditions: conditions{
				seed:    rapid.Uint64().Draw(t, "seed"),
				latency: time.Duration(rapid.IntRange(0, 30_000).Draw(t, "latency")) * time.Millisecond,
				faults:  rapid.IntRange(0, 30).Draw(t, "faults"),
				page:    rapid.IntRange(0, 60).Draw(t, "page"),
				batch:   rapid.IntRange(0, ovhapi.MaxBatch).Draw(t, "batches"),
				absent:  rapid.IntRange(0, 30).Draw(t, "absent"),
			},
			rate: rapid.SampledFrom([]float64{20, 1000, 1_000_000}).Draw(t, "rate"),
		}
	}).Draw(t, name)
}

// read reads plans of one account beside each other, in virtual time, each from behind its
// partition in after.
func (s schedule) read(t *testing.T, account holdings, plans []*plan.Plan, after [][]string) ([]*transcript, []error) {
	t.Helper()
	transcripts, errs := make([]*transcript, len(plans)), make([]error, len(plans))
	synctest.Test(t, func(t *testing.T) {
		client, err := ovhapi.New(ovhapi.Options{
			BaseURL:           "https://api.test/1.0",
			Credentials:       ovhapi.ApplicationKeys{ApplicationKey: "key", ApplicationSecret: "secret", ConsumerKey: "consumer"},
			Transport:         &remote{holdings: account, conditions: s.conditions, attempts: map[string]int{}},
			RequestsPerSecond: s.rate,
		})
		if err != nil {
			t.Fatal(err)
		}
		reader := newReader(client, plans, zerolog.Nop(), s.limits)
		var reads sync.WaitGroup
		for i, p := range plans {
			transcripts[i] = &transcript{}
			reads.Go(func() { _, errs[i] = reader.Read(t.Context(), p, after[i], nil, &Stats{}, transcripts[i]) })
		}
		reads.Wait()
		if waiting, kept := reader.held.Bytes(); waiting+kept != 0 {
			errs = append(errs, fmt.Errorf("%d bytes are held for ever", waiting+kept))
		}
	})
	return transcripts, slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

// Under any schedule a read gives the bytes that it gives one call at a time,
// in the same order, with the same checkpoints between them: every record
// once. And what stands behind a checkpoint is what a read gives that goes on
// from it, under any schedule: the checkpoint covers all before it and no more.
func TestRecordsDoNotDependOnTheSchedule(t *testing.T) {
	for _, shape := range shapes {
		t.Run(shape.name, func(t *testing.T) {
			plans := shape.plans(t)
			rapid.Check(t, func(rt *rapid.T) {
				account := draw(rt)
				counts := shape.fill(account)
				start := make([][]string, len(plans))
				want, errs := sequential.read(t, account.holdings, plans, start)
				if len(errs) > 0 {
					rt.Fatal(errs)
				}
				for i, w := range want {
					checkRecords(rt, w, counts[i])
					checkCheckpoints(rt, w)
				}
				got, errs := drawSchedule(rt, "schedule").read(t, account.holdings, plans, start)
				if len(errs) > 0 {
					rt.Fatal(errs)
				}
				resumed := make([]int, len(plans)) // the lines before a checkpoint and it
				for i, w := range want {
					if diff := cmp.Diff(w.lines, got[i].lines); diff != "" {
						rt.Errorf("stream %d, one call at a time (-), as scheduled (+): %s", i, diff)
					}
					if len(w.checkpoints) > 0 {
						start[i] = rapid.SampledFrom(w.checkpoints).Draw(rt, "after")
						resumed[i] = slices.Index(w.lines, checkpoint(start[i])) + 1
					}
				}
				rest, errs := drawSchedule(rt, "schedule of the rest").read(t, account.holdings, plans, start)
				if len(errs) > 0 {
					rt.Fatal(errs)
				}
				for i, w := range want {
					if diff := cmp.Diff(w.lines[resumed[i]:], rest[i].lines, cmpopts.EquateEmpty()); diff != "" {
						rt.Errorf("stream %d after %q, whole read (-), resumed (+): %s", i, start[i], diff)
					}
				}
			})
		})
	}
}

// checkRecords holds that a read gave so many records, no two of them alike.
func checkRecords(t *rapid.T, got *transcript, want int) {
	records := got.records()
	slices.Sort(records)
	if distinct := len(slices.Compact(records)); len(got.records()) != want || distinct != want {
		t.Errorf("%d records, %d of them distinct, want %d", len(got.records()), distinct, want)
	}
}

// checkCheckpoints holds that the checkpoints of a read come in the order of
// their partitions, each once.
func checkCheckpoints(t *rapid.T, got *transcript) {
	for i, c := range got.checkpoints[:max(len(got.checkpoints)-1, 0)] {
		if next := got.checkpoints[i+1]; slices.Compare(c, next) >= 0 {
			t.Errorf("the checkpoint %q comes before %q", c, next)
		}
	}
}
