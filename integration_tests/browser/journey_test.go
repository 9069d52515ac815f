//go:build browser

package browser

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"

	"source-ovhcloud-api/connector/sandbox"
)

// TestOnTheSandbox is the first day: no key, no network, no file.
func TestOnTheSandbox(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	b.visit("/nowhere")
	b.sees("There is no such page")
	b.look("failure")
	journey(t, b)
}

// TestToken types the token of a console that other machines can reach.
func TestToken(t *testing.T) {
	address, token := startConsole(t, "0.0.0.0")
	b := openTab(t, address)
	b.visit("/configure")
	b.sees("Open the address that it printed")
	b.fill("token", "wrong")
	b.click("Open the console")
	b.sees("That is not the token")
	b.look("token")
	b.fill("token", token)
	b.click("Open the console")
	b.sees("Nothing is configured yet")
}

// TestOverTheWholeAPI does the same over all that OVH describes.
func TestOverTheWholeAPI(t *testing.T) {
	address, _ := startConsole(t, loopback, "--config", wholeAPI(t))
	b := openTab(t, address)
	wait(b)
	b.visit("/search")
	b.sees("6,624 operations are searched as you type")
	b.visit("/search?q=flavor")
	b.look("search-whole")
	b.visit("/explore/v1/cloud")
	b.look("section-cloud")
	b.visit("/operation/v1/GET/order/catalog/public/cloud")
	b.look("operation-largest")
	b.visit("/operation/v1/POST/cloud/project/%7BserviceName%7D/instance")
	b.look("operation-body")
	b.visit("/")
	b.look("home")
	b.blind = true // the other pages are those of the sandbox
	journey(t, b)
}

// journey is what a person does from the first page to the files.
func journey(t *testing.T, b *tab) {
	b.visit("/")
	b.sees("/dedicated/server")
	b.look("home")
	b.fill("filter", "domain")
	b.sees(" of ")
	b.click("/domain")
	// Where there are many operations, it is in a group.
	b.waits(`[...document.querySelectorAll("[data-ops] a")].some((a) => a.textContent === "GET/domain/zone/{zoneName}/record/{id}")`)
	b.look("section")

	explore(t, b)
	try(t, b)
	configure(t, b)
	preview(t, b)
	export(t, b)
	b.visit("/account")
	b.look("account")
}

func explore(t *testing.T, b *tab) {
	wait(b)
	b.visit("/search")
	b.fill("q", "bill detail")
	b.sees("/me/bill/{billId}/details/{billDetailId}")
	b.look("search")
	b.do(chromedp.Click(`//*[@data-hits]//a[.//*[normalize-space()="/me/bill/{billId}/details/{billDetailId}"]]`))
	b.sees("account:apiovh:me/bill/details/get")
	b.look("operation")
}

// wait waits until all of OVH's description has been read, as the page of the search says.
func wait(b *tab) {
	b.t.Helper()
	for loading := true; loading; {
		b.visit("/search")
		loading = get(b, chromedp.Evaluate[bool](`document.querySelector("main").textContent.includes("is being read")`))
	}
}

func try(t *testing.T, b *tab) {
	b.visit("/operation/v1/GET/me/bill/%7BbillId%7D")
	b.click("Try it")
	b.sees("is missing")
	b.fill("path:billId", "FR40000006")
	b.click("Try it")
	b.sees("priceWithTax")
	b.look("answer")
	b.click("Headers")
	b.sees("X-Ovh-Queryid")
	b.click("Code")
	b.sees("$OVH_APPLICATION_SECRET")
	b.lacks(sandbox.ApplicationSecret)

	b.fill("path:billId", "NOPE")
	b.click("Try it")
	b.sees("404")
	b.look("refused")

	b.visit("/operation/v1/POST/me/document")
	b.fill("body", `{"name": "from the console"}`)
	b.click("Try it …")
	b.sees("This call may create or start something")
	b.look("confirm")
	b.click("Yes, make this call")
	b.sees("from the console")
	b.sees("putUrl")
}

// configure builds the chain of the Data Platform's billing guide.
func configure(t *testing.T, b *tab) {
	b.visit("/export")
	b.sees("There is no endpoint yet")
	b.look("export-empty")
	b.visit("/configure")
	b.sees("Nothing is configured yet")
	b.look("configure-empty")
	b.click("Show what the keys may read")
	b.sees("The keys may read all of these")

	b.visit("/operation/v1/GET/me/bill")
	b.click("Add as a stream")
	b.fill("name", "bill_ids")
	b.pair(0, "date.from", "2023")
	b.sees("date.from=2023")
	b.click("Add the stream")
	b.sees("Update the stream")

	b.visit("/configure/new")
	b.fill("path", "/me/bill/{billId}/details")
	b.fill("name", "detail_ids")
	b.choose("placeholder:billId", "endpoint:bill_ids")
	b.sees("Field of its records")
	b.look("endpoint")
	b.click("Add the stream")
	b.sees("Update the stream")

	b.visit("/configure/new")
	b.fill("path", "/me/bill/{billid}/details/{detailsID}")
	b.fill("name", "details")
	b.choose("placeholder:billid", "endpoint:detail_ids")
	b.fill("placeholder:billid:field", "billId")
	b.choose("placeholder:detailsID", "endpoint:detail_ids")
	b.sees("records of the stream")
	b.click("Add the stream")
	b.sees("Update the stream")

	b.visit("/configure/new")
	b.fill("path", "/me/bil")
	b.sees("Near it: /me/bill")
	b.look("endpoint-fault")

	arrange(b)
	b.visit("/configure")
	b.click("Check")
	b.sees("Connected as sb12345-ovh")
	b.look("configure")
}

// arrange changes the list of streams, and leaves it as it was.
func arrange(b *tab) {
	b.visit("/configure/several?q=vps")
	b.look("several")
	b.do(chromedp.Click(`//input[@value="/vps/{serviceName}"]`))
	b.click("Add the selected")
	b.sees("vps_each")
	b.fill("filter-streams", "vps")
	b.sees("1 of 4 streams")
	b.click("vps_each/vps/{serviceName}")
	b.sees("Update the stream")
	b.click("Duplicate")
	b.sees("vps_each_2")
	b.click("Remove")
	b.sees("vps_each_2 was removed.")
	b.look("removed")
	b.click("Undo")
	b.waits(`!document.querySelector(".undo") && document.querySelectorAll(".stream").length === 5`)
	for _, name := range []string{"vps_each", "vps_each_2"} {
		b.visit("/configure/4")
		b.click("Remove")
		b.sees(name + " was removed.")
	}
}

func preview(t *testing.T, b *tab) {
	b.visit("/configure/3")
	b.sees("billDetailId")
	b.click("Read the first records")
	b.sees("A full read would give")
	b.look("preview")
	// What is typed meanwhile is not lost, and what was read is not shown for it.
	b.fill("name", "other")
	b.waits(`!document.querySelector(".records") && document.getElementById("name").value === "other"`)
}

// export saves the files, and gives them to the other verbs.
func export(t *testing.T, b *tab) {
	b.visit("/export")
	b.sees("configured_catalog.json")
	b.look("export")
	b.lacks(sandbox.ConsumerKey)
	catalog := write(t, "configured_catalog.json", fetch(t, http.MethodGet, b.address+"/export/configured_catalog.json"))
	config := write(t, "config.json", fetch(t, http.MethodPost, b.address+"/export/config.json"))
	for _, m := range run(t, "check", "--config", config) {
		if m.Type == "CONNECTION_STATUS" && m.ConnectionStatus.Status != "SUCCEEDED" {
			t.Error(m.ConnectionStatus.Message)
		}
	}
	records := map[string]int{}
	for _, m := range run(t, "read", "--config", config, "--catalog", catalog) {
		if m.Type == "RECORD" {
			records[m.Record.Stream]++
		}
	}
	if records["bill_ids"] != 30 || records["detail_ids"] == 0 || records["detail_ids"] != records["details"] {
		t.Errorf("records %v, want 30 bills and each of their details", records)
	}
}

func fetch(t *testing.T, method, url string) []byte {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	check(t, err)
	response, err := http.DefaultClient.Do(request)
	check(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(t, err)
	if response.StatusCode != http.StatusOK || !json.Valid(body) {
		t.Fatalf("%s %s: %s\n%s", method, url, response.Status, body)
	}
	return body
}
