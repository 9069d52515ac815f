package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

func TestBatch(t *testing.T) {
	account := sandbox.New(sandbox.Options{RequestsPerSecond: 10})
	c := connect(t, account)
	for url, want := range map[string]string{
		"/me/order/250000000,250000006,abc/status": `[
			{"key":"250000000","value":"delivered","error":null},
			{"key":"250000006","value":null,"error":{"class":"Client::NotFound","message":"The requested object (orderId = 250000006) does not exist"}},
			{"key":"abc","value":null,"error":{"class":"Client::BadRequest","message":"[orderId] Given data (abc) is not valid for type long"}}]`,
		"/vps/vps-5a4db003.vps.ovh.example": `[{"key":"vps-5a4db003.vps.ovh.example","value":null,"error":{"message":"This Service is expired"}}]`,
		"/me/bill/FR40000000,FR40000004/details": `[
			{"key":"FR40000000","value":["40000000001"],"error":null},{"key":"FR40000004","value":[],"error":null}]`,
		"/me/document/,": `[
			{"key":"","value":null,"error":{"class":"Client::BadRequest","message":"[id] Given data () is not valid for type uuid"}},
			{"key":"","value":null,"error":{"class":"Client::BadRequest","message":"[id] Given data () is not valid for type uuid"}}]`,
	} {
		c.get(url, "X-Ovh-Batch", ",").check(t, 200, want)
	}
	if calls := account.Calls(); calls.Total != 4 {
		t.Errorf("%d calls, want one for each batch", calls.Total)
	}
}

func TestABatchHasWhatSingleCallsHave(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	blocks := c.list("/ip")
	for i, block := range blocks {
		blocks[i] = strings.ReplaceAll(block, "/", "%2F")
	}
	var batch []struct {
		Key   string
		Value json.RawMessage
	}
	if err := json.Unmarshal([]byte(c.get("/ip/"+strings.Join(blocks, ";"), "X-Ovh-Batch", ";").body), &batch); err != nil {
		t.Fatal(err)
	}
	for i, element := range batch {
		if diff := cmp.Diff(compact(c.get("/ip/"+blocks[i]).body), compact(string(element.Value))); diff != "" || strings.ReplaceAll(element.Key, "/", "%2F") != blocks[i] {
			t.Errorf("%s, alone (-) and as %s in a batch (+):\n%s", blocks[i], element.Key, diff)
		}
	}
	if len(batch) != 5 {
		t.Errorf("%d elements, want 5", len(batch))
	}
}

func TestBatchesThatAreRefused(t *testing.T) {
	const unavailable = `{"class":"Client::BadRequest","message":"X-Ovh-Batch is not available for this call"}`
	c := connect(t, sandbox.New(unlimited))
	c.get("/me", "X-Ovh-Batch", ",").check(t, 400, unavailable)
	c.get("/me/bill/FR40000000,FR40000001/details/1,2", "X-Ovh-Batch", ",").check(t, 400, unavailable)
	r := c.request(http.MethodDelete, "/me/document/1,2", "")
	r.Header.Set("X-Ovh-Batch", ",")
	c.send(r).check(t, 400, unavailable)
	c.get("/me/order/"+strings.Repeat("1,", 50)+"1", "X-Ovh-Batch", ",").
		check(t, 400, `{"class":"Client::BadRequest","message":"X-Ovh-Batch has 51 identifiers, and 50 are allowed"}`)

	c = connect(t, sandbox.New(sandbox.Options{BatchLimit: -1}))
	c.get("/me/order/250000000,250000001", "X-Ovh-Batch", ",").check(t, 400, unavailable)
	c = connect(t, sandbox.New(sandbox.Options{BatchLimit: 2}))
	if got := c.get("/me/order/1,2,3", "X-Ovh-Batch", ","); got.status != http.StatusBadRequest {
		t.Errorf("three of two: %d %s", got.status, got.body)
	}
}
