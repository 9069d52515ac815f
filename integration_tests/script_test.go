package integrationtests_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v5"
)

// TestScripts runs the scripts of testdata/script, each in a folder of its own with the connector
// on its PATH, from the folder $BIN, and this folder's files under $FILES. A script has one command more than
// testscript's: messages.
func TestScripts(t *testing.T) {
	here, err := filepath.Abs(".")
	check(t, err)
	schema := messageSchema(t)
	testscript.Run(t, testscript.Params{
		Dir:                filepath.Join("testdata", "script"),
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(connectorBinary)+string(filepath.ListSeparator)+os.Getenv("PATH"))
			env.Setenv("BIN", filepath.Dir(connectorBinary))
			env.Setenv("FILES", here)
			// A home whose files can be read, as a person's can.
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"messages": func(ts *testscript.TestScript, neg bool, args []string) { messagesCommand(ts, neg, args, schema) },
		},
	})
}

// messagesCommand checks that every line which the last command printed is a valid message of the
// protocol, and writes their outline into the file "outline", for cmp.
//
//	messages
func messagesCommand(ts *testscript.TestScript, neg bool, args []string, schema *jsonschema.Schema) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: messages")
	}
	messages, err := decodeMessages([]byte(ts.ReadFile("stdout")), schema)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("outline"), []byte(outline(messages)), 0o644))
}
