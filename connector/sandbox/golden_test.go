package sandbox_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

var update = flag.Bool("update", false, "write the golden files")

// People rely on these answers: other tests, and the README's examples, quote them.
func TestGoldenAnswers(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	for name, url := range map[string]string{
		"me":       "/me",
		"bills":    "/me/bill?date.from=2025",
		"bill":     "/me/bill/FR40000035",
		"detail":   "/me/bill/FR40000035/details/40000035002",
		"order":    "/me/order/250000003",
		"document": "/me/document/" + c.list("/me/document")[1],
		"service":  "/services/12345009",
		"zone":     "/domain/zone/Example.NET",
		"record":   "/domain/zone/example.com/record/5123456793",
		"vps":      "/vps/vps-5a4db001.vps.ovh.example",
		"ip":       "/ip/2001:db8:42::1%2F128",
		"policy":   "https://sandbox.invalid/v2/iam/policy/337849df-c157-58c0-9043-65d250e06744",
		"resource": "https://sandbox.invalid/v2/iam/resource/urn:v1:eu:resource:ip:192.0.2.0%2F24",
	} {
		t.Run(name, func(t *testing.T) {
			answer := c.get(url)
			var laidOut bytes.Buffer
			if err := json.Indent(&laidOut, []byte(answer.body), "", "  "); err != nil {
				t.Fatalf("%s: %v", answer.body, err)
			}
			got := fmt.Sprintf("GET %s\n%d\n%s\n%s", url, answer.status, answer.header.Get("X-Ovh-QueryID"), laidOut.String())
			file := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("golden (-) and answered (+):\n%s", diff)
			}
		})
	}
}
