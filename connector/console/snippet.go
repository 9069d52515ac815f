package console

import (
	"embed"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// snippet is a call as a program. Keys are variables of its environment, and what else is secret
// in it is left out.
type snippet struct {
	Title string
	About string // what is needed to run it
	Text  string
}

// snippetFiles are the programs, for OVH's own clients.
//
//go:embed snippets
var snippetFiles embed.FS

// snippetTemplates returns the programs; only a console needs them.
var snippetTemplates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"go": strconv.Quote, "json": jsonString, "php": phpString, "lower": strings.ToLower,
	}).ParseFS(snippetFiles, "snippets/*.tmpl"))
})

// usualKinds are the kinds of credentials that all of OVH's clients take.
var usualKinds = []string{config.ApplicationKeys, config.OAuth2ClientCredentials}

// clients are the languages in which OVH has a client, in the order of the page, with the kinds of
// credentials that it takes.
var clients = []struct {
	title, file, about string
	kinds              []string
}{
	{"Go", "go.tmpl", "go get github.com/ovh/go-ovh", append(usualKinds, config.AccessToken)},
	{"Python", "python.tmpl", "pip install ovh", usualKinds},
	{"Node", "node.tmpl", "npm install @ovhcloud/node-ovh", usualKinds},
	{"PHP", "php.tmpl", "composer require ovh/ovh", usualKinds},
}

// program is a call as the templates need it.
type program struct {
	Method, Path string // with the branch of v2, and the query
	Body         string // JSON; "" for none
	Headers      []header
	Auth         string
	Keyed        bool // the call needs keys
	// Endpoint is the name by which OVH's clients know the region, or else, not Named, its address,
	// and that in parts.
	Endpoint         string
	Named            bool
	Host, Port, Base string
	TokenHost        string
}

// newSnippets writes a call in every way that it can be repeated with. What is secret in it is left
// out.
func newSnippets(cfg *config.Config, request ovhapi.Request, address string) []snippet {
	request, address = withoutSecrets(request, address)
	snippets := []snippet{{"curl", "Your keys are variables here: set them in the shell.", curlCommand(cfg, request, address)}}
	p := newProgram(cfg, request)
	for _, client := range clients {
		if !slices.Contains(client.kinds, p.Auth) {
			continue
		}
		var b strings.Builder
		if err := snippetTemplates().ExecuteTemplate(&b, client.file, p); err != nil {
			panic(err) // the templates are part of the binary, and what they show is text
		}
		snippets = append(snippets, snippet{client.title, client.about, b.String()})
	}
	return snippets
}

func newProgram(cfg *config.Config, request ovhapi.Request) program {
	p := program{Method: request.Method, Path: request.Path, Body: string(request.Body), Auth: cfg.Credentials.Kind().AuthType, Keyed: !request.NoAuth}
	if request.Branch == "v2" {
		p.Path = "/v2" + p.Path
	}
	if request.Query != "" {
		p.Path += "?" + request.Query
	}
	for _, name := range slices.Sorted(maps.Keys(request.Header)) {
		p.Headers = append(p.Headers, header{name, request.Header.Get(name)})
	}
	api := cfg.API()
	if p.Endpoint, p.Named = cfg.Region, cfg.APIURL == "" && cfg.Region != config.Sandbox; p.Named {
		return p
	}
	p.Endpoint = api.BaseURL
	if base, err := url.Parse(api.BaseURL); err == nil {
		p.Host, p.Port, p.Base = base.Hostname(), base.Port(), base.Path
	}
	if token, err := url.Parse(api.TokenURL); err == nil {
		p.TokenHost = token.Scheme + "://" + token.Host
	}
	return p
}

// jsonString quotes a text for JSON, and so for Python and JavaScript.
func jsonString(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // which no string is
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// phpString quotes a text for PHP.
func phpString(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
