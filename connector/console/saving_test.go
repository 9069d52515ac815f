package console

import (
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// filed is a configuration as a person and another program wrote it: in another order than the
// console's, with keys that it does not know.
const filed = `{
    "x_owner": {"team": "data", "client_secret": "by another"},
    "endpoints": [
        {"x_id": 7, "path": "/me/bill"},
        {"path": "/vps/{serviceName}", "name": "machines", "x_id": 8}
    ],
    "lookback_days": 2,
    "credentials": {
        "consumer_key": "CK",
        "auth_type": "application_keys",
        "application_key": "AK",
        "application_secret": "AS"
    },
    "region": "sandbox"
}
`

// withKeys puts the sandbox's keys into a configuration.
func withKeys(form string) string {
	return strings.NewReplacer(`"AK"`, `"`+sandbox.ApplicationKey+`"`, `"AS"`, `"`+sandbox.ApplicationSecret+`"`, `"CK"`, `"`+sandbox.ConsumerKey+`"`).Replace(form)
}

// openFile opens a console on a file that only its user can read.
func openFile(t *testing.T, form string) (b *browser, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(path, []byte(form), 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, func(o *Options) { o.Form, o.File = []byte(form), path }), path
}

// held fails unless a file holds a text, and is still its user's alone.
func held(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("the file holds\n%s\nwant\n%s", got, want)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("%v, %v: more than the file", files, err)
	}
}

// What is saved stands where it stood, with what the console does not know, and says so meanwhile.
func TestSave(t *testing.T) {
	b, path := openFile(t, withKeys(filed))
	lacks(t, b.get(http.StatusOK, "/configure"), "Not saved")
	b.post(http.StatusSeeOther, "/configure/settings", "lookback_days", "3")
	b.post(http.StatusSeeOther, "/configure/1", "path", "/me/bill/{billId}", "do", "save")
	b.post(http.StatusSeeOther, "/configure/new", "path", "/me", "do", "save")
	has(t, b.get(http.StatusOK, "/"), "Not saved")
	held(t, path, withKeys(filed))

	b.post(http.StatusSeeOther, "/configure/save")
	lacks(t, b.get(http.StatusOK, "/configure"), "Not saved")
	want := strings.NewReplacer(
		`{"team": "data", "client_secret": "by another"}`, "{\n        \"team\": \"data\",\n        \"client_secret\": \"by another\"\n    }",
		`{"x_id": 7, "path": "/me/bill"}`, "{\n            \"path\": \"/me/bill/{billId}\",\n            \"x_id\": 7\n        }",
		`{"path": "/vps/{serviceName}", "name": "machines", "x_id": 8}`,
		"{\n            \"path\": \"/vps/{serviceName}\",\n            \"name\": \"machines\",\n            \"x_id\": 8\n        },\n        {\n            \"path\": \"/me\"\n        }",
		`"lookback_days": 2`, `"lookback_days": 3`,
	).Replace(filed)
	held(t, path, withKeys(want))
}

// Keys that the file does not have come into it only when they are asked for.
func TestSaveWithoutKeys(t *testing.T) {
	gaps := strings.NewReplacer(`"AK"`, `""`, `"AS"`, `""`, `"CK"`, `""`).Replace(filed)
	b, path := openFile(t, gaps)
	b.post(http.StatusSeeOther, "/account", "region", "sandbox", "auth_type", "application_keys",
		"application_key", sandbox.ApplicationKey, "application_secret", sandbox.ApplicationSecret, "consumer_key", sandbox.ConsumerKey)
	b.post(http.StatusSeeOther, "/configure/save")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey} {
		lacks(t, string(text), secret)
	}
	b.post(http.StatusSeeOther, "/configure/save", "keys", "on")
	if text, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	has(t, string(text), `"consumer_key": "`+sandbox.ConsumerKey+`"`, `"x_id": 7`, `"client_secret": "by another"`)
}

// Keys of another region are not kept beside the new one.
func TestSaveOfAnotherRegion(t *testing.T) {
	b, path := openFile(t, strings.Replace(filed, `"sandbox"`, `"ovh-eu"`, 1))
	b.post(http.StatusSeeOther, "/account", "region", "ovh-ca", "auth_type", "application_keys")
	b.post(http.StatusSeeOther, "/configure/save")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	has(t, string(text), `"region": "ovh-ca"`, `"consumer_key": ""`)
	lacks(t, string(text), `"CK"`)
}

// What another program wrote meanwhile is not overwritten unseen.
func TestSaveOverAnotherChange(t *testing.T) {
	b, path := openFile(t, withKeys(filed))
	b.post(http.StatusSeeOther, "/configure/settings", "lookback_days", "3")
	other := strings.Replace(withKeys(filed), `"team": "data"`, `"team": "bi"`, 1)
	if err := os.WriteFile(path, []byte(other), 0o600); err != nil {
		t.Fatal(err)
	}
	has(t, b.post(http.StatusConflict, "/configure/save"), "Another program has changed the file", "Not saved")
	held(t, path, other)
	b.post(http.StatusSeeOther, "/configure/save")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	has(t, string(text), `"team": "data"`, `"lookback_days": 3`)
}

func TestSaveThatFails(t *testing.T) {
	b, path := openFile(t, withKeys(filed))
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	b.post(http.StatusSeeOther, "/configure/settings", "lookback_days", "3")
	has(t, b.post(http.StatusConflict, "/configure/save"), "Nothing was saved", "Not saved")
	has(t, open(t, nil).post(http.StatusConflict, "/configure/save"), "without --config")
}

// A link to the file stays one.
func TestSaveThroughALink(t *testing.T) {
	target := filepath.Join(t.TempDir(), "real.json")
	if err := os.WriteFile(target, []byte(withKeys(filed)), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "config.json")
	if err := os.Symlink(target, link); err != nil {
		t.Skipf("this system makes no links: %v", err)
	}
	b := open(t, func(o *Options) { o.Form, o.File = []byte(withKeys(filed)), link })
	b.post(http.StatusSeeOther, "/configure/settings", "lookback_days", "3")
	b.post(http.StatusSeeOther, "/configure/save")
	text, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	has(t, string(text), `"lookback_days": 3`)
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// Without a file, what is exported is kept.
func TestNotExported(t *testing.T) {
	b := open(t, nil)
	lacks(t, b.get(http.StatusOK, "/configure"), "Not exported")
	b.post(http.StatusSeeOther, "/configure/new", "path", "/me", "do", "save")
	has(t, b.get(http.StatusOK, "/account"), "Not exported")
	b.get(http.StatusOK, "/export/config.json")
	lacks(t, b.get(http.StatusOK, "/configure"), "Not exported")
}
