package integrationtests_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// troubleshootingPage explains each message that the connector can give.
const troubleshootingPage = "docs/troubleshooting.md"

// A text of the connector's code is a message if it has at least this many words: what has fewer is
// a name, a unit or the joint of a list. What is logged is one whatever its length.
const messageWords = 3

// notMessages are the declarations whose texts nobody meets when something is wrong, each with what
// they are.
var notMessages = map[string]string{
	"connector/apischema/expr.go errTypeName":          "a type of OVH's that is then read as any value",
	"connector/apischema/schema.go hint":               "the description of a column",
	"connector/catalog.go flags":                       "help",
	"connector/check.go flags":                         "help",
	"connector/config/kind.go kinds":                   "what a person chooses from",
	"connector/config/region.go regions":               "names",
	"connector/console.go flags":                       "help",
	"connector/console/curl.go curlCommand":            "a command to copy",
	"connector/console/curl.go curlWithKeys":           "as above",
	"connector/console/curl.go curlWithServiceAccount": "as above",
	"connector/console/snippet.go clients":             "commands to copy",
	"connector/console/snippet.go newSnippets":         "what a command needs",
	"connector/console/dialog.go incremental":          "a property of a stream",
	"connector/console/dialog.go newPlaceholderView":   "a choice",
	"connector/console/guard.go securityHeaders":       "headers",
	"connector/console/preview.go inWords":             "a time",
	"connector/console/try.go accountName":             "the name of an account",
	"connector/console/try.go verbs":                   "what a call does",
	"connector/completion.go completeBash":             "a program",
	"connector/completion.go completeZsh":              "a program",
	"connector/connector.go init":                      "help",
	"connector/sync/owed.go errTooManyOwed":            "no error of the read",
	"connector/sync/table.go table":                    "the head of a table",
	"connector/sync/estimate.go time":                  "a time",
	"connector/sync/total.go parts":                    "how far a read is",
	"connector/demo.go run":                            "what comes next",
	"connector/teller.go told":                         "the head of an answer",
	"connector/discover.go flags":                      "help",
	"connector/init.go askKeys":                        "a question",
	"connector/init.go sample":                         "what a person chooses from",
	"connector/init.go flags":                          "help",
	"connector/init.go mayWrite":                       "a question",
	"connector/init.go run":                            "what comes next",
	"connector/internal/slips/slips.go ended":          "encoding/json's words",
	"connector/ovhapi/error.go NotInRegion":            "OVH's words",
	"connector/ovhapi/error.go noSuchOperation":        "OVH's words",
	"connector/read.go flags":                          "help",
	"connector/usage.go text":                          "help",
	"connector/client.go sandboxForm":                  "a configuration",
	"connector/connector.go verbs":                     "help",
	"connector/flags.go text":                          "help",
	"connector/flags.go undefinedFlag":                 "package flag's words",
	"connector/completion.go install":                  "help",
}

// textOfCode is a text in the connector's code, with … in the place of what it does not say by
// itself.
type textOfCode struct {
	place, pattern string
	// message tells that somebody meets it when something is wrong.
	message bool
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// TestTroubleshootingIsComplete holds the page to the code: every message stands there in a code
// span, word for word, and the tables have no message that is not the connector's.
func TestTroubleshootingIsComplete(t *testing.T) {
	page := string(moduleFile(t, troubleshootingPage))
	explained := map[string]bool{}
	for _, span := range codeSpan.FindAllStringSubmatch(page, -1) {
		explained[span[1]] = true
	}
	given := map[string]bool{}
	for _, text := range textsOfCode(t) {
		given[text.pattern] = true
		if text.message && !explained[text.pattern] {
			t.Errorf("%s: %s does not explain this message; add a line to the table of its symptom:\n| `%s` | what it means | what to do |",
				text.place, troubleshootingPage, text.pattern)
		}
	}
	eachSchema(specification(t), "", func(_ string, field object) {
		title, _ := field["title"].(string) // a message begins with its field
		given[title] = true
	})
	for line := range strings.Lines(page) {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		for _, span := range codeSpan.FindAllStringSubmatch(cells[1], -1) {
			if !given[span[1]] && words(span[1]) >= messageWords {
				t.Errorf("%s explains a message that the connector does not give; remove it:\n`%s`", troubleshootingPage, span[1])
			}
		}
	}
}

// textsOfCode returns the texts of the connector's own code. The sandbox speaks for OVH.
func textsOfCode(t *testing.T) []textOfCode {
	t.Helper()
	var texts []textOfCode
	for _, file := range goFiles(t) {
		if file.isTest() || roomOf(file.folder) == "connector/sandbox" || !strings.HasPrefix(file.folder, "connector") || strings.HasSuffix(file.folder, "test") {
			continue
		}
		found, err := textsIn(strings.TrimPrefix(filepath.ToSlash(file.path), module+"/"), file.text)
		check(t, err)
		texts = append(texts, found...)
	}
	if len(texts) == 0 {
		t.Fatal("no message was found")
	}
	return texts
}

func textsIn(path string, text []byte) ([]textOfCode, error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var texts []textOfCode
	for _, declaration := range parsed.Decls {
		silent := slices.ContainsFunc(declared(declaration), func(name string) bool { return notMessages[path+" "+name] != "" })
		eachText(declaration, func(at token.Pos, pattern string, logged bool) {
			pattern = strings.Join(strings.Fields(pattern), " ")
			texts = append(texts, textOfCode{
				place: fmt.Sprintf("%s:%d", path, files.Position(at).Line), pattern: pattern,
				message: !silent && (logged && pattern != "…" || words(pattern) >= messageWords),
			})
		})
	}
	return texts, nil
}

// declared returns the names of a declaration.
func declared(declaration ast.Decl) []string {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		return []string{d.Name.Name}
	case *ast.GenDecl:
		var names []string
		for _, spec := range d.Specs {
			if values, ok := spec.(*ast.ValueSpec); ok {
				for _, name := range values.Names {
					names = append(names, name.Name)
				}
			}
		}
		return names
	}
	return nil
}

// eachText gives the texts of a node, those that are added up as one, and whether they go into the
// log as they are.
func eachText(node ast.Node, yield func(at token.Pos, pattern string, logged bool)) {
	logged := map[ast.Expr]bool{}
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field: // its tag is no message
			return n.Tag == nil
		case *ast.CallExpr:
			if method, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 0 && (method.Sel.Name == "Msg" || method.Sel.Name == "Msgf") {
				logged[n.Args[0]] = true
			}
			// A bug of the connector is reported as one, whatever it says.
			if name, ok := n.Fun.(*ast.Ident); ok && name.Name == "panic" {
				return false
			}
		case *ast.BinaryExpr:
			if pattern, ok := sum(n); ok {
				yield(n.Pos(), pattern, logged[n])
				eachPart(n, func(part ast.Expr) { eachText(part, yield) })
				return false
			}
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				yield(n.Pos(), pattern(text), logged[n])
			}
		}
		return true
	})
}

// sum returns the pattern of texts that are added up.
func sum(e *ast.BinaryExpr) (text string, ok bool) {
	if e.Op != token.ADD {
		return "", false
	}
	eachPart(e, func(ast.Expr) { text += "…" }, func(part string) { text, ok = text+pattern(part), true })
	return text, ok
}

// eachPart walks through what is added up, in its order: literals, if wanted, and all else.
func eachPart(e ast.Expr, other func(ast.Expr), literals ...func(string)) {
	if binary, ok := e.(*ast.BinaryExpr); ok && binary.Op == token.ADD {
		eachPart(binary.X, other, literals...)
		eachPart(binary.Y, other, literals...)
		return
	}
	if text, ok := literal(e); !ok {
		other(e)
	} else {
		for _, f := range literals {
			f(text)
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	basic, ok := e.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

var verb = regexp.MustCompile(`%[-+# 0]*[\d*]*(\.[\d*]+)?[a-zA-Z]`)

// pattern puts … in the place of what is formatted into a text.
func pattern(text string) string {
	text = strings.ReplaceAll(text, "%%", "\x00")
	return strings.ReplaceAll(verb.ReplaceAllString(text, "…"), "\x00", "%")
}

// word is one of a sentence: neither an identifier nor a part of a pattern or an address.
var word = regexp.MustCompile(`^["'({]*[A-Za-z][A-Za-z']*["')},.:;?]*$`)

func words(pattern string) int {
	n := 0
	for field := range strings.FieldsSeq(pattern) {
		if word.MatchString(field) {
			n++
		}
	}
	return n
}

func TestTextsIn(t *testing.T) {
	const code = "package p\n" +
		"import \"one/two/three/four\"\n" +
		"type form struct { name string `tag:\"of three words\"` }\n" +
		"var names = []string{\"two words\", \"is not a word\"}\n" +
		"func f() {\n" +
		"  log.Warn().Msg(\"skipped\")\n" +
		"  g(\"it has \" + name + \", and 5%% of %5.1f\", fmt.Sprintf(\"a part of %s\", x))\n" +
		"  panic(\"this is our bug\")\n" +
		"}\n"
	var got []string
	texts, err := textsIn("connector/new.go", []byte(code))
	check(t, err)
	for _, text := range texts {
		if text.message {
			got = append(got, text.place+" "+text.pattern)
		}
	}
	want := []string{
		"connector/new.go:4 is not a word",
		"connector/new.go:6 skipped",
		"connector/new.go:7 it has …, and 5% of …",
		"connector/new.go:7 a part of …",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
