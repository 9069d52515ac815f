package console

import (
	"errors"
	"net/http"

	"source-ovhcloud-api/connector/internal/words"
)

// streamsView is the list of the configuration's endpoints, which stands beside each of its pages.
type streamsView struct {
	Rows    []endpointRow
	Number  int    // of the endpoint that is open; 0 for none
	New     bool   // a new endpoint is open
	Removed string // the endpoint that can be brought back; "" for none
	File    string // that the configuration is saved to; "" for none
	Unsaved string
}

// endpointRow is an endpoint in the list.
type endpointRow struct {
	Number             int // counted from 1, as the form does
	Name, Method, Path string
	Current            bool
	Faults             []string
	Notice             string
}

// newStreamsView returns the list with the endpoint of a number open, 0 for none.
func (c *Console) newStreamsView(r *http.Request, s state, number int) streamsView {
	v := streamsView{Number: number, File: c.fileName(), Unsaved: c.unsaved(s)}
	if s.form.removed != nil {
		if v.Removed = s.form.removed.endpoint.streamName(); v.Removed == "" {
			v.Removed = "An endpoint"
		}
	}
	results := s.judge(r.Context())
	for i, e := range s.form.Endpoints {
		row := newEndpointRow(i, e, results[i])
		row.Current = i+1 == number
		v.Rows = append(v.Rows, row)
	}
	return v
}

func newEndpointRow(i int, e endpoint, j judged) endpointRow {
	row := endpointRow{Number: i + 1, Name: e.streamName(), Method: e.method(), Path: e.Path}
	for _, f := range j.Faults {
		row.Faults = append(row.Faults, f.Message)
	}
	if j.Unread != nil && !errors.Is(j.Unread, errNotSampled) {
		row.Notice = words.Sentence(j.Unread.Error())
	}
	if j.Plan != nil {
		row.Notice = words.Sentence(j.Plan.Notice())
	}
	return row
}
