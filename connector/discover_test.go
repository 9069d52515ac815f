package connector

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

var manyEndpoints = []string{
	"/vps/{serviceName}", "/me/bill/{billId}/details/{billDetailId}", "/me", "/v2/iam/resource", "/ip/{ip}",
	"/cloud/project/{serviceName}/instance/{instanceId}", `{"name":"a_document","path":"/me/document","method":"POST","allow_side_effects":true}`, "/me/bill",
}

// The same configuration gives the same bytes, in the order of its endpoints, whatever answers
// first.
func TestDiscoverIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	account, f := overSocket(t, sandbox.Options{})
	f = f.with(manyEndpoints...)
	first := runForm(t, "discover", f).succeeded(t)
	var names []string
	for _, s := range first.messages[0].Catalog.Streams {
		names = append(names, s.Name)
	}
	want := []string{"vps_each", "me_bill_details_each", "me", "v2_iam_resource", "ip_each", "cloud_project_instance_each", "a_document", "me_bill"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	for range 5 {
		if diff := cmp.Diff(first.stdout, runForm(t, "discover", f).succeeded(t).stdout); diff != "" {
			t.Fatal(diff)
		}
	}
	for route := range account.Calls().Routes {
		if !strings.HasSuffix(route, ".json") && route != "GET /v1/" && route != "GET /v2/" {
			t.Errorf("discover called %s", route)
		}
	}
}

func TestDiscoverStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runForm(t, "discover", inProcess("/me", "/me/bill", "/me/bill/{billId}", "/me/bill/{billId}/details")).succeeded(t)
		full := []protocol.SyncMode{protocol.FullRefresh}
		both := append(full, protocol.Incremental)
		for i, want := range []protocol.Stream{
			{Name: "me", SupportedSyncModes: full},
			{Name: "me_bill", SupportedSyncModes: both, IsResumable: true, SourceDefinedCursor: true, SourceDefinedPrimaryKey: [][]string{{"billId"}}},
			{Name: "me_bill_each", SupportedSyncModes: both, IsResumable: true, SourceDefinedCursor: true, DefaultCursorField: []string{"date"}, SourceDefinedPrimaryKey: [][]string{{"billId"}}},
			{Name: "me_bill_details", SupportedSyncModes: full, IsResumable: true, SourceDefinedCursor: true, SourceDefinedPrimaryKey: [][]string{{"billDetailId"}, {"billId"}}},
		} {
			got := o.messages[0].Catalog.Streams[i]
			got.JSONSchema = nil
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		}
	})
}

// Whether the account is a service account's or a person's, the API is described alike.
func TestDiscoverWithAServiceAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess(manyEndpoints...)
		want := runForm(t, "discover", f).succeeded(t).stdout
		if diff := cmp.Diff(want, runForm(t, "discover", f.as(serviceAccount())).succeeded(t).stdout); diff != "" {
			t.Error(diff)
		}
	})
}

func TestDiscoverNamesAllFaultsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runForm(t, "discover", inProcess("/me",
			`{"path":"/me/bill","query_parameters":[{"name":"date.form","value":"2023"}]}`,
			`{"name":"unlisted","path":"/vps/{serviceName}","path_parameters":[{"name":"serviceName","source":{"type":"endpoint","endpoint":"me","field":"nothing"}}]}`,
		))
		errors := o.errors()
		if ExitCode(o.err) != 1 || len(errors) != 1 || strings.Contains(o.stdout, `"CATALOG"`) {
			t.Fatalf("%v\n%s", o.err, o.stdout)
		}
		for _, part := range []string{"config_error: Endpoint me_bill, Query Parameters › date.form: ", "\nEndpoint unlisted, "} {
			if !strings.Contains(errors[0], part) {
				t.Errorf("%q is missing in %s", part, errors[0])
			}
		}
	})
}

func TestDiscoverShowsTheChainsToWhoDebugs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runForm(t, "discover", inProcess("/me/bill/{billId}/details/{billDetailId}"), "--debug").succeeded(t)
		const want = "calls: GET /me/bill -> GET /me/bill/{billId}/details -> GET /me/bill/{billId}/details/{billDetailId} stream=me_bill_details_each"
		if logs := o.logs("DEBUG"); !strings.Contains(strings.Join(logs, "\n"), want) {
			t.Errorf("%q", logs)
		}
	})
}

// A description that cannot be read for long is no reason for another catalog.
func TestDiscoverWithoutDescriptions(t *testing.T) {
	address := nobody(t)
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me")
		f.APIURL = "http://" + address + "/1.0"
		o := runForm(t, "discover", f)
		if errors := o.errors(); ExitCode(o.err) != 1 || len(errors) != 1 || !strings.Contains(errors[0], "transient_error: ") {
			t.Errorf("%v: %q", o.err, errors)
		}
	})
}
