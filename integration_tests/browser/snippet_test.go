//go:build browser

package browser

import (
	"encoding/json"
	"encoding/pem"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// snippetText finds the programs of a page by their language.
var snippetText = regexp.MustCompile(`(?s)<h4 class="hidden">(\w+)</h4>.*?<pre[^>]*>(.*?)</pre>`)

// TestSnippets runs each program that the console writes against the sandbox's account over a
// socket, with the client that it is for, and compares the answers. PHP's client comes from a
// registry that this suite does without, so its programs are only compiled.
func TestSnippets(t *testing.T) {
	account := sandbox.New(sandbox.Options{RequestsPerSecond: -1})
	server := httptest.NewTLSServer(account)
	t.Cleanup(server.Close)
	// Node's client leaves the port out of what it signs: it is made for the usual one.
	portless := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Host, _, _ = net.SplitHostPort(r.Host)
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(portless.Close)

	certificate := write(t, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for _, name := range []string{"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE"} {
		t.Setenv(name, certificate)
	}
	t.Setenv("OVH_APPLICATION_KEY", sandbox.ApplicationKey)
	t.Setenv("OVH_APPLICATION_SECRET", sandbox.ApplicationSecret)
	t.Setenv("OVH_CONSUMER_KEY", sandbox.ConsumerKey)
	modules, err := filepath.Abs("node_modules")
	check(t, err)
	t.Setenv("NODE_PATH", modules)

	form, err := json.Marshal(map[string]any{
		"region": "sandbox", "api_url": server.URL + "/1.0", "endpoints": []any{},
		"credentials": map[string]string{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
	})
	check(t, err)
	address, _ := startConsole(t, loopback, "--config", write(t, "config.json", form))
	for _, call := range []struct {
		path   string
		values url.Values
		same   bool // the answer is the same each time
	}{
		{"/try/v1/GET/me/bill", url.Values{"query:date.from": {"2023-06-01T00:00:00+02:00"}}, true},
		{"/try/v1/GET/ip/%7Bip%7D", url.Values{"path:ip": {"198.51.100.16/28"}}, true},
		{"/try/v2/GET/iam/resource", url.Values{"header:X-Pagination-Size": {"5000"}}, true},
		{"/try/v1/POST/me/document", url.Values{"body": {`{"name": "it's \"quoted\" \\ $HOME <é>.txt"}`}}, false},
	} {
		page := string(post(t, address+call.path, call.values))
		snippets := snippetText.FindAllStringSubmatch(page, -1)
		if len(snippets) != 5 {
			t.Fatalf("%s: %d snippets in\n%s", call.path, len(snippets), page)
		}
		var want any
		for _, s := range snippets {
			program := html.UnescapeString(s[2])
			if s[1] == "Node" {
				program = strings.ReplaceAll(program, port(t, server.URL), port(t, portless.URL))
			}
			out, ran := runSnippet(t, s[1], program)
			if !ran {
				continue
			}
			var got any
			if err := json.Unmarshal(out, &got); err != nil {
				t.Errorf("%s in %s: %v: %s", call.path, s[1], err, out)
				continue
			}
			if want == nil {
				want = got
			}
			// Node's client sends no header, and so gets a page of the usual size.
			same := call.same && (s[1] != "Node" || !strings.Contains(program, "is left out"))
			if same && !reflect.DeepEqual(got, want) || reflect.TypeOf(got) != reflect.TypeOf(want) {
				t.Errorf("%s in %s: %v, want what curl gets: %v", call.path, s[1], got, want)
			}
		}
	}
}

// recipeText finds the recipe for Terraform in a page.
var recipeText = regexp.MustCompile(`(?s)data-tab="Terraform">.*?<pre[^>]*>(.*?)</pre>`)

// TestTerraformRecipe has the recipe read as Terraform reads it: its provider comes from a registry
// that this suite does without.
func TestTerraformRecipe(t *testing.T) {
	address, _ := startConsole(t, loopback)
	response, err := http.Get(address + "/export")
	check(t, err)
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	check(t, err)
	recipe := write(t, "main.tf", []byte(html.UnescapeString(string(recipeText.FindSubmatch(page)[1]))))
	command := exec.CommandContext(t.Context(), python(t), "-c", `import hcl2, json, sys; print(json.dumps(hcl2.load(open(sys.argv[1]))))`, recipe)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var module struct {
		Variable []map[string]any
		Resource []map[string]map[string]map[string]string
	}
	check(t, json.Unmarshal(out, &module))
	source := module.Resource[0]["airbyte_source_custom"]["ovhcloud_api"]
	if source["configuration"] != `${file("config.json")}` || source["workspace_id"] != "${var.workspace_id}" || source["definition_id"] != "${var.definition_id}" {
		t.Errorf("the source is %v", source)
	}
	if len(module.Variable) != 2 {
		t.Errorf("the variables are %v", module.Variable)
	}
}

// python returns the interpreter that has the packages of the tests.
func python(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", ".venv", "clients", "bin", "python"))
	check(t, err)
	return path
}

// runSnippet runs a program and returns what it prints; false for one that is only compiled.
func runSnippet(t *testing.T, language, program string) (out []byte, ran bool) {
	t.Helper()
	commands := map[string][]string{
		"curl": {"sh", "call.sh"}, "Go": {"go", "run", "call.go"}, "Python": {python(t), "call.py"},
		"Node": {"node", "call.js"}, "PHP": {"php", "--syntax-check", "call.php"},
	}
	arguments := commands[language]
	last := len(arguments) - 1
	arguments[last] = write(t, arguments[last], []byte(program))
	command := exec.CommandContext(t.Context(), arguments[0], arguments[1:]...)
	var stderr strings.Builder
	command.Stderr, command.Env = &stderr, os.Environ()
	out, err := command.Output()
	if err != nil {
		t.Errorf("%s: %v\n%s%s\n%s", language, err, out, stderr.String(), program)
		return nil, false
	}
	return out, language != "PHP"
}

func port(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	check(t, err)
	return u.Port()
}

// post sends a form as a page does, and returns the page that follows.
func post(t *testing.T, address string, values url.Values) []byte {
	t.Helper()
	response, err := http.PostForm(address, values)
	check(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(t, err)
	return body
}
