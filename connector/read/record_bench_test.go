package read

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
)

// BenchmarkRecords makes the records of a long list: what is done to each of them counts.
func BenchmarkRecords(b *testing.B) {
	const item = `{"id":"41422281-13ff-5e2c-84d5-cd9bed55f2b7","name":"web-1.example.net","region":"GRA11","created":"2022-09-05T08:12:44.000Z",` +
		`"flavor":{"available":true,"capabilities":[{"enabled":true,"name":"resize"}],"disk":50,"inboundBandwidth":250,"name":"b2-7","osType":"linux","quota":17,"ram":7000,"vcpus":2},` +
		`"ipAddresses":[{"gatewayIp":"192.0.2.1","ip":"192.0.2.40","networkId":"a9afe60c-8454-5558-821b-528daa2bb496","type":"public","version":4}],` +
		`"monthlyBilling":{"since":"2022-09-05T08:12:44+02:00","status":"ok"},"price":{"value":24.75,"text":"24.75 €","currencyCode":"EUR"},"status":"ACTIVE","tags":{"env":"prod"}}`
	const items = 5000
	p := planned(b, get(b, "s", "/cloud/project/{p}/instance"))
	page := &ovhapi.Response{Elements: slices.Repeat([]json.RawMessage{json.RawMessage(item)}, items)}
	b.SetBytes(int64(items * len(item)))
	for b.Loop() {
		r := newRecorder(p, newSelection(p, nil), zerolog.Nop(), func([]byte) error { return nil })
		r.partition([]string{"5a4db0c1000000000000000000000001"})
		if err := r.page(page); err != nil {
			b.Fatal(err)
		}
	}
}
