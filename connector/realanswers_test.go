package connector

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/internal/words"
)

// realAnswers are answers of the real API that have been published, with their sources. They lie
// beside the project where it is developed, as OVH's descriptions do.
const realAnswers = "../../shared/real-answers"

// realAnswer is one of them.
type realAnswer struct {
	Operation, Branch, Path, File string
	Status                        int
}

// endpoint is how a user asks for it.
func (a realAnswer) endpoint(t *testing.T) string {
	t.Helper()
	path, query, _ := strings.Cut(a.Path, "?")
	if a.Branch == "v2" {
		path = "/v2" + path
	}
	values, err := url.ParseQuery(query)
	must(t, err)
	parameters := []map[string]string{}
	for name := range values {
		parameters = append(parameters, map[string]string{"name": name, "value": values.Get(name)})
	}
	return string(asJSON(map[string]any{"name": a.name(), "path": path, "query_parameters": parameters}))
}

func (a realAnswer) name() string { return "answer_" + strings.SplitN(a.File, "_", 2)[0] }

// realAPI is OVH that describes its API as it does, and gives these answers.
type realAPI struct {
	describe apischema.Fetch
	answers  map[string]realAnswer // by address
}

var errNotDescribed = errors.New("no such document")

func newRealAPI(t *testing.T, answers []realAnswer) realAPI {
	api := realAPI{describe: corpustest.Fetch(t, errNotDescribed), answers: map[string]realAnswer{}}
	for _, a := range answers {
		path, _, _ := strings.Cut(a.Path, "?")
		api.answers[a.Branch+path] = a
	}
	return api
}

// RoundTrip implements [http.RoundTripper].
func (api realAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	branch := cmp.Or(map[string]string{"1.0": "v1"}[version], version)
	path = "/" + path
	if path == "/auth/time" {
		return reply(r, http.StatusOK, strconv.FormatInt(time.Now().Unix(), 10)), nil
	}
	if answer, ok := api.answers[branch+path]; ok {
		body, err := os.ReadFile(filepath.Join(realAnswers, answer.File))
		if err != nil {
			return nil, err
		}
		return reply(r, answer.Status, string(body)), nil
	}
	document, err := api.describe(r.Context(), branch, path)
	if err != nil {
		return reply(r, http.StatusNotFound, `{"class":"Client::NotFound","message":"Got an invalid (or empty) URL"}`), nil
	}
	defer document.Close()
	body, err := io.ReadAll(document)
	if err != nil {
		return nil, err
	}
	return reply(r, http.StatusOK, string(body)), nil
}

// TestRealAnswers reads every real answer, and holds what a user is told of each: nothing is lost
// without a word.
func TestRealAnswers(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(realAnswers, "index.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("OVH's real answers are not at %s", realAnswers)
	}
	must(t, err)
	var answers []realAnswer
	must(t, json.Unmarshal(index, &answers))

	var read [][]realAnswer
	var good []realAnswer
	for _, a := range answers {
		if body, err := os.ReadFile(filepath.Join(realAnswers, a.File)); err == nil && a.Status == http.StatusOK && json.Valid(body) {
			good = append(good, a)
		} else { // it may end its run
			read = append(read, []realAnswer{a})
		}
	}
	var seen strings.Builder
	for _, together := range slices.Insert(read, 0, good) {
		seen.WriteString(readReal(t, together))
	}
	golden(t, "realanswers", seen.String())
}

// readReal reads answers in one run, and gives what a user reads.
func readReal(t *testing.T, answers []realAnswer) string {
	t.Helper()
	network := newRealAPI(t, answers)
	var endpoints, names []string
	for _, a := range answers {
		endpoints, names = append(endpoints, a.endpoint(t)), append(names, a.name())
	}
	config := write(t, "config.json", form{Region: "ovh-eu", Credentials: applicationKeys(), RequestsPerSecond: unlimited}.with(endpoints...))
	catalog := write(t, "catalog.json", map[string]any{"streams": whole(names...)})
	var o outcome
	synctest.Test(t, func(t *testing.T) { o = runThrough(t, network, "read", "--config", config, "--catalog", catalog) })

	var seen strings.Builder
	for _, a := range answers {
		fmt.Fprintf(&seen, "%d %s: %s%s\n", a.Status, a.Operation, words.Count(len(o.records(a.name())), "record"), o.failure(a.name()))
	}
	return seen.String() + o.seen() + "\n"
}
