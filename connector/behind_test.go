package connector

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/state"
)

// inboxes is an account with two SMS services, to each of which a message comes at noon of every
// day, whose id is that of the day.
type inboxes struct {
	account http.RoundTripper
	// refuses, if set, answers for the list of the second.
	refuses fault
	asked   map[string]int // how often for each list, with its bounds
}

const smsSection = `{"resourcePath":"/sms","apis":[
	{"path":"/sms","operations":[{"httpMethod":"GET","responseType":"string[]","parameters":[]}]},
	{"path":"/sms/{serviceName}/incoming","operations":[{"httpMethod":"GET","responseType":"long[]","parameters":[
		{"name":"serviceName","paramType":"path","dataType":"string","fullType":"string","required":true},
		{"name":"creationDatetime.from","paramType":"query","dataType":"datetime","fullType":"datetime"},
		{"name":"creationDatetime.to","paramType":"query","dataType":"datetime","fullType":"datetime"}]}]},
	{"path":"/sms/{serviceName}/incoming/{id}","operations":[{"httpMethod":"GET","responseType":"sms.Incoming","parameters":[
		{"name":"serviceName","paramType":"path","dataType":"string","fullType":"string","required":true},
		{"name":"id","paramType":"path","dataType":"long","fullType":"long","required":true}]}]}],
	"models":{"sms.Incoming":{"properties":{"id":{"type":"long"},"creationDatetime":{"type":"datetime"}}}}}`

func (i inboxes) RoundTrip(r *http.Request) (*http.Response, error) {
	_, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	service, item, _ := strings.Cut(strings.TrimPrefix(path, "sms/"), "/incoming")
	switch {
	case path == "":
		return i.sections(r)
	case path == "sms.json":
		return reply(r, 200, smsSection), nil
	case path == "sms":
		return reply(r, 200, `["sms-a","sms-b"]`), nil
	case !strings.HasPrefix(path, "sms/"):
		return i.account.RoundTrip(r)
	case isBatch(r):
		return reply(r, 400, `{"message":"X-Ovh-Batch is not available for this call"}`), nil
	case item != "":
		return reply(r, 200, `{"id":`+item[1:]+`}`), nil
	case service == "sms-b" && i.refuses != nil:
		return i.refuses(r, i.account)
	}
	i.asked[service+" "+r.URL.Query().Get("creationDatetime.from")]++
	return reply(r, 200, fmt.Sprint("[", strings.Join(messagesWithin(r), ","), "]")), nil
}

// sections adds the section of the services to those of the account.
func (i inboxes) sections(r *http.Request) (*http.Response, error) {
	resp, err := i.account.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	return reply(r, 200, string(bytes.Replace(body, []byte(`"apis": [`), []byte(`"apis": [{"path":"/sms","schema":"{path}.{format}","format":["json"]},`), 1))), nil
}

var firstMessage = time.Date(2025, time.December, 1, 12, 0, 0, 0, time.UTC)

// messagesWithin returns the ids of the messages of the time that a list is asked for.
func messagesWithin(r *http.Request) []string {
	from, _ := time.Parse(time.RFC3339, r.URL.Query().Get("creationDatetime.from")) // none is the beginning
	to, err := time.Parse(time.RFC3339, r.URL.Query().Get("creationDatetime.to"))
	if err != nil {
		return nil
	}
	var ids []string
	for id := range 1000 {
		if at := firstMessage.AddDate(0, 0, id); !at.Before(from) && !at.After(to) {
			ids = append(ids, strconv.Itoa(id))
		}
	}
	return ids
}

// A service whose messages OVH does not list waits for nobody, and nobody for it: it is behind until
// OVH does, and then it gets all that it missed, once.
func TestAServiceThatIsRefusedIsBehind(t *testing.T) {
	for name, refuses := range map[string]fault{
		"refused": answering(400, `{"class":"Client::BadRequest::NotActivated","message":"This service has no incoming messages"}`),
		"broken":  answering(500, broken500),
	} {
		for _, endpoint := range []string{"/sms/{serviceName}/incoming/{id}", "/sms/{serviceName}/incoming"} {
			t.Run(name+" "+endpoint, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { refusedServiceIsBehind(t, endpoint, refuses) })
			})
		}
	}
}

func refusedServiceIsBehind(t *testing.T, endpoint string, refuses fault) {
	f := inProcess(`{"name":"messages","path":"`+endpoint+`"}`).since("", 0)
	account := sandbox.Transport(sandbox.New(sandbox.Options{}))
	met := map[string]int{}
	var states []json.RawMessage
	sync := func(day string, refuses fault) (state.State, map[string]int) {
		t.Helper()
		until(t, day)
		network := inboxes{account, refuses, map[string]int{}}
		o := readThrough(t, f, network, "messages", states).succeeded(t)
		for _, record := range o.records("messages") {
			met[record]++
		}
		states = append(states, o.states()...)
		return stateOf(t, o), network.asked
	}

	var cursor time.Time
	for _, day := range []string{"2026-01-01", "2026-02-01", "2026-03-01"} {
		s, asked := sync(day, refuses)
		if s.Interval != nil || !s.Cursor.After(cursor) || len(s.Behind) != 1 || !slices.Equal(s.Behind[0].Parent, []string{"sms-b"}) || !s.Behind[0].From.IsZero() {
			t.Errorf("%s leaves %+v", day, s)
		}
		if len(asked) != 1 {
			t.Errorf("on %s it asks for %v", day, asked)
		}
		cursor = s.Cursor
	}
	s, asked := sync("2026-04-01", nil)
	if len(s.Behind) != 0 || s.Interval != nil {
		t.Errorf("when OVH answers, there remains %+v", s)
	}
	if lists := slices.Sorted(maps.Keys(asked)); len(lists) != 3 {
		t.Errorf("it asks for %q", lists)
	}
	sync("2026-05-01", nil)
	// 151 days of two services, up to the morning of the last.
	if len(met) != 302 {
		t.Errorf("%d messages came, want 302", len(met))
	}
	for record, times := range met {
		if times != 1 {
			t.Errorf("%d times: %s", times, record)
		}
	}
}

// A service that OVH fails at gets what it missed in a sync that was cut, too, although the one that
// goes on finds it well.
func TestAServiceIsBehindWhateverIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess(`{"name":"messages","path":"/sms/{serviceName}/incoming/{id}"}`).since("", 0)
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		three := answering(200, `["sms-a","sms-b","sms-c"]`).on(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/sms") })
		ending := answering(403, `{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"This call has not been granted"}`).
			on(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/sms-c/incoming/45") })
		met := map[string]int{}
		var states []json.RawMessage
		sync := func(day string, refuses fault) outcome {
			t.Helper()
			until(t, day)
			var network http.RoundTripper = broken{three, inboxes{account, refuses, map[string]int{}}}
			if day == "2026-02-01" {
				network = broken{ending, network}
			}
			o := readThrough(t, f, network, "messages", states)
			for _, record := range o.records("messages") {
				met[record]++
			}
			states = append(states, o.states()...)
			return o
		}

		sync("2026-01-01", answering(500, broken500)).succeeded(t)
		cut := sync("2026-02-01", answering(500, broken500))
		if s := stateOf(t, cut); ExitCode(cut.err) != 1 || !slices.Equal(s.After, []string{"sms-c", "44"}) {
			t.Fatalf("%v, the state is %+v", cut.err, s)
		}
		if s := stateOf(t, sync("2026-02-02", nil).succeeded(t)); len(s.Behind) != 1 {
			t.Errorf("what is missing of the interval that was cut is not in %+v", s)
		}
		if s := stateOf(t, sync("2026-03-01", nil).succeeded(t)); len(s.Behind) != 0 {
			t.Errorf("when OVH answers, there remains %+v", s)
		}
		// 90 days of three services, up to the morning of the last.
		if len(met) != 270 {
			t.Errorf("%d messages came, want 270", len(met))
		}
		for record, times := range met {
			if times != 1 {
				t.Errorf("%d times: %s", times, record)
			}
		}
	})
}
